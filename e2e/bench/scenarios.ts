/**
 * What do scenarios cost, and do they keep time?
 *
 * 10,000 people to whom 50,000 things happen, told in batches of 500: each fifth begins a scenario of three steps (ask, wait, ask
 * again), all by the real service in processes of its own on PostgreSQL, one, two and four of them. Counted until the last person has
 * been asked for the last time. Beside it, on the same server, as many jobs of a bare pg-boss, which do nothing: queued in batches of 500 and
 * taken in batches of 500 (the most that it can do), and queued and taken one by one. Client, services and PostgreSQL have the same two cores.
 *
 * Then: how long the clock takes to find one that is due among a hundred that wait, and among a million.
 *
 *     npm run bench -- scenarios [--events 50000] [--nodes 1,2,4] [--waiting 1000000]
 */
import { parseArgs } from 'node:util';

import { startPostgres } from '../../scripts/postgres.ts';
import { bareJobs } from './bare-jobs.ts';
import { benchDatabase } from './bench-database.ts';
import { pickUp } from './pick-up.ts';
import { throughScenario } from './through-scenario.ts';
import { table } from './table.ts';

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '50000' },
    nodes: { type: 'string', default: '1,2,4' },
    waiting: { type: 'string', default: '1000000' },
  },
});
const events = Number(options.events);

const postgres = await startPostgres(['-c', 'max_connections=300']);
try {
  const bare = {
    batches: await bareJobs({ url: await benchDatabase(postgres.url), jobs: events, atOnce: 500 }),
    single: await bareJobs({
      url: await benchDatabase(postgres.url),
      jobs: Math.ceil(events / 5),
      atOnce: 1,
    }),
  };
  const rows: string[][] = [];
  for (const nodes of options.nodes.split(',').map(Number)) {
    const { perSecond, lateness, invitations, doubled } = await throughScenario({
      url: await benchDatabase(postgres.url),
      nodes,
      events,
    });
    rows.push([
      String(nodes),
      perSecond.toFixed(0),
      (perSecond / bare.batches).toFixed(2),
      (perSecond / bare.single).toFixed(2),
      String(invitations),
      String(doubled),
      ...[lateness.p50, lateness.p99, lateness.max].map((seconds) => seconds.toFixed(2)),
    ]);
  }
  console.log(
    `\n${events} events to ${events / 5} people; bare pg-boss: ${bare.batches.toFixed(0)} jobs/s in batches, ${bare.single.toFixed(0)} one by one\n`,
  );
  const head = ['processes', 'events/s', 'ratio to batches', 'ratio to single', 'asked', 'twice'];
  console.log(table([...head, 'late p50 s', 'p99 s', 'most s'], rows));
  const few = await pickUp({ url: await benchDatabase(postgres.url), waiting: 100 });
  const many = await pickUp({
    url: await benchDatabase(postgres.url),
    waiting: Number(options.waiting),
  });
  console.log(
    `\nOne that is due among 100 that wait: ${few.toFixed(1)} ms, among ${options.waiting}: ${many.toFixed(1)} ms, ratio ${(many / few).toFixed(2)}`,
  );
} finally {
  await postgres.stop();
}
