/** As much of a Response as the widget reads; a real one costs more than all the rest of a history. */
export function reply(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const get = (name: string): string | null => headers[name] ?? null;
  return { status, headers: { get }, text: async () => text } as unknown as Response;
}
