import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseError } from './errors.ts';

/** Who holds a lock. A pid alone is not enough: after a restart another program may have it. */
interface Owner {
  readonly pid: number;
  /** When the process began, in clock ticks since boot (Linux); null where it cannot be told. */
  readonly startedAt: string | null;
  readonly host: string;
  /** The boot of the machine, and the pid namespace (container) in which `pid` means something. */
  readonly boot: string | null;
  readonly namespace: string | null;
  readonly nonce: string;
}

/**
 * Takes the data folder for this process alone: PGlite does not, and two processes in one folder destroy
 * each other's rows (https://github.com/electric-sql/pglite/issues/1106).
 *
 * The lock is the file `otklik.lock`. That of a dead process is taken over.
 *
 * @returns gives the folder free
 * @throws DatabaseError `folder_in_use`, at once, naming the process that holds it
 */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'otklik.lock');
  const owner = await describeProcess();
  const draft = `${path}.${owner.nonce}`;
  await writeFile(draft, `${JSON.stringify(owner)}\n`, { flush: true, mode: 0o600 });
  try {
    await claim(path, draft, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await readOwner(path))?.nonce === owner.nonce) await rm(path, { force: true });
  };
}

/**
 * Puts our file in the lock's place. `link` fails when the name exists, and what it makes is whole from
 * the first moment on, so nobody ever reads half a lock.
 *
 * Of several that find the same dead owner, one may replace it: whoever holds the lock on *that owner's*
 * succession, which is claimed in the same way (its holder may have been killed in turn). While it is
 * held nobody else touches the dead lock, so looking once more and renaming over it cannot hit a live one.
 */
async function claim(path: string, draft: string, dataDir: string): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    if (await linkNew(draft, path)) return;
    // oxlint-disable-next-line no-await-in-loop
    const owner = await readOwner(path);
    if (owner === undefined) continue; // given free in between
    // oxlint-disable-next-line no-await-in-loop
    if (await isAlive(owner)) throw inUse(owner, dataDir);
    // oxlint-disable-next-line no-await-in-loop
    if (await succeed(path, owner, draft, dataDir)) return;
  }
}

async function succeed(
  path: string,
  dead: Owner,
  draft: string,
  dataDir: string,
): Promise<boolean> {
  const succession = `${path}.after-${dead.nonce}`;
  await claim(succession, draft, dataDir);
  try {
    if ((await readOwner(path))?.nonce !== dead.nonce) return false;
    const own = `${draft}.next`;
    await link(draft, own);
    await rename(own, path);
    return true;
  } finally {
    await rm(succession, { force: true });
  }
}

async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    const message = `${path} cannot be read. If no service is running in this folder, delete that file.`;
    throw new DatabaseError('folder_in_use', message, { cause: error });
  }
}

async function describeProcess(): Promise<Owner> {
  const [startedAt, boot, namespace] = await Promise.all([
    processStart(process.pid),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), unknown),
    readlink('/proc/self/ns/pid').catch(unknown),
  ]);
  return { pid: process.pid, startedAt, host: hostname(), boot, namespace, nonce: randomUUID() };
}

/**
 * Field 22 of `/proc/<pid>/stat` (proc(5)), counted behind the name, which may hold spaces and brackets.
 * Null where there is no such file; `ended` for a process that nobody has collected yet.
 */
async function processStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(unknown);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? null);
}

/** Whether the owner may still be running. When that cannot be told from here, it counts as alive. */
async function isAlive(owner: Owner): Promise<boolean> {
  const here = await describeProcess();
  if (owner.boot !== here.boot && owner.host === here.host) return false; // restarted since
  const isVisible =
    owner.boot === here.boot &&
    owner.namespace === here.namespace &&
    (here.boot !== null || owner.host === here.host);
  if (!isVisible) return true;
  if (!isRunning(owner.pid)) return false;
  const startedAt = await processStart(owner.pid);
  return owner.startedAt === null || startedAt === null || startedAt === owner.startedAt;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM'); // somebody else's process
  }
}

function inUse({ pid, host }: Owner, dataDir: string): DatabaseError {
  const message =
    `The data folder ${dataDir} is in use by process ${pid} on ${host}. ` +
    'Stop that service first, or name another folder with OTKLIK_DATA_DIR. ' +
    `If it cannot be running any more, delete ${join(dataDir, 'otklik.lock')}.`;
  return new DatabaseError('folder_in_use', message);
}

const unknown = (): null => null;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
