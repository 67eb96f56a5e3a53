import type { KyselyPlugin } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLogger } from '../database/database.ts';
import type { Database } from '../database/database.ts';
import { freshDatabase } from '../testing/database.ts';
import { Jobs } from './jobs.ts';
import type { Queue } from './queue.ts';

interface Errand {
  readonly name: string;
}

const ERRANDS: Queue<Errand> = { name: 'errands', atOnce: 2, expireInSeconds: 60 };
const id = (name: string) => ({ id: name });

let opened: Database;
/** With the wake-up call, as the service has it. */
let database: Database;
let nodes: Jobs[];

beforeEach(async () => {
  opened = await freshDatabase();
  nodes = [];
});
afterEach(async () => {
  await Promise.all(nodes.map((jobs) => jobs.stop()));
  await opened.close();
});

async function node(): Promise<Jobs> {
  const jobs = new Jobs({ database: opened, log: silentLogger });
  nodes.push(jobs);
  await jobs.start([ERRANDS]);
  database = jobs.watch(opened);
  return jobs;
}

const queued = async (): Promise<unknown[]> =>
  (await opened.execute(`select id from otklik_jobs.job where state < 'completed'`)).rows;

const until = async (isSo: () => boolean): Promise<void> => {
  await expect.poll(isSo, { timeout: 20_000 }).toBe(true);
};

