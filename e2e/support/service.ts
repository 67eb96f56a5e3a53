import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createClient } from 'otklik/backend';
import type { OtklikClient } from 'otklik/backend';

import { freshPostgres } from './postgres.ts';
import { freePort } from './ports.ts';

const command = join(import.meta.dirname, '../../dist/cli.js');

/** The real service in a process of its own, with a database of its own, at an address that survives it. */
export interface TestService {
  readonly origin: string;
  readonly rootKey: string;
  /** Acts with the root key. */
  readonly client: OtklikClient;
  /** Of its process; undefined while it does not run. */
  readonly pid: () => number | undefined;
  /** What it has written so far, log lines included. */
  readonly output: () => string;
  start(): Promise<void>;
  /** SIGTERM: a graceful stop. */
  stop(): Promise<void>;
  /** SIGKILL: it gets no chance to finish anything. */
  kill(): Promise<void>;
  /** Stops it for good and removes its data. */
  remove(): Promise<void>;
}

/** A data folder whose database has its tables and nothing in them: to make one takes seconds, to copy it does not. */
export async function blankDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-e2e-'));
  const env = { ...process.env, OTKLIK_DATA_DIR: dataDir };
  await promisify(execFile)(process.execPath, [command, 'migrate'], { env });
  return dataDir;
}

/**
 * @param blank a folder of `blankDataDir` to begin with a copy of
 * @param settings of the service, in place of those of a test; a data folder or database named here stays when it is removed
 */
export async function createTestService(
  blank?: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestService> {
  const port = Number(settings['OTKLIK_PORT'] ?? (await freePort()));
  const origin = `http://localhost:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-e2e-'));
  if (blank !== undefined) await cp(blank, dataDir, { recursive: true });
  const rootKey = `otk_${randomBytes(32).toString('base64url')}`;
  const postgres = await freshPostgres();
  const env = {
    ...process.env,
    OTKLIK_PORT: String(port),
    OTKLIK_DATA_DIR: dataDir,
    OTKLIK_ROOT_KEY: rootKey,
    ...(postgres === undefined ? {} : { OTKLIK_DATABASE_URL: postgres.url }),
    ...settings,
  };
  let child: ChildProcess | undefined;
  let output = '';

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  };

  return {
    origin,
    rootKey,
    client: createClient({ endpoint: origin, apiKey: rootKey }),
    pid: () => child?.pid,
    output: () => output,
    async start() {
      const started = spawn(process.execPath, [command, 'serve'], { env, stdio: 'pipe' });
      for (const stream of [started.stdout, started.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      }
      child = started;
      // A test that ends badly leaves nobody behind.
      const killNow = (): void => void started.kill('SIGKILL');
      process.once('exit', killNow);
      started.once('exit', () => process.removeListener('exit', killNow));
      await ready(origin, started, () => output);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGTERM');
      await postgres?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks until it says that it is ready; a process that ends before that is an error with its words. */
async function ready(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The service did not start:\n${output()}`);
    }
    const isReady = await fetch(`${origin}/readyz`).then(
      (reply) => reply.ok,
      () => false, // Not listening yet: asked again below.
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
