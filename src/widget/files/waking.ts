/** Files that wait on this device: found without the code that sends them, which is loaded if there are any. */
import { promisifyRequest } from 'idb-keyval';

import { database } from '../store/database.ts';
import { databaseName } from '../stored.ts';

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
