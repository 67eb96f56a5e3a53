/** The database has rolled back and asks for another try: serialisation failure, deadlock. */
const retryable: ReadonlySet<unknown> = new Set(['40001', '40P01']);

const attempts = 5;

/** Waits before the n-th repeat: random, so that two that collided do not collide again. */
function pause(repeat: number, random: () => number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, random() * 10 * 2 ** repeat));
}

/** Runs a whole transaction, and runs it again while the database asks for that, five times at most. */
export async function withRetries<T>(
  run: () => Promise<T>,
  { random = secureRandom }: { random?: () => number } = {},
): Promise<T> {
  for (let repeat = 1; ; repeat += 1) {
    try {
      // Each try depends on the one before.
      // oxlint-disable-next-line no-await-in-loop
      return await run();
    } catch (error) {
      if (repeat === attempts || !retryable.has(sqlState(error))) throw error;
      // oxlint-disable-next-line no-await-in-loop
      await pause(repeat, random);
    }
  }
}

/** The five characters of SQLSTATE, as both drivers give them, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const secureRandom = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
