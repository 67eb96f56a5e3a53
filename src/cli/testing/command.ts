import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { run } from '../program.ts';
import type { World } from '../world.ts';

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const ROOT_KEY = 'otk_root_0123456789abcdefghijklmnop';

export const cli = join(import.meta.dirname, '../../cli.ts');

/** The command as a process of its own, as people run it; `env` is all of its environment. */
export async function otklik(args: readonly string[], env: World['env'] = {}): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...env }, stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [exitCode, stdout, stderr] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, stdout, stderr };
}

type Handler = (request: Request) => Response | Promise<Response>;

/** The command in this process, talking to a service that is a function. */
export async function otklikWith(
  service: Handler,
  args: readonly string[],
  { isTTY = false, env = {} }: { isTTY?: boolean; env?: World['env'] } = {},
): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const exitCode = await run(args, {
    env: { OTKLIK_ROOT_KEY: ROOT_KEY, ...env },
    stdout: { isTTY, write: (words) => (written.stdout += words) },
    stderr: { isTTY, write: (words) => (written.stderr += words) },
    fetch: async (input, init) => service(new Request(input, init)),
  });
  return { exitCode, ...written };
}
