/**
 * What has become of a notification, told to the service: kept until it got through, for a notification comes also
 * where the way back does not carry.
 */
import { promisifyRequest } from 'idb-keyval';

import type { PageEvent } from '../protocol/page-event.ts';
import { post } from '../widget/session.ts';
import { database, isAbsent } from '../widget/store/database.ts';
import { wakeWhenOnline } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';

export interface Report {
  readonly code: string;
  readonly type: PageEvent['type'];
}

interface KeptReport extends Report {
  readonly at: string;
}

export interface ReportsWorld {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  /** Undefined where a browser has none: then a report may come twice, which says nothing new. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
}

const REAL_WORLD: ReportsWorld = {
  fetch: (...request) => globalThis.fetch(...request),
  now: () => Date.now(),
  locks: globalThis.navigator?.locks,
};

export const REPORTS_SYNC = 'otklik-notices';
/** No project's: those begin with `otklik-`. */
const DATABASE = 'otklik/notices';
const LIMIT_MS = 10_000;
const MOST = 100;
/** The invitation is over by then. */
const LONGEST_MS = 30 * 86_400_000;

export async function report(
  event: Report,
  scope: Scope,
  settings: Settings,
  world: ReportsWorld = REAL_WORLD,
): Promise<void> {
  const kept: KeptReport = { ...event, at: new Date(world.now()).toISOString() };
  try {
    await store(kept);
  } catch {
    // A device without room: it is told now, or never. Nothing but a figure depends on it.
    await send(kept.code, [kept], settings, world).catch(() => undefined);
    return;
  }
  await deliverReports(settings, world).catch(() => wakeWhenOnline(REPORTS_SYNC, scope));
}

/** Sends what waits. Rejects while something is left. */
export async function deliverReports(
  settings: Settings,
  world: ReportsWorld = REAL_WORLD,
): Promise<void> {
  const work = (): Promise<void> => deliver(settings, world);
  await (world.locks === undefined ? work() : world.locks.request(REPORTS_SYNC, work));
}

async function deliver(settings: Settings, world: ReportsWorld): Promise<void> {
  const { use, close } = database(DATABASE);
  try {
    const kept = await use('readonly', false, (records) =>
      promisifyRequest(records.getAll() as IDBRequest<KeptReport[]>),
    ).catch((error: unknown): KeptReport[] => {
      if (isAbsent(error)) return [];
      throw error;
    });
    for (const [code, events] of byCode(kept)) {
      const isLate = events.every(({ at }) => world.now() - Date.parse(at) > LONGEST_MS);
      // oxlint-disable-next-line no-await-in-loop -- they are few, and a network that fails fails for all
      if (!isLate) await send(code, events, settings, world);
      // oxlint-disable-next-line no-await-in-loop -- gone only when it is told
      await use('readwrite', true, (records) => removed(records, events));
    }
  } finally {
    close();
  }
}

/** By invitation, each in the order of time: a tap after its notification. */
function byCode(reports: readonly KeptReport[]): Map<string, readonly KeptReport[]> {
  const codes = new Map<string, readonly KeptReport[]>();
  for (const report of [...reports].sort((a, b) => (a.at < b.at ? -1 : 1))) {
    codes.set(report.code, [...(codes.get(report.code) ?? []), report]);
  }
  return codes;
}

/** @throws while it may get through later: what the service refuses as it is would be refused again */
async function send(
  code: string,
  events: readonly KeptReport[],
  { endpoint }: Settings,
  { fetch }: Pick<ReportsWorld, 'fetch'>,
): Promise<void> {
  const body = JSON.stringify({ code, events: events.map(({ type, at }) => ({ type, at })) });
  const { status } = await post(`${endpoint}/v1/page-events`, body, fetch, LIMIT_MS);
  const isPassing = status === 408 || status === 429 || status >= 500;
  if (isPassing) throw new Error(`The service answered ${status}.`);
}

/** What happens to one invitation twice is told once. */
async function store(report: KeptReport): Promise<void> {
  const { use, close } = database(DATABASE);
  try {
    await use('readwrite', true, async (records) => {
      records.put(report, [report.code, report.type]);
      const all = await promisifyRequest(records.getAll() as IDBRequest<KeptReport[]>);
      const oldest = [...all].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(MOST);
      return removed(records, oldest);
    });
  } finally {
    close();
  }
}

function removed(records: IDBObjectStore, gone: readonly KeptReport[]): Promise<void> {
  for (const { code, type } of gone) records.delete([code, type]);
  return promisifyRequest(records.transaction);
}
