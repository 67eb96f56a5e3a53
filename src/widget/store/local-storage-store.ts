import type { OutboxRecord } from '../record.ts';
import { WidgetError } from '../problem.ts';
import type { RecordStore } from './record-store.ts';
import { hasRoom, LOCAL_STORAGE_ROOM } from './room.ts';
import type { Room } from './room.ts';

/**
 * For browsers that refuse IndexedDB but not this. Reading and writing are one synchronous step; two
 * processes could still interleave, which costs a merge at the service and no answer.
 *
 * @param storage called at each use: the mere mention of `localStorage` throws in a sandboxed frame
 */
export function localStorageStore(
  name: string,
  storage: () => Storage = () => globalThis.localStorage,
  room: Room = LOCAL_STORAGE_ROOM,
): RecordStore {
  const prefix = `${name}/`;
  return {
    kind: 'localstorage',
    all: async () => recordsIn(storage(), prefix),
    change: async (key, change) => {
      const place = storage();
      const item = prefix + JSON.stringify(key);
      const stored = parsed(place.getItem(item));
      const next = change(stored);
      if (next === undefined) place.removeItem(item);
      else if (stored === undefined && !hasRoom(recordsIn(place, prefix), next, room)) {
        throw new WidgetError('outbox_full');
      } else place.setItem(item, JSON.stringify(next));
      return next;
    },
    close: () => undefined,
  };
}

function recordsIn(storage: Storage, prefix: string): readonly OutboxRecord[] {
  return Object.keys(storage)
    .filter((item) => item.startsWith(prefix))
    .flatMap((item) => parsed(storage.getItem(item)) ?? []);
}

function parsed(text: string | null): OutboxRecord | undefined {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as OutboxRecord;
  } catch {
    return undefined; // Somebody else's, or cut short by a crash: nothing that could be sent.
  }
}
