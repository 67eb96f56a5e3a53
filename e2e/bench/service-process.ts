/** The real service in a process of its own, with the survey of the benchmark published. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createClient, generateSigningKey } from 'otklik/backend';
import type { MintRequest } from 'otklik/backend';

import { benchSurvey } from './contenders/contenders.ts';

export interface ServiceProcess {
  readonly url: string;
  /** The page's origin that the service allows. */
  readonly origin: string;
  /** With every scope. */
  readonly apiKey: string;
  readonly signing: Pick<MintRequest, 'project' | 'kid' | 'privateKey'>;
  readonly pid: number;
  /** From its own metrics. */
  memory(): Promise<MemoryMb>;
  stop(): Promise<void>;
}

/** In megabytes. What is resident beyond the other two is code, stacks, and PGlite's WebAssembly memory. */
export interface MemoryMb {
  readonly resident: number;
  /** JavaScript values, those that wait for the garbage collector included. */
  readonly heap: number;
  /** Buffers. */
  readonly external: number;
}

export async function startServiceProcess(options: {
  readonly dataDir: string;
  readonly url: string | undefined;
  /** Of its environment, besides. */
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<ServiceProcess> {
  const origin = 'https://shop.example.com';
  const rootKey = `otk_${randomBytes(32).toString('base64url')}`;
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/cli.js'), 'serve'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      OTKLIK_PORT: String(port),
      OTKLIK_DATA_DIR: options.dataDir,
      OTKLIK_ROOT_KEY: rootKey,
      OTKLIK_ORIGINS: origin,
      OTKLIK_LOG_LEVEL: 'warn',
      // All respondents of the benchmark are one machine, and in a hurry.
      OTKLIK_RATE_LIMITS: 'off',
      ...(options.url !== undefined && { OTKLIK_DATABASE_URL: options.url }),
      ...options.settings,
    },
  });
  await ready(url);
  const client = createClient({ endpoint: url, apiKey: rootKey });
  const draft = { ...(await benchSurvey()), variables: { segment: { type: 'string' as const } } };
  await client.putSurvey({ id: 'srv_bench', draft });
  await client.publishSurvey({ id: 'srv_bench' });
  const { kid, publicKey, privateKey } = await generateSigningKey();
  await client.createSigningKey({ kid, publicKey });
  return {
    url,
    origin,
    apiKey: rootKey,
    pid: child.pid ?? 0,
    signing: { project: 'prj_default', kid, privateKey },
    memory: async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const megabytes = (name: string): number =>
        Math.round(Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1]) / 1e6);
      return {
        resident: megabytes('process_resident_memory_bytes'),
        heap: megabytes('nodejs_heap_size_used_bytes'),
        external: megabytes('nodejs_external_memory_bytes'),
      };
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
