/**
 * How fast do answers reach other systems, and does a dead one slow the others?
 *
 * Completed responses lie in PostgreSQL, each with its notice; one process of the real service tells three webhooks of each. Counted
 * by the receiver until each has had them all; then the same with one of the three that takes a connection and never answers. After
 * that 200 responses a second come in, and the time from each to its first attempt is counted. Receiver, service and PostgreSQL share
 * the machine.
 *
 *     npm run bench -- deliveries [--responses 20000] [--seconds 20]
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createClient } from 'otklik/backend';
import { Client } from 'pg';

import { startPostgres } from '../../scripts/postgres.ts';
import { benchDatabase } from './bench-database.ts';
import { insertResponses } from './bulk-responses.ts';
import { startServiceProcess } from './service-process.ts';
import { table } from './table.ts';

const { values: options } = parseArgs({
  options: {
    responses: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '20' },
  },
});
const responses = Number(options.responses);
const PER_SECOND = 200;
const WELL = ['a', 'b'] as const;

interface Receiver {
  readonly host: string;
  readonly url: string;
  /** By path, the ids that came. */
  readonly ids: ReadonlyMap<string, string[]>;
  readonly close: () => void;
}

async function receiver(): Promise<Receiver> {
  const ids = new Map<string, string[]>();
  const server = createServer((request, reply) => {
    request.resume();
    request.once('end', () => {
      const path = request.url ?? '';
      // Dead: whoever calls waits until it has had enough.
      if (path === '/dead') return;
      const known = ids.get(path) ?? [];
      known.push(String(request.headers['webhook-id']));
      ids.set(path, known);
      reply.writeHead(204).end();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0);
  await once(server, 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { host, url: `http://${host}`, ids, close };
}

interface Run {
  /** Of the two that are well, deliveries a second. */
  readonly perSecond: number;
  readonly lost: number;
  readonly doubled: number;
  /** Seconds until the first attempt, at a steady pace. */
  readonly p50: number;
  readonly p99: number;
}

async function run(server: string, third: 'c' | 'dead'): Promise<Run> {
  const url = await benchDatabase(server);
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-bench-'));
  const there = await receiver();
  const settings = { OTKLIK_OWN_HOSTS: there.host };
  const service = await startServiceProcess({ dataDir, url, settings });
  const database = new Client({ connectionString: url });
  await database.connect();
  try {
    const client = createClient({ endpoint: service.url, apiKey: service.apiKey });
    for (const name of [...WELL, third]) {
      const target = { kind: 'webhook', url: `${there.url}/${name}` } as const;
      await client.createDestination({ name, target });
    }
    await insertResponses(database, 0, responses, { notices: true });
    const begun = performance.now();
    await until(there, responses);
    const perSecond = (WELL.length * responses) / ((performance.now() - begun) / 1000);
    const late = await steadily(database, there);
    const all = WELL.map((name) => there.ids.get(`/${name}`) ?? []);
    const expected = responses + PER_SECOND * Number(options.seconds);
    const distinct = all.map((ids) => new Set(ids).size);
    const lost = distinct.reduce((sum, count) => sum + expected - count, 0);
    const doubled = all.reduce((sum, ids, at) => sum + ids.length - (distinct[at] ?? 0), 0);
    return { perSecond, lost, doubled, ...late };
  } finally {
    await database.end();
    await service.stop();
    there.close();
    await rm(dataDir, { recursive: true });
  }
}

async function until({ ids }: Receiver, count: number): Promise<void> {
  while (WELL.some((name) => (ids.get(`/${name}`)?.length ?? 0) < count)) await pause(50);
}

/** So many a second, ten times a second. */
async function steadily(database: Client, there: Receiver): Promise<Pick<Run, 'p50' | 'p99'>> {
  const before = await database.query<{ now: Date }>('select clock_timestamp() as now');
  const ticks = Number(options.seconds) * 10;
  const begun = performance.now();
  for (let tick = 0; tick < ticks; tick += 1) {
    await insertResponses(database, responses + tick * (PER_SECOND / 10), PER_SECOND / 10, {
      notices: true,
    });
    await pause(Math.max(0, begun + (tick + 1) * 100 - performance.now()));
  }
  await until(there, responses + ticks * (PER_SECOND / 10));
  await pause(1000);
  const { rows } = await database.query<{ p50: string; p99: string }>(
    `with first as (
      select extract(epoch from min(delivery_attempts.begun_at) - occurred_at) as late
      from delivery_attempts join deliveries on deliveries.id = delivery_id
        join destinations on destinations.id = destination_id
      where occurred_at > $1 and name <> 'dead' group by deliveries.id, occurred_at
    )
    select percentile_cont(0.5) within group (order by late) as p50,
      percentile_cont(0.99) within group (order by late) as p99
    from first`,
    [before.rows[0]?.now],
  );
  return { p50: Number(rows[0]?.p50), p99: Number(rows[0]?.p99) };
}

const postgres = await startPostgres(['-c', 'max_connections=100']);
try {
  const well = await run(postgres.url, 'c');
  const dead = await run(postgres.url, 'dead');
  const row = (name: string, one: Run): string[] => [
    name,
    one.perSecond.toFixed(0),
    String(one.lost),
    String(one.doubled),
    one.p50.toFixed(2),
    one.p99.toFixed(2),
  ];
  console.log(`\n${responses} responses, then ${PER_SECOND} a second\n`);
  const head = [
    'three destinations',
    'deliveries/s to two',
    'lost',
    'twice',
    'late p50 s',
    'p99 s',
  ];
  console.log(table(head, [row('all well', well), row('one dead', dead)]));
  console.log(`\nOne dead against all well: ${(dead.perSecond / well.perSecond).toFixed(2)}`);
} finally {
  await postgres.stop();
}
