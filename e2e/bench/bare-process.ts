/** The bare database of the throughput benchmark, in a process of its own (src/service/testing/bare-server.ts). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generateSigningKey } from 'otklik/backend';

import type { Answering } from './respondents.ts';

export interface BareProcess extends Answering {
  stop(): Promise<void>;
}

export async function startBareProcess(options: {
  readonly dataDir: string;
  readonly url: string | undefined;
  /** Whether writes that arrive at the same time share a transaction. */
  readonly isGrouped: boolean;
}): Promise<BareProcess> {
  const { dataDir, url, isGrouped } = options;
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../../src/service/testing/bare-server.ts'),
      ...(url === undefined ? ['--data-dir', dataDir] : ['--url', url]),
      ...(isGrouped ? ['--grouped'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { kid, privateKey } = await generateSigningKey();
  return {
    url: `http://localhost:${port}`,
    origin: 'https://shop.example.com',
    // It looks at no token; the respondents sign theirs all the same.
    signing: { project: 'prj_bare', kid, privateKey },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
