/** A device on which another version of the widget has been, or is at the same time. */
import { promisifyRequest } from 'idb-keyval';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { Courier } from './courier.ts';
import { goOn } from './drafts.ts';
import { Interview } from './interview.ts';
import { recordOf } from './new-record.ts';
import { WidgetError } from './problem.ts';
import { isPending, keyOf, revised } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { indexedDbStore } from './store/indexed-db-store.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { FIRST_RECORDS } from './testing/first-records.ts';
import { at, ENDPOINT, NOW, record } from './testing/samples.ts';
import { ModelService } from './testing/service.ts';
import { world } from './testing/world.ts';

let name: string;
let first: IDBDatabase;

/** As the first version opened it, and as it holds it open: it closes only when another one needs it for itself. */
beforeEach(async () => {
  name = `otklik-test-${crypto.randomUUID()}`;
  const opening = indexedDB.open(name);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('records'));
  first = await promisifyRequest(opening);
  for (const one of FIRST_RECORDS as readonly OutboxRecord[]) await write(one);
});

afterEach(() => {
  first.close();
  indexedDB.deleteDatabase(name);
});

async function write(one: OutboxRecord): Promise<void> {
  const writing = first.transaction('records', 'readwrite', { durability: 'strict' });
  writing.objectStore('records').put(one, [one.respondent, one.id]);
  await promisifyRequest(writing);
}

function outboxHere(): Outbox {
  return new Outbox([indexedDbStore(name), memoryStore()]);
}

it('everything that the first version left is read, and what waits is sent', async () => {
  const outbox = outboxHere();
  const found = await outbox.records();
  expect(found).toHaveLength(FIRST_RECORDS.length);
  const service = new ModelService();
  await new Courier('prj_shop', ENDPOINT, outbox, world(service.fetch)).wake();
  expect([...service.rows.keys()].map((id) => id.slice(-1)).toSorted()).toEqual(['1', '2']);
  const left = await outbox.records();
  // Drafts stay to be finished, and so does what was refused; what is done is gone.
  expect(left.map(({ id }) => id.slice(-1)).toSorted()).toEqual(['1', '3', '4']);
  expect(left.filter(isPending).map(({ parked }) => parked)).toEqual(['grant_expired']);
});

it('a draft of the first version is gone on with and finished, although the service is out of reach', async () => {
  const outbox = outboxHere();
  const draft = (await outbox.records()).find(({ id }) => id.endsWith('1'));
  const offline = (): Promise<never> => Promise.reject(new WidgetError('network'));
  const opening = await goOn(draft!, 'prj_shop', offline, offline, outbox);
  if (opening.kind !== 'ask') throw new Error('Nobody is asked.');
  expect(opening.first).toMatchObject({ screen: 'second' });
  const interview = new Interview(recordOf(opening), { outbox, onSaved: () => undefined });
  await interview.finish({ why: 'Fast' });
  const after = (await outbox.records()).find(({ id }) => id === draft!.id);
  expect(after).toMatchObject({
    status: 'completed',
    revision: 2,
    answers: { nps: { value: 9 }, why: { value: 'Fast' } },
  });
});

it('what this version writes has all that the first one reads, in the same shape', async () => {
  const mine = record({ words: { next: 'Next' }, languages: ['en'] });
  await outboxHere().save(mine);
  const reading = first
    .transaction('records')
    .objectStore('records')
    .get([...keyOf(mine)]);
  const read = (await promisifyRequest(reading)) as Record<string, unknown>;
  for (const [field, value] of Object.entries(FIRST_RECORDS[0] as object)) {
    expect(typeof read[field], field).toBe(typeof value);
  }
  expect(read['v']).toBe(1);
  expect(first.version).toBe(1);
});

it('both versions write side by side, and neither waits for the other or undoes its work', async () => {
  const outbox = outboxHere();
  const theirs = (await outbox.records()).find(({ id }) => id.endsWith('1'));
  const mine = record();
  await Promise.all([
    outbox.save(mine),
    outbox.save(revised(theirs!, { lang: 'de' }, at(60))),
    write({ ...theirs!, id: `${theirs!.id.slice(0, -1)}9` }),
  ]);
  const ids = (await outbox.records()).map(({ id }) => id);
  expect(ids).toHaveLength(FIRST_RECORDS.length + 2);
  expect(outbox.storageOf(mine)).toBe('indexeddb');
  // The first version goes on with what this one has written, and this one with that.
  const again = (await outbox.records()).find(({ id }) => id === theirs!.id);
  await write(revised(again!, { screen: null, status: 'completed' }, at(90)));
  const saved = await outbox.save(revised(again!, { lang: 'fr' }, new Date(NOW).toISOString()));
  expect(saved.record).toMatchObject({ status: 'completed', revision: again!.revision + 1 });
});
