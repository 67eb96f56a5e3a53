/** Between a commit and its acknowledgement lies a sync of the disk: seen from outside, call by call. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPostgres } from '../../../scripts/postgres.ts';
import { createTestService } from '../../support/service.ts';
import { publishFile, shortSurvey } from '../../support/surveys.ts';
import { offlineMint } from '../../support/tokens.ts';
import type { Finding, Trial } from '../trial.ts';
import { Crowd } from './crowd.ts';
import { makeHasty, SITE, withoutSyncs } from './machine.ts';
import { isTraceInstallable, trace, traceMissing } from './trace.ts';
import type { Call } from './trace.ts';

export const syncs: Trial = {
  name: 'syncs',
  promise: 'Nothing is acknowledged before the log of the database was synced.',
  missing: traceMissing,
  get isInstallable() {
    return isTraceInstallable();
  },
  async run({ scale }) {
    const people = scale === 'full' ? 100 : 10;
    const [postgres, hasty] = await watchPostgres(people);
    return [
      kept('PGlite', await watchPglite(people)),
      kept('PostgreSQL', postgres),
      caught('PGlite without our syncs', await watchPglite(10, withoutSyncs)),
      caught('PostgreSQL with synchronous_commit off', hasty),
    ];
  },
};

interface Sight {
  readonly acknowledged: number;
  /** Acknowledged after a sync of the log that came after the log's last write. */
  readonly synced: number;
}

const figuresOf = ({ acknowledged, synced }: Sight): string =>
  `${acknowledged} acknowledged, ${synced} of them after a sync`;

function kept(name: string, sight: Sight): Finding {
  const isKept = sight.acknowledged > 0 && sight.synced === sight.acknowledged;
  return { what: `${name}, watched by strace`, figures: figuresOf(sight), isKept };
}

function caught(name: string, sight: Sight): Finding {
  const isCaught = sight.acknowledged > 0 && sight.synced < sight.acknowledged;
  const figures = `${isCaught ? 'caught' : 'NOT caught'}: ${figuresOf(sight)}`;
  return { what: `control: ${name}`, figures, isKept: isCaught };
}

async function watchPglite(people: number, settings: Settings = {}): Promise<Sight> {
  const data = await mkdtemp(join(tmpdir(), 'otklik-syncs-'));
  try {
    return await withService({ OTKLIK_DATA_DIR: data, ...settings }, async (service, answer) => {
      const watching = await trace(service);
      await answer(people);
      return judge(await watching.end());
    });
  } finally {
    await rm(data, { recursive: true });
  }
}

/** As it is, and then made not to wait for its disk. */
async function watchPostgres(people: number): Promise<readonly [Sight, Sight]> {
  const postgres = await startPostgres();
  try {
    // Before the service connects, so that the processes of its connections are seen from their start.
    const database = await trace(postgres.pid);
    return await withService({ OTKLIK_DATABASE_URL: postgres.url }, async (service, answer) => {
      const watching = await trace(service);
      await answer(people);
      const changed = Date.now() / 1000;
      await makeHasty(postgres.url);
      await answer(10);
      const calls = [...(await watching.end()), ...(await database.end())];
      return [
        judge(calls.filter(({ began }) => began < changed)),
        judge(calls.filter(({ began }) => began >= changed)),
      ];
    });
  } finally {
    await postgres.stop();
  }
}

type Settings = Readonly<Record<string, string>>;

/** @param work is given the service's process, and people who answer one after the other: no one's sync serves another */
async function withService<T>(
  settings: Settings,
  work: (pid: number, answer: (people: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  const service = await createTestService(undefined, { OTKLIK_ORIGINS: SITE, ...settings });
  try {
    await service.start();
    await publishFile(service.client, shortSurvey);
    const crowd = new Crowd(await offlineMint(service.client));
    const address = { service: service.origin, site: SITE };
    return await work(service.pid() ?? 0, (people) => crowd.queue(people, address));
  } finally {
    await service.remove();
  }
}

/** The calls of all processes, in any order. */
export function judge(calls: readonly Call[]): Sight {
  let acknowledged = 0;
  let synced = 0;
  let log: 'untouched' | 'written' | 'synced' = 'untouched';
  const moments = calls.map((call) => ({ call, kind: kindOf(call) }));
  const when = ({ call, kind }: (typeof moments)[number]): number =>
    kind === 'synced' ? call.ended : call.began;
  for (const { kind } of moments.toSorted((one, other) => when(one) - when(other))) {
    if (kind === 'written') log = 'written';
    // A log that was not written since has nothing to sync, and nothing new to acknowledge.
    if (kind === 'synced' && log === 'written') log = 'synced';
    if (kind !== 'acknowledged') continue;
    acknowledged += 1;
    if (log === 'synced') synced += 1;
    log = 'untouched';
  }
  return { acknowledged, synced };
}

function kindOf({ name, parameters }: Call): 'written' | 'synced' | 'acknowledged' | undefined {
  if (parameters.includes('/pg_wal/')) return name.includes('sync') ? 'synced' : 'written';
  const isReply = parameters.includes('HTTP/1.1 200');
  return isReply && /\\"(?:result\\":\\"stored|grant)\\"/.test(parameters)
    ? 'acknowledged'
    : undefined;
}
