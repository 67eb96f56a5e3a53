import { describe, expect, test } from 'vitest';
import { groupFlush } from './group-flush.ts';

/** A flush whose beginning and end the test decides. */
function controlledFlush() {
  const runs: { begins: () => void; ends: PromiseWithResolvers<void> }[] = [];
  const flush = groupFlush((begins) => {
    const ends = Promise.withResolvers<void>();
    runs.push({ begins, ends });
    return ends.promise;
  });
  return { flush, runs };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('group commit', () => {
  test('all who wait at once share one flush', async () => {
    const { flush, runs } = controlledFlush();
    const waiting = Promise.all([flush(), flush(), flush()]);
    await turn();
    expect(runs).toHaveLength(1);
    runs[0]?.begins();
    runs[0]?.ends.resolve();
    await waiting;
  });

  test('all who come within one turn of the event loop share one flush', async () => {
    let flushes = 0;
    const flush = groupFlush(async (begins) => {
      begins();
      flushes += 1;
    });
    const early = flush();
    for (let task = 0; task < 20; task += 1) await Promise.resolve();
    await Promise.all([early, flush()]);
    expect(flushes).toBe(1);
  });

  test('a flush that began before a commit does not count for it', async () => {
    const { flush, runs } = controlledFlush();
    const early = flush();
    await turn();
    runs[0]?.begins();

    let acknowledged = false;
    const late = flush().then(() => (acknowledged = true));
    runs[0]?.ends.resolve();
    await early;
    await turn();
    expect(acknowledged).toBe(false);

    expect(runs).toHaveLength(2);
    runs[1]?.begins();
    runs[1]?.ends.resolve();
    await late;
    expect(acknowledged).toBe(true);
  });

  test('a failed flush is told to everyone who waited for it, and the next one is tried', async () => {
    const { flush, runs } = controlledFlush();
    const waiting = Promise.allSettled([flush(), flush()]);
    await turn();
    runs[0]?.ends.reject(new Error('disk'));
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

    const next = flush();
    await turn();
    runs[1]?.begins();
    runs[1]?.ends.resolve();
    await expect(next).resolves.toBeUndefined();
  });
});
