/** What was given, looked at without trust. */

export function isList(given: unknown): given is readonly unknown[] {
  return Array.isArray(given);
}

export function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

export function isIn(ids: readonly string[], one: unknown): one is string {
  return typeof one === 'string' && ids.includes(one);
}
