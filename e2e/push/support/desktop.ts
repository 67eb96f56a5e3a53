import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect } from '@playwright/test';

/** A desktop of a test's own, which shows notifications as a person's does. Browsers find it by its bus. */
export interface Desktop {
  /** `DBUS_SESSION_BUS_ADDRESS` of the browsers on it. */
  readonly bus: string;
  /** Those on the screen now, oldest first. */
  readonly notices: () => readonly Notice[];
  /** How many times any has been put up or changed. */
  readonly shown: () => number;
  /** Waits for one with this title. */
  notice(title: string): Promise<Notice>;
  click(notice: Notice): void;
  dismiss(notice: Notice): void;
  clear(): void;
  stop(): Promise<void>;
}

export interface Notice {
  readonly id: number;
  readonly title: string;
  /** As the browser hands it over: some put the site in front. */
  readonly body: string;
}

type DaemonEvent =
  | { readonly event: 'ready' }
  | ({ readonly event: 'shown' } & Notice)
  | { readonly event: 'closed'; readonly id: number };

/** Starts one; a sentence when this machine lacks what it takes. */
export async function startDesktop(): Promise<Desktop | string> {
  const { DBUS_BIN: dbus, DESKTOP_PYTHON_BIN: python } = process.env;
  if (dbus === undefined || python === undefined) {
    return 'No desktop for notifications: `npm run test:e2e` looks for one, or set DBUS_BIN and DESKTOP_PYTHON_BIN.';
  }
  const config = join(import.meta.dirname, 'bus.conf');
  const bus = spawn(dbus, [`--config-file=${config}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus);
  const daemon = spawn(python, [join(import.meta.dirname, 'notification-daemon.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address },
  });
  const endNow = (): void => [daemon, bus].forEach((one) => one.kill('SIGKILL'));
  process.once('exit', endNow);
  const notices = new Map<number, Notice>();
  let shown = 0;
  const hear = (event: DaemonEvent): void => {
    if (event.event === 'closed') notices.delete(event.id);
    if (event.event !== 'shown') return;
    shown += 1;
    const { id, title, body } = event;
    notices.set(id, { id, title, body });
  };
  const lines = createInterface({ input: daemon.stdout });
  const ready = once(lines, 'line');
  lines.on('line', (line) => hear(JSON.parse(line) as DaemonEvent));
  await ready;
  const list = (): readonly Notice[] => [...notices.values()];
  const say = (command: string, { id }: Notice): void => {
    notices.delete(id);
    daemon.stdin.write(`${command} ${id}\n`);
  };
  return {
    bus: address,
    notices: list,
    shown: () => shown,
    async notice(title) {
      await expect.poll(() => list().map((one) => one.title), WAIT).toContain(title);
      return list().findLast((one) => one.title === title)!;
    },
    click: (notice) => say('click', notice),
    dismiss: (notice) => say('dismiss', notice),
    clear: () => notices.clear(),
    async stop() {
      process.removeListener('exit', endNow);
      await Promise.all([daemon, bus].map(ended));
    },
  };
}

/** A browser may have to be woken for it. */
const WAIT = { timeout: 15_000, intervals: [50] };

async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return line;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, 'exit');
  child.kill();
  await end;
}
