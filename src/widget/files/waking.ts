/** Files that wait on this device: found without the code that sends them, which is loaded if there are any. */
import { promisifyRequest } from 'idb-keyval';

import { database } from '../store/database.ts';
import type { OutboxRecord } from '../record.ts';
import { databaseName } from '../stored.ts';
import type { FileRecord } from './file-record.ts';

/** Resolves when they are sent, or have to wait. What fails here is tried again at the next hope. */
export async function wakeUploads(project: string, endpoint: string): Promise<void> {
  try {
    if (!(await holdsFiles(`${databaseName(project)}/files`))) return;
    const { uploaderOf } = await import('./uploads.ts');
    await uploaderOf(project, endpoint).wake();
  } catch {
    // The chunk is out of reach, or the database: the files stay where they are.
  }
}

/** Files that wait for the session of their response have one now. */
export async function admitFiles(
  project: string,
  response: string,
  { id, grant, deadline, endpoint }: OutboxRecord,
): Promise<void> {
  try {
    if (!(await holdsFiles(`${databaseName(project)}/files`))) return;
    const { fileStoreOf, uploaderOf } = await import('./uploads.ts');
    const store = fileStoreOf(project);
    const own = (await store.records()).filter((file) => file.response === response);
    const admit = (file: FileRecord): FileRecord => ({ ...file, response: id, grant, deadline });
    await Promise.all(own.map(({ reference }) => store.change(reference.id, admit)));
    await uploaderOf(project, endpoint).wake();
  } catch {
    // As above; whoever goes on with the response finds them.
  }
}

async function holdsFiles(name: string): Promise<boolean> {
  // Not in Firefox before 126; there the database is opened, and left alone when it is not there.
  const known = await globalThis.indexedDB.databases?.();
  if (known !== undefined && !known.some((one) => one.name === name)) return false;
  const { use, close } = database(name);
  try {
    return (await use('readonly', false, (store) => promisifyRequest(store.count()))) > 0;
  } finally {
    close();
  }
}
