/**
 * The kill storm: people answer over a bad line, while their browser and the service are killed again and again;
 * then the sky clears, what waits goes out, and the checker looks.
 */
import { setTimeout as pass } from 'node:timers/promises';

import type { ResponsesRequest, ResponseSubmission } from 'otklik/protocol';

import { createDevice } from '../browsers/device.ts';
import type { Device, EngineName } from '../browsers/device.ts';
import { check } from '../checker.ts';
import type { Shipment, Sighting, Verdict } from '../checker.ts';
import { stormy } from '../faulty-line-weather.ts';
import type { Climate } from '../faulty-line-weather.ts';
import type { FaultyLine, Passage } from '../faulty-line.ts';
import type { Entry, Ledger } from '../ledger.ts';
import type { Chance } from '../seeded.ts';
import { createPeople } from './people.ts';
import type { Habits } from './people.ts';
import { setStage } from './stage.ts';
import type { Scenery, Stage } from './stage.ts';

export interface StormOrder {
  readonly engine: EngineName;
  /** Of the browser. */
  readonly kills: number;
  readonly serviceKills: number;
  readonly climate: Climate;
  readonly habits: Habits;
  /** When a browser dies; drawn anew each time. */
  readonly dies: (chance: Chance) => Death;
  readonly scenery?: Scenery;
  /** Whether two tabs are open, so that it is looked at what is sent twice at a time. */
  readonly hasTabs?: boolean;
  /** What people answer on; `kill` may mean something else there. */
  readonly device?: (engine: EngineName) => Promise<Device>;
}

/** So long after the n-th such entry of this visit. */
export interface Death {
  readonly entries: number;
  readonly of?: (entry: Entry) => boolean;
  readonly afterMs: number;
}

export interface Aftermath {
  readonly verdict: Verdict;
  readonly occasions: number;
  readonly entries: readonly Entry[];
  /** What the line has done. */
  readonly faults: FaultyLine['done'];
}

export async function storm(order: StormOrder, chance: Chance): Promise<Aftermath> {
  const people = createPeople(chance.branch('people'), 5, order.habits);
  const stage = await setStage(people, order.scenery);
  const device = await (order.device ?? createDevice)(order.engine);
  try {
    const witness = watch(stage);
    const openings = timesOf(stage.ledger, 'opened');
    stage.line.weather(stormy(chance.branch('line'), order.climate));
    await kill(device, stage, order, chance);
    await drain(device, stage);
    const rows = await stage.rows();
    const sightings = await witness();
    const { ledger, line } = stage;
    const { entries } = ledger;
    const { respondents } = people;
    const shipments = order.hasTabs === true ? shipmentsOf(line.exchanges, openings) : [];
    const verdict = check({ entries, rows, sightings, shipments, respondents });
    return { verdict, occasions: respondents.size, entries, faults: line.done };
  } finally {
    await device.remove();
    await stage.clear();
  }
}

async function kill(
  device: Device,
  { service, ledger, page }: Stage,
  { kills, serviceKills, dies }: StormOrder,
  chance: Chance,
): Promise<void> {
  for (let nth = 0; nth < kills; nth += 1) {
    const own = chance.branch(`kill/${nth}`);
    const death = dies(own);
    // Spread over the whole storm.
    const isHit =
      Math.floor(((nth + 1) * serviceKills) / kills) > Math.floor((nth * serviceKills) / kills);
    const dead = after(ledger, death);
    const hit = isHit
      ? after(ledger, { entries: own.between(1, death.entries), afterMs: own.between(0, 30) })
          .then(() => service.kill())
          .then(() => pass(own.between(0, 500)))
          .then(() => service.start())
      : undefined;
    await device.open(page);
    await dead;
    await device.kill();
    await hit;
  }
}

/** A page that says nothing for so long is a page that hangs: it is killed as well. */
const SILENCE_MS = 30_000;

/** Resolves at that moment of the visit that begins now. */
function after(ledger: Ledger, { entries, of = () => true, afterMs }: Death): Promise<void> {
  let left = entries;
  return new Promise((resolve) => {
    let silence = setTimeout(done, SILENCE_MS);
    const deaf = ledger.listen((entry) => {
      clearTimeout(silence);
      silence = setTimeout(done, SILENCE_MS);
      if (of(entry)) left -= 1;
      if (left !== 0) return;
      if (afterMs === 0) done();
      else setTimeout(done, afterMs);
    });
    function done(): void {
      clearTimeout(silence);
      deaf();
      resolve();
    }
  });
}

/** What the service has, each time that somebody was told that it has the answers. */
function watch({ ledger, row }: Stage): () => Promise<readonly Sighting[]> {
  const sightings: Promise<Sighting>[] = [];
  const responses = new Map<string, string>();
  ledger.listen((entry) => {
    if (entry.kind === 'delivery') responses.set(entry.occasion, entry.response);
    const isReceived =
      (entry.kind === 'delivery' && entry.delivery === 'sent') ||
      (entry.kind === 'thanks' && entry.says.includes('received'));
    const id = responses.get(entry.occasion);
    if (!isReceived || id === undefined) return;
    sightings.push(asSoonAsUp(() => row(id)).then((found) => ({ seq: entry.seq, row: found })));
  });
  return () => Promise.all(sightings);
}

async function asSoonAsUp<T>(look: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await look();
    } catch {
      await pass(50); // It has been killed, and comes back.
    }
  }
}

const DRAIN_TRIES = 10;
const DRAIN_MS = 20_000;

/** In fair weather, pages are opened until nothing waits on the device any more. */
async function drain(device: Device, { line, ledger, page }: Stage): Promise<void> {
  line.heal();
  for (let tries = 0; tries < DRAIN_TRIES; tries += 1) {
    const drained = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), DRAIN_MS);
      const deaf = ledger.listen(({ kind }) => {
        if (kind !== 'drained') return;
        deaf();
        clearTimeout(timer);
        resolve(true);
      });
    });
    await device.open(`${page}?drain`);
    if (await drained) return;
  }
  // What has not come out by now is in no row, and the checker says so.
}

/** When such entries came. */
function timesOf(ledger: Ledger, kind: Entry['kind']): readonly number[] {
  const times: number[] = [];
  ledger.listen((entry) => {
    if (entry.kind === kind) times.push(performance.now());
  });
  return times;
}

/** A request may outlive its page, which has let go of its lock: it counts as long as no other page is opened. */
function shipmentsOf(
  passages: readonly Passage[],
  openings: readonly number[],
): readonly Shipment[] {
  return passages.flatMap(({ path, body, since, until }) => {
    if (path !== '/v1/responses') return [];
    const { responses } = JSON.parse(body) as ResponsesRequest;
    const revisions = (responses as readonly ResponseSubmission[]).map(
      ({ id, revision }) => `${id} revision ${revision}`,
    );
    const end = openings.find((opening) => opening > since) ?? Infinity;
    return [{ since, until: Math.min(until, end), revisions }];
  });
}
