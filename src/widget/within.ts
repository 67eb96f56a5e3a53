/**
 * Waits so long and no longer.
 *
 * @param giveUp called when the time is over
 * @throws Error `timeout`
 */
export async function within<T>(
  limitMs: number,
  work: Promise<T>,
  giveUp?: () => void,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('timeout'));
      giveUp?.();
    }, limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
