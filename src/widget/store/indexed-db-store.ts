import { promisifyRequest, values } from 'idb-keyval';

import { WidgetError } from '../problem.ts';
import type { OutboxRecord, RecordKey } from '../record.ts';
import { database, isAbsent } from './database.ts';
import type { Change, RecordStore } from './record-store.ts';
import { DATABASE_ROOM, hasRoom } from './room.ts';
import type { Room } from './room.ts';

export interface IndexedDbOptions {
  readonly factory?: () => IDBFactory;
  /** For opening, and for each transaction. */
  readonly limitMs?: number;
  readonly room?: Room;
}

export function indexedDbStore(
  name: string,
  { factory, limitMs, room = DATABASE_ROOM }: IndexedDbOptions = {},
): RecordStore {
  const { use, close } = database(name, factory, limitMs);
  return {
    kind: 'indexeddb',
    all: () =>
      use('readonly', false, (store) =>
        values<OutboxRecord>(async (_mode, callback) => callback(store)),
      ).catch((error: unknown) => nothingIfAbsent(error, [])),
    change: (key, change, create) => {
      const changing = use('readwrite', create, (store) => changed(store, key, change, room));
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
  room: Room,
): Promise<OutboxRecord | undefined> {
  return new Promise((resolve, reject) => {
    const write = (next: OutboxRecord | undefined): void => {
      if (next === undefined) store.delete([...key]);
      else store.put(next, [...key]);
      promisifyRequest(store.transaction).then(() => resolve(next), reject);
    };
    const reading = store.get([...key]) as IDBRequest<OutboxRecord | undefined>;
    answered(reading, reject, (stored) => {
      const next = change(stored);
      if (stored !== undefined || next === undefined) return write(next);
      answered(store.getAll() as IDBRequest<OutboxRecord[]>, reject, (others) => {
        if (!hasRoom(others, next, room)) throw new WidgetError('outbox_full');
        write(next);
      });
    });
  });
}

/** Goes on with what was read; whatever is thrown on the way is a rejection. */
function answered<T>(
  request: IDBRequest<T>,
  reject: (error: unknown) => void,
  go: (result: T) => void,
): void {
  request.addEventListener('error', () => reject(request.error));
  request.addEventListener('success', () => {
    try {
      go(request.result);
    } catch (error) {
      reject(error);
    }
  });
}