describe('a job', () => {
  it('is done after its transaction, by itself and soon', async () => {
    const jobs = await node();
    const done: string[] = [];
    jobs.work(ERRANDS, async ({ data }) => (done.push(data.name), 'done'));
    await database.write(async (trx) => {
      await jobs.enqueue(ERRANDS, { name: 'bread' }, trx, id('bread'));
      expect(done).toEqual([]);
    });
    await until(() => done.length === 1);
    await jobs.idle();
    expect(await queued()).toEqual([]);
  });

  it('that comes in the moment in which a node finds nothing to do is done all the same', async () => {
    let meanwhile: (() => Promise<void>) | undefined;
    const lateResults: KyselyPlugin = {
      transformQuery: ({ node: query }) => query,
      transformResult: async ({ result }) => {
        const now = meanwhile;
        meanwhile = undefined;
        await now?.();
        return result;
      },
    };
    const jobs = new Jobs({
      database: { ...opened, db: opened.db.withPlugin(lateResults) },
      log: silentLogger,
      pollMs: 60_000,
    });
    nodes.push(jobs);
    await jobs.start([ERRANDS]);
    database = jobs.watch(opened);
    meanwhile = () =>
      database.write((trx) => jobs.enqueue(ERRANDS, { name: 'bread' }, trx, id('bread')));
    const done: string[] = [];
    jobs.work(ERRANDS, async ({ data }) => (done.push(data.name), 'done'));
    await jobs.idle();
    expect([meanwhile, done]).toEqual([undefined, ['bread']]);
  });

  it('of a transaction that does not hold is none', async () => {
    const jobs = await node();
    const done: string[] = [];
    jobs.work(ERRANDS, async ({ data }) => (done.push(data.name), 'done'));
    const failing = database.write(async (trx) => {
      await jobs.enqueue(ERRANDS, { name: 'bread' }, trx, id('bread'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await jobs.idle();
    expect([done, await queued()]).toEqual([[], []]);
  });

  it('that comes twice is done once, although the first is done by then', async () => {
    const jobs = await node();
    const done: string[] = [];
    jobs.work(ERRANDS, async ({ data }) => (done.push(data.name), 'done'));
    for (let time = 0; time < 3; time += 1) {
      await database.write((trx) => jobs.enqueue(ERRANDS, { name: 'milk' }, trx, id('milk')));
      await jobs.idle();
    }
    expect(done).toEqual(['milk']);
  });

  it('that fails waits, and is given out again with the count of its tries', async () => {
    const jobs = await node();
    const tries: number[] = [];
    jobs.work(ERRANDS, async ({ retryCount }) => {
      tries.push(retryCount);
      if (tries.length === 1) throw new Error('closed');
      return 'done';
    });
    await database.write((trx) => jobs.enqueue(ERRANDS, { name: 'bank' }, trx, id('bank')));
    await jobs.idle();
    expect(tries).toEqual([0]);
    await opened.execute(`update otklik_jobs.job set start_after = now() where state = 'retry'`);
    await jobs.idle();
    expect(tries).toEqual([0, 1]);
    expect(await queued()).toEqual([]);
  });

  it('that is not due yet is done when it is, without anybody calling', async () => {
    const jobs = await node();
    const done: string[] = [];
    jobs.work(ERRANDS, async ({ data }) => (done.push(data.name), 'done'));
    await database.write((trx) =>
      jobs.enqueue(ERRANDS, { name: 'cake' }, trx, { id: 'cake', afterMs: 1000 }),
    );
    expect(done).toEqual([]);
    await until(() => done.length === 1);
  });

  it('is settled together with what it did, or not at all', async () => {
    const jobs = await node();
    let isBroken = true;
    jobs.work(ERRANDS, async (job) => {
      await database.write(async (trx) => {
        expect(await jobs.settle(job, trx)).toBe(true);
        if (isBroken) throw new Error('half-way');
      });
      return 'settled';
    });
    await database.write((trx) => jobs.enqueue(ERRANDS, { name: 'post' }, trx, id('post')));
    await jobs.idle();
    expect(await queued()).toHaveLength(1);
    isBroken = false;
    await opened.execute(`update otklik_jobs.job set start_after = now() where state = 'retry'`);
    await jobs.idle();
    expect(await queued()).toEqual([]);
  });
});

describe('a node', () => {
  it('starts on an empty database together with others', async () => {
    await Promise.all([node(), node(), node()]);
    expect(nodes).toHaveLength(3);
    await database.write((trx) => nodes[0]!.enqueue(ERRANDS, { name: 'x' }, trx, id('x')));
    expect(await queued()).toHaveLength(1);
  });

  it('does so many jobs at once and no more, and all of them in the end', async () => {
    const jobs = await node();
    let atOnce = 0;
    let most = 0;
    let done = 0;
    jobs.work(ERRANDS, async () => {
      most = Math.max(most, (atOnce += 1));
      await opened.ping();
      atOnce -= 1;
      done += 1;
      return 'done';
    });
    await database.write(async (trx) => {
      for (let errand = 0; errand < 9; errand += 1) {
        await jobs.enqueue(ERRANDS, { name: `${errand}` }, trx, id(`${errand}`));
      }
    });
    await until(() => done === 9);
    expect(most).toBe(2);
  });

  it('that stops finishes what it has in hand, and takes no more', async () => {
    const jobs = await node();
    const begun: string[] = [];
    const done: string[] = [];
    const release = Promise.withResolvers<void>();
    jobs.work({ ...ERRANDS, atOnce: 1 }, async ({ data }) => {
      begun.push(data.name);
      await release.promise;
      done.push(data.name);
      return 'done';
    });
    await database.write(async (trx) => {
      await jobs.enqueue(ERRANDS, { name: 'a' }, trx, id('a'));
      await jobs.enqueue(ERRANDS, { name: 'b' }, trx, id('b'));
    });
    await until(() => begun.length === 1);
    const stopped = jobs.stop();
    release.resolve();
    await stopped;
    expect(begun).toEqual(done);
    expect(begun).toHaveLength(1);
    expect(await queued()).toHaveLength(1);
  });

  it('shares the work with others, each job done by one of them', async () => {
    const doneBy = new Map<string, number[]>();
    const both = [await node(), await node()];
    for (const [number, jobs] of both.entries()) {
      jobs.work(ERRANDS, async ({ data }) => {
        doneBy.set(data.name, [...(doneBy.get(data.name) ?? []), number]);
        return 'done';
      });
    }
    await database.write(async (trx) => {
      for (let errand = 0; errand < 20; errand += 1) {
        await both[0]!.enqueue(ERRANDS, { name: `${errand}` }, trx, id(`${errand}`));
      }
    });
    for (const jobs of both) await jobs.idle();
    await until(() => doneBy.size === 20);
    expect([...doneBy.values()].every((by) => by.length === 1)).toBe(true);
  });

  it('takes over what another one left behind when it died', async () => {
    const dead = await node();
    const left = Promise.withResolvers<void>();
    const never = Promise.withResolvers<'done'>();
    dead.work(ERRANDS, async () => (left.resolve(), await never.promise));
    await database.write((trx) => dead.enqueue(ERRANDS, { name: 'dog' }, trx, id('dog')));
    await left.promise;
    // Its time runs out; on the embedded database the next start already takes what it finds.
    await opened.execute(
      `update otklik_jobs.job set started_on = now() - interval '1 hour' where state = 'active'`,
    );
    const done: string[] = [];
    const jobs = await node();
    jobs.work(ERRANDS, async ({ data }) => (done.push(data.name), 'done'));
    await jobs.upkeep({ now: true });
    await opened.execute(`update otklik_jobs.job set start_after = now() where state = 'retry'`);
    await jobs.idle();
    expect(done).toEqual(['dog']);
    // Whoever was thought dead comes back, and changes nothing.
    never.resolve('done');
    await dead.idle();
    const { rows } = await opened.execute('select state::text, retry_count from otklik_jobs.job');
    expect(rows).toMatchObject([{ state: 'completed', retry_count: 1 }]);
  });

  it('with nothing to do leaves the database in peace', async () => {
    let statements = 0;
    const counted: Database = {
      ...opened,
      execute: (text, values) => {
        statements += 1;
        return opened.execute(text, values);
      },
    };
    const jobs = new Jobs({ database: counted, log: silentLogger });
    nodes.push(jobs);
    await jobs.start([ERRANDS]);
    jobs.work(ERRANDS, async () => 'done');
    await jobs.idle();
    const before = statements;
    await jobs.upkeep();
    await jobs.upkeep();
    expect(statements).toBe(before);
  });
});
