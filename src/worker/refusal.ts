/** Said to whoever looks after this worker, once per event; nobody else could do anything about it. */
export function refuse(
  what: string,
  // oxlint-disable-next-line no-console -- a worker has no page: the one place where its developers look
  warn: (text: string) => void = (text) => console.warn(text),
): void {
  warn(`otklik: ${what} was refused.`);
}
