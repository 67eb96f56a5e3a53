/** The order in which queues usually work: take out, send, put back when that has failed. */
import { meetSubmissions } from './submissions.ts';

export function prepare(): void {
  meetSubmissions(async (submissions, request, send) => {
    const taken = await take(new Set(submissions.map(({ id }) => id)));
    try {
      const reply = await send(...request);
      if (reply.ok) return reply;
      throw new TypeError(`The service answered ${reply.status}.`);
    } catch (error) {
      await putBack(taken);
      throw error;
    }
  });
}

type Taken = readonly (readonly [key: IDBValidKey, record: unknown])[];

async function take(ids: ReadonlySet<string>): Promise<Taken> {
  const store = await openStore();
  const taken: (readonly [IDBValidKey, unknown])[] = [];
  const walking = store.openCursor();
  walking.addEventListener('success', () => {
    const cursor = walking.result;
    if (cursor === null) return;
    if (ids.has((cursor.value as { readonly id: string }).id)) {
      taken.push([cursor.key, cursor.value]);
      cursor.delete();
    }
    cursor.continue();
  });
  await ended(store);
  return taken;
}

async function putBack(taken: Taken): Promise<void> {
  const store = await openStore();
  for (const [key, record] of taken) store.put(record, key);
  await ended(store);
}

async function openStore(): Promise<IDBObjectStore> {
  const databases = await indexedDB.databases();
  const name = databases.find((one) => one.name?.startsWith('otklik-'))?.name ?? '';
  const opening = indexedDB.open(name);
  await new Promise((resolve, reject) => {
    opening.addEventListener('success', resolve);
    opening.addEventListener('error', reject);
  });
  return opening.result.transaction('records', 'readwrite').objectStore('records');
}

function ended({ transaction }: IDBObjectStore): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => {
      transaction.db.close();
      resolve();
    });
    transaction.addEventListener('abort', reject);
  });
}
