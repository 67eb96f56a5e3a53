/** How long the clock takes for one journey that is due, beside others that wait. */
import { createClient } from 'otklik/backend';
import { createService } from 'otklik/service';
import { Client } from 'pg';

import { benchSurvey } from './contenders/contenders.ts';
import { median } from './table.ts';

export interface PickUp {
  readonly url: string;
  /** Others, for a year. */
  readonly waiting: number;
}

const ROUNDS = 41;
const KEY = `otk_${'k'.repeat(43)}`;
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

const SCENARIO = {
  title: 'Benchmark',
  on: { event: 'order.delivered' },
  timezone: 'UTC',
  steps: [
    { id: 'wait', type: 'wait', for: 'PT1H' },
    { id: 'ask', type: 'invite', survey: 'srv_bench', channels: ['link'] },
  ],
} as const;

/** @returns milliseconds, the median of a few dozen */
export async function pickUp({ url, waiting }: PickUp): Promise<number> {
  let now = new Date();
  const service = await createService({
    databaseUrl: url,
    rootKey: KEY,
    logLevel: 'warn',
    now: () => now,
  });
  const client = createClient({
    endpoint: 'http://localhost',
    apiKey: KEY,
    fetch: (input, init) => service.fetch(new Request(input, init)),
  });
  try {
    await client.putSurvey({ id: 'srv_bench', draft: await benchSurvey() });
    await client.publishSurvey({ id: 'srv_bench' });
    await client.putScenario({ id: 'scn_bench', draft: structuredClone(SCENARIO) as never });
    await client.publishScenario({ id: 'scn_bench' });
    await fill(url, waiting, now);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.sendEvents({ name: 'order.delivered', respondent: `late${round}` });
      now = new Date(now.getTime() + 60 * 60 * 1000);
      const started = performance.now();
      await service.tick();
      times.push(performance.now() - started);
    }
    const { items } = await client.listInvitations({ limit: 500 });
    if (items.length !== ROUNDS) throw new Error(`${items.length} of ${ROUNDS} were asked.`);
    return median(times);
  } finally {
    await service.close();
  }
}

async function fill(url: string, waiting: number, now: Date): Promise<void> {
  const database = new Client({ connectionString: url });
  await database.connect();
  await database.query(
    `insert into journeys (project_id, id, scenario_id, version, respondent, occasion, event, status,
       step, since, asked, due_at, created_at)
     select 'prj_default', 'jrn_w' || n, 'scn_bench', 1, 'waiting' || n, '',
       '{"id":"e","name":"order.delivered","at":"2026-01-01T00:00:00.000Z","properties":{}}',
       'active', 'wait', $1, '{}', $2, $1
     from generate_series(1, $3::int) n`,
    [now.toISOString(), new Date(now.getTime() + YEAR_MS).toISOString(), waiting],
  );
  await database.query('vacuum analyze journeys');
  await database.end();
}
