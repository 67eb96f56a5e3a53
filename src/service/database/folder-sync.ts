import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Brings a folder with everything in it to the disk: files first, then the directories that name them. */
export async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    // One after the other: a thousand open files at once meet the process's limit.
    // oxlint-disable-next-line no-await-in-loop
    if (entry.isDirectory()) await syncFolder(path);
    // oxlint-disable-next-line no-await-in-loop
    else if (entry.isFile()) await syncFile(path);
  }
  await syncDirectory(folder);
}

/** Makes the creation, renaming or removal of a directory's entries permanent. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows opens no directories and writes their entries by itself.
  if (process.platform !== 'win32') await syncFile(path, 'r');
}

/** Opened for writing, because Windows refuses to flush what was opened for reading. */
async function syncFile(
  path: string,
  flags = process.platform === 'win32' ? 'r+' : 'r',
): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
