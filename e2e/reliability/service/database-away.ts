/** PostgreSQL goes away while people answer: frozen, crashed, its connections cut or all taken. */
import { setTimeout as pass } from 'node:timers/promises';

import { Client } from 'pg';

import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Scale, Trial, TrialOptions } from '../trial.ts';
import { Respondents } from './respondents.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { Wire } from './wire.ts';

const AT_ONCE = 24;
/** So few that somebody else can take them all. */
const CONNECTIONS = 20;

interface Trouble {
  readonly name: string;
  /** Resolves when it is over. */
  readonly happen: (away: Away) => Promise<void>;
  readonly times: Readonly<Record<Scale, number>>;
}

interface Away {
  readonly admin: Client;
  readonly url: string;
  readonly postmaster: number;
  readonly scale: Scale;
}

const troubles: readonly Trouble[] = [
  { name: 'frozen', happen: freeze, times: { short: 1, full: 3 } },
  { name: 'crashed and recovered', happen: crash, times: { short: 1, full: 10 } },
  { name: 'its connections cut', happen: cutConnections, times: { short: 2, full: 30 } },
  { name: 'its connections all taken', happen: takeConnections, times: { short: 1, full: 5 } },
];

export const databaseAway: Trial = {
  name: 'database-away',
  promise: 'While its database is away the service acknowledges nothing, and it recovers with it.',
  run: async (options) => [await away(options)],
};

async function away({ scale, seed, log }: TrialOptions): Promise<Finding> {
  const postgresFlags = ['-c', `max_connections=${CONNECTIONS}`];
  return onStage({ database: 'PostgreSQL', postgresFlags }, async (stage) => {
    const chance = seeded(seed).branch('database-away');
    const wire = new Wire();
    const respondents = new Respondents(stage, { chance, fetchOf: () => wire.direct });
    const coming = respondents.keepComing(AT_ONCE);
    const recovered: string[] = [];
    for (const trouble of troubles) {
      const times = trouble.times[scale];
      const worst = await strike(trouble, times, { stage, scale, chance, respondents });
      recovered.push(`${trouble.name} ${times} times, back after at most ${Math.round(worst)} ms`);
    }
    respondents.over();
    await coming;
    const { figures, isKept } = await respondents.verdict(log);
    const isCalm = !/unhandled|uncaught/i.test(stage.service.output());
    return {
      what: 'PostgreSQL goes away under load',
      figures: `${recovered.join('; ')}; ${figures}; ${wire.figures}, ${wire.withoutWait} of the 503 without Retry-After`,
      isKept: isKept && isCalm && wire.withoutWait === 0 && wire.count(503) > 0,
    };
  });
}

interface Scene {
  readonly stage: Stage;
  readonly scale: Scale;
  readonly chance: Chance;
  readonly respondents: Respondents;
}

/** @returns milliseconds from the end of the trouble to the next acknowledgement: the longest */
async function strike(
  { happen }: Trouble,
  times: number,
  { stage, scale, chance, respondents }: Scene,
): Promise<number> {
  let worst = 0;
  for (let time = 0; time < times; time += 1) {
    await respondents.acknowledgedMore(chance.between(10, 100));
    const url = stage.postgres?.url ?? '';
    const admin = await connected(url);
    await happen({ admin, url, postmaster: stage.postgres?.pid ?? 0, scale });
    await admin.end().catch(() => undefined); // The crash has ended it.
    worst = Math.max(worst, await respondents.acknowledgedMore(1));
  }
  return worst;
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // Its connection goes down with the server: that is the trial.
  await client.connect();
  return client;
}

/** In full for longer than the service waits for an answer. */
async function freeze({ admin, postmaster, scale }: Away): Promise<void> {
  const { rows } = await admin.query<{ pid: number }>('select pid from pg_stat_activity');
  const pids = [postmaster, ...rows.map(({ pid }) => pid)];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await pass(scale === 'full' ? 30_000 : 3000);
  for (const pid of pids.toReversed()) process.kill(pid, 'SIGCONT');
}

/** The server then ends all its processes and recovers from its log. */
async function crash({ admin }: Away): Promise<void> {
  const { rows } = await admin.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'checkpointer'`,
  );
  for (const { pid } of rows) process.kill(pid, 'SIGKILL');
}

async function cutConnections({ admin }: Away): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'otklik'`,
  );
}

/** Those of the service are cut, and taken before it has new ones. */
async function takeConnections(away: Away): Promise<void> {
  const taken: Client[] = [];
  for (let count = 0; count < CONNECTIONS * 2; count += 1) {
    if (count % CONNECTIONS === 0) await cutConnections(away);
    const client = await connected(away.url).catch(() => undefined);
    if (client !== undefined) taken.push(client);
  }
  await pass(2000);
  await Promise.all(taken.map((client) => client.end()));
}
