/**
 * Style sheets are constants of ours, joined as text. Lit's own tag guards against values from elsewhere,
 * which cannot get here, and its messages would weigh more than a question type.
 */
export function css(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values);
}
