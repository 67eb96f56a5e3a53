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
  const names = localStorageNames();
  if (names === undefined) return [];
  try {
    for (const { name } of await indexedDB.databases()) names.push(name ?? '');
  } catch {
    // Its mention may throw, as that of localStorage.
    if ('indexedDB' in globalThis) return undefined;
  }
  return names.flatMap((name) => /^otklik-([^/]*)/.exec(name)?.[1] ?? []);
}

/** Undefined in a sandboxed frame, which may store nothing: Chromium answers it with an error of its own when asked for databases. */
function localStorageNames(): string[] | undefined {
  try {
    return Object.keys(localStorage);
  } catch {
    return origin === 'null' ? undefined : [];
  }
}
