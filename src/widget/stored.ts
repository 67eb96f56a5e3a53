/** Whether this device holds anything of ours, found out without opening or creating anything. */
const PREFIX = 'otklik-';

/** The name of a project's database; localStorage keys, and a database beside it, begin with it and a slash. */
export function databaseName(project: string): string {
  return PREFIX + project;
}

/**
 * Projects that have left something here; undefined where a browser cannot say (Firefox knows
 * `databases()` since 126).
 */
export async function storedProjects(): Promise<readonly string[] | undefined> {
  const names = [...localStorageNames()];
  try {
    for (const { name } of await indexedDB.databases()) names.push(name ?? '');
  } catch {
    if (typeof indexedDB !== 'undefined') return undefined;
  }
  return names.flatMap((name) =>
    name.startsWith(PREFIX) ? [name.slice(PREFIX.length).replace(/\/.*/s, '')] : [],
  );
}

function localStorageNames(): readonly string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return []; // A frame that may store nothing has stored nothing.
  }
}
