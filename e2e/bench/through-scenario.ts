/** Events in a hurry, told to services that share a database, and what has become of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'otklik/backend';
import { Client } from 'pg';

import { startServiceProcess } from './service-process.ts';

export interface Through {
  readonly url: string;
  /** Processes of the service. */
  readonly nodes: number;
  readonly events: number;
}

export interface Outcome {
  /** Events, until everybody has been asked for the last time, less the time that the scenario itself waits. */
  readonly perSecond: number;
  readonly invitations: number;
  /** Of steps that have asked somebody more than once. */
  readonly doubled: number;
  /** Of everything that has its time (an end, a wait, a sending), in seconds. */
  readonly lateness: { readonly p50: number; readonly p99: number; readonly max: number };
}

const EVENTS_EACH = 5;
const BATCH = 500;
/** So many tell at the same time. */
const TELLERS = 4;
const POLL_MS = 100;
const WAITS_MS = 4000;

const ASK = { type: 'invite', survey: 'srv_bench', channels: ['link'] } as const;

/** Who does not answer within three seconds is asked again a second later. */
const SCENARIO = {
  title: 'Benchmark',
  on: { event: 'order.delivered' },
  timezone: 'UTC',
  steps: [
    { ...ASK, id: 'first', expiresAfter: 'PT3S' },
    { id: 'wait', type: 'wait', for: 'PT1S' },
    { ...ASK, id: 'second', channels: ['link'] },
  ],
} as const;

export async function throughScenario({ url, nodes, events }: Through): Promise<Outcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-bench-'));
  const services = [];
  const database = new Client({ connectionString: url });
  try {
    for (let node = 0; node < nodes; node += 1) {
      services.push(await startServiceProcess({ dataDir, url }));
    }
    await database.connect();
    const clients = services.map(({ url: endpoint, apiKey }) => createClient({ endpoint, apiKey }));
    const [first] = clients;
    if (first === undefined) throw new Error('There is no process to tell anything.');
    await first.putScenario({ id: 'scn_bench', draft: structuredClone(SCENARIO) as never });
    await first.publishScenario({ id: 'scn_bench' });
    const people = events / EVENTS_EACH;
    const batches = batchesOf(events, people);
    const started = performance.now();
    const tell = async (_: unknown, teller: number): Promise<void> => {
      const client = clients[teller % clients.length] ?? first;
      for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
        await client.sendEvents({ events: batch });
      }
    };
    await Promise.all(Array.from({ length: TELLERS }, tell));
    await untilAsked(database, people * 2);
    const perSecond = events / ((performance.now() - started - WAITS_MS) / 1000);
    return { perSecond, ...(await outcome(database)) };
  } finally {
    await database.end();
    await Promise.all(services.map((service) => service.stop()));
    await rm(dataDir, { recursive: true });
  }
}

/** Of the five that happen to each person the first begins the scenario. */
function batchesOf(events: number, people: number) {
  const names = ['order.delivered', 'page.seen', 'cart.filled', 'mail.opened', 'shop.visited'];
  const all = Array.from({ length: events }, (_, one) => ({
    id: `e${one}`,
    name: names[Math.floor(one / people)] ?? '',
    respondent: `r${one % people}`,
  }));
  // The first to be told are taken from the end.
  return Array.from({ length: Math.ceil(events / BATCH) }, (_, batch) =>
    all.slice(batch * BATCH, (batch + 1) * BATCH),
  ).toReversed();
}

async function untilAsked(database: Client, count: number): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ sent: string }>(
      `select count(*) as sent from invitations where status <> 'scheduled'`,
    );
    if (Number(rows[0]?.sent) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function outcome(database: Client): Promise<Omit<Outcome, 'perSecond'>> {
  const { rows } = await database.query<Record<string, string>>(`
    with asked as (
      select journey_id, row_number() over (partition by journey_id order by created_at) as turn,
        created_at, expires_at, (history ->> 'sent')::timestamptz as sent_at
      from invitations
    ), ended as (
      select journey_id, created_at from automation_log where what = 'unanswered'
    ), late as (
      select extract(epoch from coalesce(sent_at, expires_at) - created_at) as seconds from asked
      union all
      select extract(epoch from ended.created_at - asked.expires_at)
      from asked join ended using (journey_id) where turn = 1
      union all
      select extract(epoch from asked.created_at - ended.created_at) - 1
      from asked join ended using (journey_id) where turn = 2
    )
    select (select count(*) from asked) as asked,
      (select count(*) from asked where turn > 2) as doubled,
      percentile_cont(0.5) within group (order by seconds) as p50,
      percentile_cont(0.99) within group (order by seconds) as p99,
      max(seconds) as most
    from late`);
  const figure = (name: string): number => Number(rows[0]?.[name]);
  const lateness = { p50: figure('p50'), p99: figure('p99'), max: figure('most') };
  return { invitations: figure('asked'), doubled: figure('doubled'), lateness };
}
