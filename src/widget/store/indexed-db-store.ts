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
  /** What this page has made or changed here: there is room for what has been let in. */
  const admitted = new Set<string>();
  return {
    kind: 'indexeddb',
    all: () =>
      use('readonly', false, (store) =>
        values<OutboxRecord>(async (_mode, callback) => callback(store)),
      ).catch((error: unknown) => nothingIfAbsent(error, [])),
    change: (key, change, create) => {
      const entry: Entry = { key, change };
      if (!create) {
        return use('readwrite', false, (store) => changed(store, entry)).catch((error: unknown) =>
          nothingIfAbsent(error, undefined),
        );
      }
      const name = JSON.stringify(key);
      const isAdmitted = admitted.has(name);
      return use('readwrite', true, (store) =>
        changed(store, { ...entry, made: change(undefined), ...(isAdmitted ? {} : { room }) }),
      ).then((kept) => {
        admitted.add(name);
        return kept;
      });
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

interface Entry {
  readonly key: RecordKey;
  readonly change: Change;
  /** What it becomes where nothing is; undefined where nothing is to be made. */
  readonly made?: OutboxRecord | undefined;
  /** Where it is made, unless it has been let in before. */
  readonly room?: Room;
}

/**
 * One transaction. Its own promise is needed: the transaction would end at the first `await` of
 * anything else than one of its requests.
 *
 * What may be new is written before it is known what was there, and once more where that makes a difference:
 * each answer of the database that a write waits for costs a cheap phone a frame.
 */
function changed(
  store: IDBObjectStore,
  { key, change, made, room }: Entry,
): Promise<OutboxRecord | undefined> {
  return new Promise((resolve, reject) => {
    const reading = store.get([...key]) as IDBRequest<OutboxRecord | undefined>;
    const others = room && (store.getAll() as IDBRequest<OutboxRecord[]>);
    if (made) store.put(made, [...key]);
    const done = (next: OutboxRecord | undefined): void => {
      promisifyRequest(store.transaction).then(() => resolve(next), reject);
    };
    answered(reading, reject, (stored) => {
      if (stored === undefined && made) {
        if (!others) return done(made);
        return answered(others, reject, (all) => {
          if (!hasRoom(all, made, room)) throw new WidgetError('outbox_full');
          done(made);
        });
      }
      const next = change(stored);
      if (next === undefined) store.delete([...key]);
      else if (next !== made) store.put(next, [...key]);
      done(next);
    });
  });
}

/** Goes on with what was read; whatever is thrown on the way is a rejection, and takes back what was written. */
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
      request.transaction?.abort();
    }
  });
}
