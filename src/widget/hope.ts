/** Longer is not waited between two tries. */
const PAUSE_MOST_MS = 30_000;

/** Resolves when what has failed may go well: after so many milliseconds, or once there is a network again. */
function hope(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      removeEventListener('online', go);
      resolve();
    };
    setTimeout(go, ms);
    addEventListener('online', go);
  });
}

/** Tries until it goes well, in growing pauses. @param failed hears of each failure; what it throws ends it */
export async function persist<T>(
  work: () => Promise<T>,
  failed: (thrown: unknown) => void,
): Promise<T> {
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MOST_MS)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other is the point
      return await work();
    } catch (thrown) {
      failed(thrown);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await hope(pauseMs);
    }
  }
}
