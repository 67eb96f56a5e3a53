import { promisifyRequest, values } from 'idb-keyval';

import { LIMITS } from '../../protocol/limits.ts';
import { WidgetError } from '../problem.ts';
import type { OutboxRecord, RecordKey } from '../record.ts';
import { database, isAbsent } from './database.ts';
import type { Change, RecordStore } from './record-store.ts';

export interface IndexedDbOptions {
  readonly factory?: () => IDBFactory;
  /** For opening, and for each transaction. */
  readonly limitMs?: number;
  /** Records that it may hold; a new one beyond is refused, an old one is never evicted. */
  readonly capacity?: number;
}

export function indexedDbStore(
  name: string,
  { factory, limitMs, capacity = LIMITS.outboxResponses }: IndexedDbOptions = {},
): RecordStore {
  const { use, close } = database(name, factory, limitMs);
  return {
    kind: 'indexeddb',
    all: () =>
      use('readonly', false, (store) =>
        values<OutboxRecord>(async (_mode, callback) => callback(store)),
      ).catch((error: unknown) => nothingIfAbsent(error, [])),
    change: (key, change, create) => {
      const changing = use('readwrite', create, (store) => changed(store, key, change, capacity));
      if (create) return changing;
      return changing.catch((error: unknown) => nothingIfAbsent(error, undefined));
    },
    prepare: () => {
      // Opened, and made where there is none: most of what a first write takes.
      use('readonly', true, (store) => promisifyRequest(store.count())).catch(() => undefined);
    },
    close,
  };
}

/** A database that is not there holds nothing; that is no failure. */
function nothingIfAbsent<T>(error: unknown, nothing: T): T {
  if (isAbsent(error)) return nothing;
  throw error;
}

/**
 * One transaction. Its own promise is needed: the transaction would end at the first `await` of
 * anything else than one of its requests.
 */
function changed(
  store: IDBObjectStore,
  key: RecordKey,
  change: Change,
  capacity: number,
): Promise<OutboxRecord | undefined> {
  return new Promise((resolve, reject) => {
    const counting = store.count();
    const reading = store.get([...key]) as IDBRequest<OutboxRecord | undefined>;
    reading.addEventListener('error', () => reject(reading.error));
    reading.addEventListener('success', () => {
      try {
        const next = change(reading.result);
        if (next === undefined) store.delete([...key]);
        else if (reading.result === undefined && counting.result >= capacity) {
          throw new WidgetError('outbox_full');
        } else store.put(next, [...key]);
        promisifyRequest(store.transaction).then(() => resolve(next), reject);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}
