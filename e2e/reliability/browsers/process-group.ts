/** A program with all that it starts, which ends at once or not at all. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pass } from 'node:timers/promises';

export interface ProcessGroup {
  readonly pid: number;
  /** Whether the program that was started is still there. */
  readonly isAlive: () => boolean;
  /** Everything stands still, as if time had stopped. */
  freeze(): void;
  /** SIGKILL to all of them at the same time; resolves when none is left that could still write. */
  kill(): Promise<void>;
}

export function startGroup(
  program: string,
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): ProcessGroup {
  // `detached` makes it the head of a group of its own.
  const child = spawn(program, flags, { env, stdio: 'ignore', detached: true });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} does not start.`);
  const ended = once(child, 'exit');
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name);
    } catch {
      // Nobody is left in the group: it has ended by itself.
    }
  };
  const killNow = (): void => signal('SIGKILL');
  process.once('exit', killNow);
  return {
    pid,
    isAlive,
    freeze: () => signal('SIGSTOP'),
    async kill() {
      killNow();
      process.removeListener('exit', killNow);
      await ended;
      while (await isPeopled(pid)) {
        killNow();
        await pass(5);
      }
    },
  };
}

/** Whether anybody in the group is alive; the dead who wait to be buried do not count. */
async function isPeopled(group: number): Promise<boolean> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(
    processes.map(async (id) => {
      const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => ''); // Gone meanwhile.
      // After the name, which may hold anything: state, parent, group.
      const [state = '', , itsGroup = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
    }),
  );
  return states.includes(true);
}
