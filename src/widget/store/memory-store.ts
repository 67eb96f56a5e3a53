import type { OutboxRecord } from '../record.ts';
import type { RecordStore } from './record-store.ts';

/** Never fails, and lasts as long as the page: what is here must be sent at once. */
export function memoryStore(): RecordStore {
  const records = new Map<string, OutboxRecord>();
  return {
    kind: 'memory',
    all: () => Promise.resolve([...records.values()]),
    change: async (key, change) => {
      const name = JSON.stringify(key);
      const next = change(records.get(name));
      if (next === undefined) records.delete(name);
      else records.set(name, next);
      return next;
    },
    close: () => undefined,
  };
}
