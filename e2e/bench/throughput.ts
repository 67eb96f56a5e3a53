/**
 * How much does the service add to what its database has to do anyway?
 *
 * Respondents who each open a session and submit a completed response, against the real service in a process of its own, on PGlite
 * (durable) and on PostgreSQL; and beside it the bare database doing the same durable writes. Quote the ratio.
 *
 *     npm run bench -- throughput [--count 3000] [--concurrency 64] [--memory 100000]
 *
 * `--memory N` then lets N respondents answer and shows the service's memory on the way.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startPostgres } from '../../scripts/postgres.ts';
import { respond } from './respondents.ts';
import { startServiceProcess } from './service-process.ts';
import { median, table } from './table.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '3000' },
    concurrency: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
    memory: { type: 'string', default: '0' },
  },
});
const load = { count: Number(options.count), concurrency: Number(options.concurrency) };

const postgres = await startPostgres();
try {
  const rows: string[][] = [];
  for (const [name, url] of [
    ['PGlite, durable', undefined],
    ['PostgreSQL', postgres.url],
  ] as const) {
    const service: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < Number(options.rounds); round += 1) {
      service.push(await serviceRate(url));
      bare.push(await bareRate(url));
    }
    const ratio = median(service.map((rate, round) => rate / (bare[round] ?? Number.NaN)));
    rows.push([name, median(service).toFixed(0), median(bare).toFixed(0), ratio.toFixed(2)]);
    if (Number(options.memory) > 0) await memory(name, url);
  }
  console.log(
    `\n${options.count} respondents, ${options.concurrency} at once, medians of ${options.rounds} rounds\n`,
  );
  console.log(table(['', 'service, respondents/s', 'bare writes, respondents/s', 'ratio'], rows));
} finally {
  await postgres.stop();
}

/** A fresh folder for each run; on PostgreSQL the rows stay, and are few. */
async function inFreshFolder<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-bench-'));
  try {
    return await work(dataDir);
  } finally {
    await rm(dataDir, { recursive: true });
  }
}

async function serviceRate(url: string | undefined): Promise<number> {
  return inFreshFolder(async (dataDir) => {
    const service = await startServiceProcess({ dataDir, url });
    try {
      await respond(service, { ...load, count: 200 });
      return await respond(service, load);
    } finally {
      await service.stop();
    }
  });
}

async function bareRate(url: string | undefined): Promise<number> {
  return inFreshFolder(async (dataDir) => {
    const where = url === undefined ? ['--data-dir', dataDir] : ['--url', url];
    const script = join(import.meta.dirname, '../../src/service/testing/bare-writes.ts');
    const child = spawn(
      process.execPath,
      [script, ...where, '--count', String(load.count), '--concurrency', String(load.concurrency)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const printed = (await child.stdout.toArray()).join('');
    return (JSON.parse(printed) as { perSecond: number }).perSecond;
  });
}

async function memory(name: string, url: string | undefined): Promise<void> {
  const total = Number(options.memory);
  const steps = 10;
  const rows = await inFreshFolder(async (dataDir) => {
    const service = await startServiceProcess({ dataDir, url });
    try {
      const seen: string[][] = [];
      for (let step = 1; step <= steps; step += 1) {
        const rate = await respond(service, { ...load, count: total / steps });
        const { resident, heap, external } = await service.memory();
        seen.push([(total / steps) * step, rate.toFixed(0), resident, heap, external].map(String));
      }
      return seen;
    } finally {
      await service.stop();
    }
  });
  console.log(`\nMemory of the service, ${name}\n`);
  console.log(table(['responses', 'respondents/s', 'resident MB', 'heap MB', 'buffers MB'], rows));
}
