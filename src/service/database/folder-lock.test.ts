import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

const holderScript = fileURLToPath(new URL('../testing/folder-holder.ts', import.meta.url));
/** Runs a command as the first process of a container: its process ids are its own. */
const container = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child'];
const hasContainers = spawnSync(container[0]!, [...container.slice(1), 'true']).status === 0;

let folder: string;
let started: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otklik-lock-'));
  started = [];
});

afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Another process that asks for the folder, and the first line it says. */
async function startHolder(
  around: readonly string[] = [],
): Promise<{ child: ChildProcess; said: string }> {
  const [command, ...rest] = [...around, process.execPath, holderScript, folder];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const lockPath = () => join(folder, 'otklik.lock');

/** What somebody left behind who was killed while holding the folder. */
async function leaveLock(change: object): Promise<void> {
  const { child } = await startHolder();
  const signature = JSON.parse(await readFile(lockPath(), 'utf8')) as object;
  await kill(child);
  await writeFile(lockPath(), JSON.stringify({ ...signature, ...change }));
}

const elsewhere = { host: 'elsewhere', boot: 'another', pid: 1 };
const onNetwork = { isLocal: () => Promise.resolve(false) };

describe('the lock on the data folder', () => {
  test('a second start is refused, and told which process holds the folder', async () => {
    const first = await startHolder();
    expect(first.said).toBe('held');

    const second = await startHolder();
    expect(second.said).toContain(`in use by process ${first.child.pid} `);
    expect(second.said).toContain(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'folder_in_use' });
  });

  test('the same process cannot hold it twice', async () => {
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'folder_in_use' });
    await release();
  });

  test('a folder given free can be taken again, and nobody is named in it', async () => {
    const { child } = await startHolder();
    child.stdin?.write('release\n');
    await once(child, 'exit');
    const release = await lockFolder(folder);
    await release();
    expect(await readdir(folder)).toEqual(['otklik.mutex']);
  });

  test('the lock of a killed process is taken over', async () => {
    const { child } = await startHolder();
    await kill(child);
    const release = await lockFolder(folder);
    expect((await readdir(folder)).sort()).toEqual(['otklik.lock', 'otklik.mutex']);
    await release();
  });

  test('a lock whose pid now belongs to another program is taken over', async () => {
    await leaveLock({ pid: process.ppid });
    await (
      await lockFolder(folder)
    )();
  });

  test('of many that start at once on a dead lock, exactly one gets the folder', async () => {
    await kill((await startHolder()).child);
    const starters = await Promise.all(Array.from({ length: 6 }, () => startHolder()));
    expect(starters.filter(({ said }) => said === 'held')).toHaveLength(1);
    const others = starters.filter(({ said }) => said !== 'held');
    for (const { said } of others) expect(said).toContain('is in use by');
  });

  test('of many attempts at once within one process, exactly one gets a dead lock', async () => {
    await kill((await startHolder()).child);
    const attempts = await Promise.allSettled(Array.from({ length: 50 }, () => lockFolder(folder)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a holder that stands still holds it all the same', async () => {
    const { child } = await startHolder();
    child.kill('SIGSTOP');
    await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid} `);
    child.kill('SIGCONT');
  });

  test('a signature that cannot be read is nobody’s, and is not overwritten', async () => {
    await writeFile(lockPath(), 'not ours');
    await expect(lockFolder(folder)).rejects.toThrow(/delete that file/);
  });
});

describe.runIf(process.platform === 'linux')('the lock of another machine', () => {
  test('that has its own disk no more, as after a move or a restart, is taken over', async () => {
    await leaveLock(elsewhere);
    await (
      await lockFolder(folder, { isLocal: () => Promise.resolve(true) })
    )();
  });

  test('is left alone on a file system that both may have mounted', async () => {
    await leaveLock(elsewhere);
    await expect(lockFolder(folder, onNetwork)).rejects.toThrow(
      /process 1 on elsewhere .* delete .*otklik\.lock/,
    );
    await rm(lockPath());
    await (
      await lockFolder(folder, onNetwork)
    )();
  });

  test('of this machine is taken over there as well', async () => {
    await leaveLock({});
    await (
      await lockFolder(folder, onNetwork)
    )();
  });
});

describe.runIf(hasContainers)('the lock of a container', { timeout: 60_000 }, () => {
  test('keeps others out, although its process id means nothing to them', async () => {
    const { said } = await startHolder(container);
    expect(said).toBe('held');
    await expect(lockFolder(folder)).rejects.toThrow('in use by process 1 on');
    expect((await startHolder(container)).said).toContain('in use by process 1 on');
  });

  test('that was killed is taken over by the next one', async () => {
    await kill((await startHolder(container)).child);
    // Its processes end a moment after it.
    const next = expect.poll(async () => (await startHolder(container)).said, { timeout: 30_000 });
    await next.toBe('held');
  });
});
