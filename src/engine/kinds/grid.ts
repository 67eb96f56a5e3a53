/**
 * The multiple of a step that is meant, in decimal: 0.1 + 0.2 is 0.3. Null where none is near.
 *
 * @param origin where the steps begin
 */
export function onGrid(value: number, origin: number, step: number): number | null {
  const digits = Math.min(100, Math.max(decimals(origin), decimals(step)));
  // A few units in the last place of the largest number that takes part.
  const slack = 4 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(origin));
  // -0 and 0 are one number.
  const written = Number(value.toFixed(digits)) + 0;
  const steps = Math.round((written - origin) / step);
  const near = Number((origin + steps * step).toFixed(digits));
  return Math.max(Math.abs(written - value), Math.abs(near - written)) <= slack ? written : null;
}

/** Digits after the point, also of a number that is written with an exponent. */
function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}
