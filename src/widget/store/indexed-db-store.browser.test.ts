import { afterEach, describe, expect, it } from 'vitest';

import { keyOf } from '../record.ts';
import { record } from '../testing/samples.ts';
import { indexedDbStore } from './indexed-db-store.ts';
import type { IndexedDbOptions } from './indexed-db-store.ts';
import type { RecordStore } from './record-store.ts';

const open: { name: string; store: RecordStore }[] = [];

/** Each test has a database of its own. */
function fresh(options?: IndexedDbOptions): { name: string; store: RecordStore } {
  const name = `otklik-test-${crypto.randomUUID()}`;
  const one = { name, store: indexedDbStore(name, options) };
  open.push(one);
  return one;
}

const exists = async (name: string): Promise<boolean> =>
  (await indexedDB.databases()).some((database) => database.name === name);

/** A real factory, with one method of what it opens changed. */
function factory(change: (database: IDBDatabase) => void): () => IDBFactory {
  return () =>
    new Proxy(indexedDB, {
      get: (target, property) =>
        property === 'open'
          ? (name: string) => {
              const request = target.open(name);
              request.addEventListener('success', () => change(request.result));
              return request;
            }
          : (Reflect.get(target, property) as unknown),
    });
}

afterEach(() => {
  for (const { name, store } of open.splice(0)) {
    store.close();
    indexedDB.deleteDatabase(name);
  }
});

describe('records', () => {
  it('are kept, changed and removed, for each respondent apart', async () => {
    const { store } = fresh();
    const anna = record({ respondent: 'anna' });
    const boris = record({ respondent: 'boris', id: anna.id });
    await store.change(keyOf(anna), () => anna, true);
    await store.change(keyOf(boris), () => boris, true);
    expect(await store.all()).toEqual([anna, boris]);
    await store.change(keyOf(anna), (stored) => ({ ...stored!, revision: 7 }), false);
    await store.change(keyOf(boris), () => undefined, false);
    expect(await store.all()).toEqual([{ ...anna, revision: 7 }]);
  });

  it.each([true, false])(
    'are changed as one step, whoever comes between (there from the start: %s)',
    async (isThere) => {
      const { name, store } = fresh();
      const other = indexedDbStore(name);
      const one = record({ revision: 0 });
      if (isThere) await store.change(keyOf(one), () => one, true);
      const raise = (place: RecordStore): Promise<unknown> =>
        place.change(
          keyOf(one),
          (stored = one) => ({ ...stored, revision: stored.revision + 1 }),
          true,
        );
      await Promise.all(Array.from({ length: 40 }, (_, n) => raise(n % 2 === 0 ? store : other)));
      expect(await store.all()).toMatchObject([{ revision: 40 }]);
      other.close();
    },
  );

  it('are written durably', async () => {
    const hints: string[] = [];
    const { store } = fresh({
      factory: factory((database) => {
        const begin = database.transaction.bind(database);
        database.transaction = (...args) => {
          const transaction = begin(...args);
          hints.push(`${transaction.mode} ${transaction.durability}`);
          return transaction;
        };
      }),
    });
    const one = record();
    await store.change(keyOf(one), () => one, true);
    expect(hints).toEqual(['readwrite strict']);
  });

  it('that cannot be written leave what was there', async () => {
    const { store } = fresh();
    const one = record();
    await store.change(keyOf(one), () => one, true);
    const change = (): never => {
      throw new Error('on purpose');
    };
    await expect(store.change(keyOf(one), change, true)).rejects.toThrow('on purpose');
    expect(await store.all()).toEqual([one]);
  });
});

describe('a device that holds nothing', () => {
  it('is not written to by reading, nor by removing', async () => {
    const { name, store } = fresh();
    const one = record();
    expect(await store.all()).toEqual([]);
    await store.change(keyOf(one), () => undefined, false);
    expect(await exists(name)).toBe(false);
  });

  it('can be read and written in the same moment', async () => {
    const { store } = fresh();
    const one = record();
    const [read] = await Promise.all([store.all(), store.change(keyOf(one), () => one, true)]);
    expect([[], [one]]).toContainEqual(read);
    expect(await store.all()).toEqual([one]);
  });
});

