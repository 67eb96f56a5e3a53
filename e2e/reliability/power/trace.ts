/** What a process asks of the kernel, by strace: when it wrote where, when that was synced, and what it sent. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { installWithApt, onPath } from '../../../scripts/installation.ts';

/** A call that has succeeded. */
export interface Call {
  readonly name: string;
  /** Seconds since 1970, by one clock for all processes: when it was asked for, and when it was done. */
  readonly began: number;
  readonly ended: number;
  /** As strace writes them, files by their paths, texts in part. */
  readonly parameters: string;
}

export interface Trace {
  /** Ends it, and leaves the process to itself. */
  end(): Promise<readonly Call[]>;
}

let answer: { readonly reason: string | undefined } | undefined;

/** Why no process can be watched here; installs what it takes if that is possible. */
export function traceMissing(): string | undefined {
  answer ??= { reason: tryOut() };
  return answer.reason;
}

/** Whether the reason is one that somebody can change by installing something. */
export const isTraceInstallable = (): boolean => onPath(process.env, ['strace']) === undefined;

function tryOut(): string | undefined {
  if (process.platform !== 'linux') return 'strace is for Linux';
  if (isTraceInstallable()) installWithApt(['strace']);
  if (isTraceInstallable()) return 'no strace. On Debian: apt-get install strace';
  const { status, stderr } = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  return status === 0 ? undefined : `strace may not watch here: ${stderr.trim()}`;
}

const calls =
  'write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync,syncfs,sync_file_range,sync';

/** Watches a process, and all that it starts from now on. */
export async function trace(pid: number): Promise<Trace> {
  const folder = await mkdtemp(join(tmpdir(), 'otklik-trace-'));
  const file = join(folder, 'calls');
  const child = spawn(
    'strace',
    ['-f', '-y', '-ttt', '-T', '-s', '9000', '-e', `trace=${calls}`, '-o', file, '-p', String(pid)],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stderr)) {
    if (/attached/.test(line)) break;
  }
  return {
    async end() {
      child.kill('SIGINT');
      await ended;
      const text = await readFile(file, 'utf8');
      await rm(folder, { recursive: true });
      return parse(text);
    },
  };
}

/** `123 1763.25 fdatasync(5</a/b>) = 0 <0.000050>`, in two lines when something else came between. */
export function parse(text: string): Call[] {
  const begun = new Map<string, { began: number; parameters: string }>();
  const done: Call[] = [];
  for (const line of text.split('\n')) {
    const [, thread = '', at = '', rest = ''] = /^(\d+) +(\d+\.\d+) (.*)$/.exec(line) ?? [];
    const start = /^(\w+)\((.*) <unfinished \.\.\.>$/.exec(rest);
    const end = /^<\.\.\. (\w+) resumed>(.*) = (\d+) <[\d.]+>$/.exec(rest);
    const whole = /^(\w+)\((.*)\) += (\d+) <([\d.]+)>$/.exec(rest);
    const now = Number(at);
    if (start) begun.set(thread, { began: now, parameters: start[2] ?? '' });
    else if (end) {
      const { began = now, parameters = '' } = begun.get(thread) ?? {};
      done.push({ name: end[1] ?? '', began, ended: now, parameters: parameters + (end[2] ?? '') });
    } else if (whole) {
      const [, name = '', parameters = '', , took = '0'] = whole;
      done.push({ name, began: now, ended: now + Number(took), parameters });
    }
  }
  return done;
}
