/**
 * A disk whose power can be cut: an ext4 in a file, behind a loop device. Linux and root only.
 *
 * The cut is ext4's own `shutdown`, told not to flush its log, which is what its developers try power failures with:
 * from that instant nothing reaches the device, whoever asks, and what was in memory only is gone. That is sharper than
 * to stop all processes and copy the image, which leaves the kernel time to write back.
 *
 * What has reached the device counts as being on it. A drive that loses its cache although it was told to flush it is
 * not modelled.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFileSync, readdirSync, readlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';

export interface Disk {
  /** Where it is mounted. */
  readonly folder: string;
  /**
   * No write after this instant; whoever holds a file of this disk is dead. Resolves when there is power again: the log
   * is replayed, the disk checked and mounted.
   *
   * @param kill ends what runs without a file in its hands, before the power returns
   */
  cut(kill?: () => Promise<void>): Promise<void>;
  /** All that has been written so far is on it. */
  settle(): void;
  /** With everything on it. */
  remove(): Promise<void>;
}

export function createDisk(megabytes = 512): Disk {
  const { home, image, folder } = attach(megabytes);
  const letGo = (): void => run('umount', ['--lazy', folder], [0, 32]);
  process.once('exit', letGo);
  return {
    folder,
    async cut(killOthers) {
      run('perl', ['-e', shutdown, folder]);
      await killOthers?.();
      await release(folder);
      run('e2fsck', ['-f', '-y', image], [0, 1]);
      run('mount', ['-o', 'loop', image, folder]);
    },
    settle: () => run('sync', ['-f', folder]),
    async remove() {
      await release(folder);
      process.removeListener('exit', letGo);
      rmSync(home, { recursive: true });
    },
  };
}

let answer: { readonly reason: string | undefined } | undefined;

/** Why there is no such disk on this machine: found out by making one and cutting its power. */
export function diskMissing(): string | undefined {
  answer ??= { reason: tryOut() };
  return answer.reason;
}

function tryOut(): string | undefined {
  if (process.platform !== 'linux') return 'a disk to cut the power of needs Linux';
  if (process.getuid?.() !== 0) return 'a disk to cut the power of needs root';
  try {
    const { home, folder } = attach(8);
    try {
      run('perl', ['-e', shutdown, folder]);
    } finally {
      run('umount', [folder]);
      rmSync(home, { recursive: true });
    }
    return undefined;
  } catch (error) {
    return `no disk to cut the power of: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function attach(megabytes: number): { home: string; image: string; folder: string } {
  const home = mkdtempSync(join(tmpdir(), 'otklik-disk-'));
  try {
    // PostgreSQL runs as another user than root, and has to get there.
    chmodSync(home, 0o755);
    const [image, folder] = [join(home, 'image'), join(home, 'disk')];
    writeFileSync(image, '');
    truncateSync(image, megabytes * 2 ** 20);
    mkdirSync(folder);
    run('mkfs.ext4', ['-q', '-b', '4096', image]);
    run('mount', ['-o', 'loop', image, folder]);
    return { home, image, folder };
  } catch (error) {
    rmSync(home, { recursive: true });
    throw error;
  }
}

/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH, from Linux's fs/ext4/ext4.h. Node has no ioctl; perl is everywhere. */
const shutdown = `
  open(my $folder, '<', $ARGV[0]) or die "open: $!\\n";
  my $flags = pack('L', 2);
  ioctl($folder, 0x8004587d, $flags) or die "ext4 shutdown: $!\\n";`;

/** Without power nothing runs: whoever still holds a file of the disk is killed, so that it can be unmounted. */
async function release(folder: string): Promise<void> {
  for (let attempts = 0; attempts < 500; attempts += 1) {
    for (const pid of holders(folder)) kill(pid);
    if (isUnmounted(folder)) return;
    await pass(10);
  }
  throw new Error(`Still in use: ${folder}, by ${holders(folder).join(', ')}`);
}

function isUnmounted(folder: string): boolean {
  try {
    run('umount', [folder]);
    return true;
  } catch {
    return false; // Busy: somebody is still dying.
  }
}

function holders(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => holdings(pid).some((path) => path.startsWith(folder)))
    .map(Number);
}

/** What a process works in and has open or mapped; nothing once it is gone. */
function holdings(pid: string): string[] {
  const there = <T>(look: () => T, nothing: T): T => {
    try {
      return look();
    } catch {
      return nothing; // Gone since, or a file of the kernel's.
    }
  };
  const link = (name: string): string => there(() => readlinkSync(`/proc/${pid}/${name}`), '');
  const open = there(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) => link(`fd/${fd}`));
  const maps = there(() => readFileSync(`/proc/${pid}/maps`, 'utf8'), '');
  const mapped = maps.split('\n').map((line) => line.slice(line.indexOf('/')));
  return [link('cwd'), link('exe'), ...open, ...mapped];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
}

/** @throws Error with what the program said */
function run(program: string, args: readonly string[], fine: readonly number[] = [0]): void {
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' };
  try {
    execFileSync(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const { status, stderr, message } = error as Error & { status?: number; stderr?: string };
    if (typeof status === 'number' && fine.includes(status)) return;
    const [said = message] = (stderr ?? '').trim().split('\n').slice(-1);
    throw new Error(`${program}: ${said === '' ? message : said}`, { cause: error });
  }
}