describe('a connection', () => {
  it('that died unnoticed is opened again', async () => {
    const connections: IDBDatabase[] = [];
    const { store } = fresh({ factory: factory((database) => connections.push(database)) });
    const one = record();
    await store.change(keyOf(one), () => one, true);
    connections[0]!.close();
    expect(await store.all()).toEqual([one]);
    expect(connections).toHaveLength(2);
  });

  it('is opened again once only, when that does not help', async () => {
    let opened = 0;
    const { store } = fresh({
      factory: factory((database) => {
        opened += 1;
        database.transaction = () => {
          throw new DOMException('wedged', 'InvalidStateError');
        };
      }),
    });
    await expect(store.change(keyOf(record()), () => record(), true)).rejects.toThrow('wedged');
    expect(opened).toBe(2);
  });

  it('does not stand in the way of somebody who deletes the database', async () => {
    const { name, store } = fresh();
    const one = record();
    await store.change(keyOf(one), () => one, true);
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.addEventListener('success', resolve);
      request.addEventListener('blocked', reject);
    });
    expect(await store.all()).toEqual([]);
    await store.change(keyOf(one), () => one, true);
    expect(await store.all()).toEqual([one]);
  });

  it('that never opens is not waited for', async () => {
    const silent = { open: () => new EventTarget() } as unknown as IDBFactory;
    const { store } = fresh({ factory: () => silent, limitMs: 20 });
    await expect(store.all()).rejects.toThrow('timeout');
  });

  it('whose transaction never ends is not waited for, and nothing half is written', async () => {
    const { name, store } = fresh({
      limitMs: 50,
      factory: factory((database) => {
        const begin = database.transaction.bind(database);
        database.transaction = (...args) => {
          const transaction = begin(...args);
          const put = transaction.objectStore('records');
          // Keeps the transaction alive by asking it one thing after another.
          const ask = (): void => {
            put.count().onsuccess = ask;
          };
          ask();
          return transaction;
        };
      }),
    });
    const one = record();
    await expect(store.change(keyOf(one), () => one, true)).rejects.toThrow('timeout');
    expect(await indexedDbStore(name).all()).toEqual([]);
  });

  it('is not to be had where IndexedDB is refused', async () => {
    const { store } = fresh({
      factory: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    await expect(store.all()).rejects.toMatchObject({ name: 'SecurityError' });
  });
});

describe('getting ready', () => {
  it('opens the database and writes nothing', async () => {
    const { name, store } = fresh();
    store.prepare?.();
    await expect.poll(() => exists(name)).toBe(true);
    expect(await store.all()).toEqual([]);
  });

  it('is no failure where there is no database to be had', async () => {
    const { store } = fresh({
      factory: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    store.prepare?.();
    await expect(store.all()).rejects.toMatchObject({ name: 'SecurityError' });
  });
});

describe('a full outbox', () => {
  it('refuses a new response and still takes a revision of an old one', async () => {
    const { store } = fresh({ room: { responses: 2, characters: 1e6 } });
    const [one, two, three] = [record(), record(), record()];
    await store.change(keyOf(one), () => one, true);
    await store.change(keyOf(two), () => two, true);
    await expect(store.change(keyOf(three), () => three, true)).rejects.toMatchObject({
      code: 'outbox_full',
    });
    await store.change(keyOf(two), () => ({ ...two, revision: 2 }), true);
    expect(await store.all()).toHaveLength(2);
  });

  it('is full by size as well, and its answers may still grow', async () => {
    const { store } = fresh({ room: { responses: 500, characters: 5000 } });
    const [one, two] = [record(), record()];
    await store.change(keyOf(one), () => one, true);
    const grown = { ...one, answers: { why: { value: 'x'.repeat(9000), at: '' } } };
    await store.change(keyOf(one), () => grown, true);
    await expect(store.change(keyOf(two), () => two, true)).rejects.toMatchObject({
      code: 'outbox_full',
    });
    expect(await store.all()).toEqual([grown]);
  });
});
