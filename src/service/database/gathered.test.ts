import { describe, expect, test } from 'vitest';
import { DatabaseUnavailable } from './errors.ts';
import { firstOfEach, gathered } from './gathered.ts';

/** Work whose end the test decides, group by group. */
function controlledWork() {
  const runs: { project: string; group: readonly string[]; end: PromiseWithResolvers<void> }[] = [];
  const ask = gathered(async (project: string, group: readonly string[]) => {
    const end = Promise.withResolvers<void>();
    runs.push({ project, group, end });
    await end.promise;
    return group.map((input) => input.toUpperCase());
  });
  return { ask, runs };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('those who ask at once', () => {
  test('go together, and each gets its own', async () => {
    const { ask, runs } = controlledWork();
    const answers = Promise.all([ask('a', 'one'), ask('a', 'two')]);
    await turn();
    expect(runs.map(({ group }) => group)).toEqual([['one', 'two']]);
    runs[0]?.end.resolve();
    expect(await answers).toEqual(['ONE', 'TWO']);
  });

  test('while a group is under way, wait and go with the next, in their order', async () => {
    const { ask, runs } = controlledWork();
    const first = ask('a', 'first');
    await turn();
    const others = Promise.all([ask('a', 'second'), ask('a', 'third')]);
    await turn();
    expect(runs).toHaveLength(1);
    runs[0]?.end.resolve();
    await first;
    await expect.poll(() => runs[1]?.group).toEqual(['second', 'third']);
    runs[1]?.end.resolve();
    expect(await others).toEqual(['SECOND', 'THIRD']);
  });

  test('of another project do not wait for this one', async () => {
    const { ask, runs } = controlledWork();
    void ask('a', 'stuck');
    const free = ask('b', 'free');
    await turn();
    runs.find(({ project }) => project === 'b')?.end.resolve();
    expect(await free).toBe('FREE');
  });

  test('beyond a hundred are split', async () => {
    const sizes: number[] = [];
    const ask = gathered(async (_project: string, group: readonly number[]) => {
      sizes.push(group.length);
      return group;
    });
    const numbers = Array.from({ length: 230 }, (_, index) => index);
    expect(await Promise.all(numbers.map((number) => ask('a', number)))).toEqual(numbers);
    expect(sizes).toEqual([100, 100, 30]);
  });
});

describe('a group that fails', () => {
  test('is tried one by one, and only the one at fault fails', async () => {
    const ask = gathered(async (_project: string, group: readonly string[]) => {
      if (group.includes('poison')) throw new Error('refused');
      return group;
    });
    const results = await Promise.allSettled(['one', 'poison', 'two'].map((one) => ask('a', one)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ask('a', 'later')).toBe('later');
  });

  test('because the database is away is not tried again for each', async () => {
    let runs = 0;
    const ask = gathered(async (_project: string, _group: readonly string[]): Promise<string[]> => {
      runs += 1;
      throw new DatabaseUnavailable('away');
    });
    const results = await Promise.allSettled([ask('a', 'one'), ask('a', 'two')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toBe(1);
  });
});

test('of two with one key the first counts', () => {
  const group = ['a1', 'b1', 'a2'];
  expect([...firstOfEach(group, (one) => one.charAt(0)).values()]).toEqual(['a1', 'b1']);
});
