/** PostgreSQL stores neither NUL nor lone surrogates; nothing that people type needs them. */
export function cleanText(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, '\uFFFD');
}
