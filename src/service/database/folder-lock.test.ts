import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

const holderScript = fileURLToPath(new URL('../testing/folder-holder.ts', import.meta.url));

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
async function startHolder(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [holderScript, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

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

  test('a folder given free can be taken again, and nothing is left in it', async () => {
    const { child } = await startHolder();
    child.stdin?.write('release\n');
    await once(child, 'exit');
    const release = await lockFolder(folder);
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  test('the lock of a killed process is taken over', async () => {
    const { child } = await startHolder();
    await kill(child);
    const release = await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['otklik.lock']);
    await release();
  });

  test.runIf(process.platform === 'linux')(
    'a lock whose pid now belongs to another program is taken over',
    async () => {
      const path = join(folder, 'otklik.lock');
      const release = await lockFolder(folder);
      const owner = JSON.parse(await readFile(path, 'utf8')) as object;
      await writeFile(path, JSON.stringify({ ...owner, startedAt: '1', nonce: 'former' }));
      await release();
      expect(await readdir(folder)).toEqual(['otklik.lock']);

      await (
        await lockFolder(folder)
      )();
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test('a process on another machine counts as running', async () => {
    const path = join(folder, 'otklik.lock');
    await lockFolder(folder);
    const owner = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...owner, host: 'elsewhere', boot: 'other', pid: 1 }));
    await expect(lockFolder(folder)).rejects.toThrow(/process 1 on elsewhere/);
  });

  test('a lock that cannot be read is not taken over', async () => {
    await writeFile(join(folder, 'otklik.lock'), 'not ours');
    await expect(lockFolder(folder)).rejects.toThrow(/delete that file/);
  });

  test('of many that start at once on a dead lock, exactly one gets the folder', async () => {
    await kill((await startHolder()).child);
    const starters = await Promise.all(Array.from({ length: 6 }, startHolder));
    expect(starters.filter(({ said }) => said === 'held')).toHaveLength(1);
  });

  test('of many attempts at once within one process, exactly one gets a dead lock', async () => {
    await kill((await startHolder()).child);
    const attempts = await Promise.allSettled(Array.from({ length: 50 }, () => lockFolder(folder)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['otklik.lock']);
  });

  test('a take-over that was itself killed half-way is taken over', async () => {
    const { child } = await startHolder();
    const dead = await readFile(join(folder, 'otklik.lock'), 'utf8');
    await kill(child);
    const { nonce } = JSON.parse(dead) as { nonce: string };
    const other = dead.replace(nonce, 'successor');
    await writeFile(join(folder, `otklik.lock.after-${nonce}`), other);

    const release = await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['otklik.lock']);
    await release();
  });
});
