/**
 * How much does the service add to what its database has to do anyway?
 *
 * Respondents who each open a session and submit a completed response, against the real service in a process of its own, on PGlite
 * (durable) and on PostgreSQL; and, in turn with it, against the bare database: an HTTP server that parses the same requests of the same
 * respondents and writes the same rows as durably, by the service's own statements, and does nothing else (no token, schema, reading,
 * engine, survey in the reply). It stands beside the service twice, because the service lets those who come at the same time share a
 * transaction: with a transaction for each write, and with shared ones. Respondents, service and PostgreSQL have the same two cores.
 *
 *     npm run bench -- throughput [--count 3000] [--concurrency 64] [--rounds 3] [--memory 100000]
 *
 * `--memory N` then lets N respondents answer and shows the service's memory on the way.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startPostgres } from '../../scripts/postgres.ts';
import { startBareProcess } from './bare-process.ts';
import { respond } from './respondents.ts';
import type { Answering } from './respondents.ts';
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
    const grouped: number[] = [];
    for (let round = 0; round < Number(options.rounds); round += 1) {
      service.push(await rate((dataDir) => startServiceProcess({ dataDir, url })));
      bare.push(await rate((dataDir) => startBareProcess({ dataDir, url, isGrouped: false })));
      grouped.push(await rate((dataDir) => startBareProcess({ dataDir, url, isGrouped: true })));
    }
    const share = (of: readonly number[]): string =>
      median(service.map((one, round) => one / (of[round] ?? Number.NaN))).toFixed(2);
    rows.push([
      name,
      median(service).toFixed(0),
      median(bare).toFixed(0),
      share(bare),
      median(grouped).toFixed(0),
      share(grouped),
    ]);
    if (Number(options.memory) > 0) await memory(name, url);
  }
  console.log(
    `\n${options.count} respondents, ${options.concurrency} at once, medians of ${options.rounds} rounds\n`,
  );
  console.log(table(['respondents/s', 'service', 'bare', 'ratio', 'bare, shared', 'ratio'], rows));
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

/** Of what has just been started, once it is warm. */
async function rate(
  start: (dataDir: string) => Promise<Answering & { stop(): Promise<void> }>,
): Promise<number> {
  return inFreshFolder(async (dataDir) => {
    const answering = await start(dataDir);
    try {
      await respond(answering, { ...load, count: 200 });
      return await respond(answering, load);
    } finally {
      await answering.stop();
    }
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
