/** Selectors for what is to be mended first, closest first: the frame of a question or its controls name its fault. */
export function controlsOf(id = ''): readonly string[] {
  const own = `[aria-describedby~="${id}-fault"]`;
  const wrong = '[aria-invalid="true"]:is(input, textarea, select)';
  return [
    `${own}${wrong}, ${own} ${wrong}`,
    `${own} :is(input, textarea, select, button)`,
    '.faulty :is(input, textarea, select, button)',
  ];
}
