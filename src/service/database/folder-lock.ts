import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError } from './errors.ts';
import { lockFile } from './kernel-lock.ts';

/** Who holds the folder, or held it when it ended without giving it free. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Of the machine, since it was switched on; containers share it. Null where it cannot be told. */
  readonly boot: string | null;
}

/**
 * Takes the data folder for this process alone: PGlite does not, and two processes in one folder destroy
 * each other's rows (https://github.com/electric-sql/pglite/issues/1106).
 *
 * The kernel holds the lock, on the empty file `otklik.mutex`, which stays. `otklik.lock` says in words who
 * has it. A process that was killed has it no more, wherever it ran.
 *
 * @returns gives the folder free
 * @throws DatabaseError `folder_in_use`, at once, naming the process that holds it
 */
export async function lockFolder(
  dataDir: string,
  { isLocal = isLocalFolder }: { isLocal?: (folder: string) => Promise<boolean> } = {},
): Promise<() => Promise<void>> {
  const path = join(dataDir, 'otklik.lock');
  const unlock = lockFile(join(dataDir, 'otklik.mutex'));
  if (unlock === undefined) throw inUse(await readHolder(path, { patient: true }), dataDir);
  try {
    const here = await describeProcess();
    const former = await readHolder(path);
    if (former !== undefined && !(await isGone(former, here, () => isLocal(dataDir)))) {
      throw mayBeInUse(former, path);
    }
    await write(path, here);
  } catch (error) {
    unlock();
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    unlock();
  };
}

/**
 * Whether it has ended, given that the kernel has let us have its lock. One kernel knows that of all of its
 * processes. Of another machine's it knows as much only where no other machine can be: on a network's
 * file system locks may be kept by each machine for itself, depending on how it was mounted.
 */
async function isGone(
  former: Holder,
  here: Holder,
  isLocal: () => Promise<boolean>,
): Promise<boolean> {
  const isSameMachine = here.boot === null ? former.host === here.host : former.boot === here.boot;
  return isSameMachine || (await isLocal());
}

/** File systems that one machine alone can have mounted (statfs(2)). */
const LOCAL: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0x2fc12fc1, // ZFS
  0xf2f52010, // F2FS
  0x01021994, // tmpfs
  0x794c7630, // overlay
]);

async function isLocalFolder(folder: string): Promise<boolean> {
  return process.platform === 'linux' && LOCAL.has((await statfs(folder)).type);
}

async function describeProcess(): Promise<Holder> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => null, // Not Linux.
  );
  return { pid: process.pid, host: hostname(), boot };
}

const PATIENCE = { tries: 20, pauseMs: 25 };

/** Undefined where nobody has signed. `patient`: somebody has the lock, and is about to. */
async function readHolder(
  path: string,
  { patient = false }: { patient?: boolean } = {},
): Promise<Holder | undefined> {
  for (let tries = patient ? PATIENCE.tries : 1; ; tries -= 1) {
    // oxlint-disable-next-line no-await-in-loop -- each look depends on the one before
    const holder = await readSignature(path);
    if (holder !== undefined || tries === 1) return holder;
    // oxlint-disable-next-line no-await-in-loop
    await pause(PATIENCE.pauseMs);
  }
}

async function readSignature(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const message = `${path} cannot be read. If no service is running in this folder, delete that file.`;
    throw new DatabaseError('folder_in_use', message, { cause: error });
  }
}

/** Whole from the first moment on, so that nobody reads half a name. */
async function write(path: string, holder: Holder): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(holder)}\n`, { flush: true, mode: 0o600 });
  await rename(draft, path);
}

function inUse(holder: Holder | undefined, dataDir: string): DatabaseError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  const message =
    `The data folder ${dataDir} is in use by ${who}. ` +
    'Stop that service first, or name another folder with OTKLIK_DATA_DIR.';
  return new DatabaseError('folder_in_use', message);
}

function mayBeInUse({ pid, host }: Holder, path: string): DatabaseError {
  const message =
    `The data folder was used by process ${pid} on ${host} and not given free, and on this file system ` +
    `nobody can tell from here whether that process has ended. When it has, delete ${path}.`;
  return new DatabaseError('folder_in_use', message);
}
