/** One outbox per project and page, shared by its elements and outliving them. */
import { databaseName } from '../stored.ts';
import { indexedDbStore } from './indexed-db-store.ts';
import { localStorageStore } from './local-storage-store.ts';
import { memoryStore } from './memory-store.ts';
import { Outbox } from './outbox.ts';
import { guardUnload } from './unload-guard.ts';

const outboxes = new Map<string, Outbox>();

export function outboxOf(project: string): Outbox {
  const known = outboxes.get(project);
  if (known !== undefined) return known;
  const name = databaseName(project);
  const outbox = new Outbox([indexedDbStore(name), localStorageStore(name), memoryStore()]);
  outboxes.set(project, outbox);
  guardUnload(outbox);
  // An open connection is no hindrance to the back/forward cache; one with a pending transaction is.
  globalThis.addEventListener('pagehide', () => outbox.close());
  return outbox;
}

/** By project. */
export function outboxesInUse(): ReadonlyMap<string, Outbox> {
  return outboxes;
}
