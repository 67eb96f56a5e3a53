/** Parts of the service are told of events, in the transaction that stores them. */
import { randomBytes } from 'node:crypto';

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { EventsRequest } from '../../protocol/index.ts';
import type { Database } from '../database/database.ts';
import { readProfiles } from '../profiles/profiles.ts';
import { freshDatabase } from '../testing/database.ts';
import { START } from '../testing/service.ts';
import type { EventListener } from './listener.ts';
import { receiveEvents } from './receive-events.ts';

const PROJECT = 'prj_listeners';
const WORLD = { now: () => START, randomBytes: (length: number) => randomBytes(length) };
const DELIVERED = { name: 'order.delivered', respondent: 'ann' };

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await database.execute('create table heard (id text not null, lang text)');
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.execute('delete from heard');
  await database.execute('delete from events');
});

/** Writes where the event is written: what a transaction takes back is not heard. */
const listen: EventListener = async ({ project, events }, trx) => {
  const people = events.map(({ respondent }) => respondent);
  const profiles = await readProfiles(project, people, trx);
  for (const { id, respondent } of events) {
    const lang = profiles.get(respondent)?.lang ?? null;
    await sql`insert into heard (id, lang) values (${id}, ${lang})`.execute(trx);
  }
};

const receive = (
  body: EventsRequest,
  listeners: readonly EventListener[],
): ReturnType<typeof receiveEvents> =>
  database.write((trx) =>
    receiveEvents({ project: PROJECT, body, source: 'api' }, trx, WORLD, listeners),
  );

async function heard(): Promise<unknown[]> {
  return (await database.execute('select id, lang from heard order by id')).rows;
}

async function countStored(): Promise<number> {
  const rows = await database.db.selectFrom('events').select('id').execute();
  return rows.length;
}

describe('a listener', () => {
  it('hears each event once, of twenty identical batches at once', async () => {
    const events = ['a', 'b', 'c'].map((id) => ({ ...DELIVERED, id }));
    const body = { events: [...events, events[0]] };
    await Promise.all(Array.from({ length: 20 }, () => receive(body, [listen])));
    expect(await heard()).toMatchObject([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(await countStored()).toBe(3);
  });

  it('finds what the event itself has said of the person', async () => {
    await receive({ ...DELIVERED, id: 'a', person: { lang: 'ru' } }, [listen]);
    expect(await heard()).toEqual([{ id: 'a', lang: 'ru' }]);
  });

  it('is told the facts, and nothing of what was refused', async () => {
    const calls: unknown[] = [];
    const at = '2026-11-22T11:00:00.000Z';
    await receive({ events: [{ ...DELIVERED, id: 'a', at }, { name: 'Bad' }] }, [
      (arrival) => Promise.resolve(void calls.push(arrival)),
    ]);
    const event = { ...DELIVERED, id: 'a', at, properties: {} };
    expect(calls).toEqual([{ project: PROJECT, events: [event] }]);
  });

  it('that fails takes the event and what others did with it along', async () => {
    const fail: EventListener = () => Promise.reject(new Error('no'));
    await expect(receive({ ...DELIVERED, id: 'a' }, [listen, fail])).rejects.toThrow('no');
    expect([await heard(), await countStored()]).toEqual([[], 0]);
    // And so it is new when it comes again.
    const [receipt] = await receive({ ...DELIVERED, id: 'a' }, [listen]);
    expect(receipt?.result).toBe('stored');
    expect(await heard()).toHaveLength(1);
  });
});
