/** R18: what the service has acknowledged is there after the power of its machine was cut. */
import { setTimeout as pass } from 'node:timers/promises';

import type { StoredResponse } from 'otklik/protocol';

import type { TestService } from '../../support/service.ts';
import { publishFile, shortSurvey } from '../../support/surveys.ts';
import { offlineMint } from '../../support/tokens.ts';
import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Trial } from '../trial.ts';
import { Crowd } from './crowd.ts';
import type { Verdict } from './crowd.ts';
import { diskMissing } from './disk.ts';
import { careless, embedded, SITE, withHastyPostgres, withPostgres } from './machine.ts';
import type { Machine } from './machine.ts';

const AT_ONCE = 12;

/** What is acknowledged between two cuts, at least and at most: then the power goes, in the middle of the work. */
const TOLD_PER_CUT = [50, 400] as const;

export const databaseCuts: Trial = {
  name: 'power-databases',
  promise: 'What the service has acknowledged survives a power cut, and its database opens.',
  missing: diskMissing,
  async run({ scale, seed, log }) {
    const isFull = scale === 'full';
    const chance = seeded(seed);
    const findings: Finding[] = [];
    const note = (finding: Finding): void => {
      log(`${finding.what}: ${finding.figures}`);
      findings.push(finding);
    };
    note(await firstStarts(isFull ? 10 : 1, chance.branch('first starts')));
    note(await kept('PGlite', () => embedded(), isFull ? 10 : 2, chance));
    note(await kept('PostgreSQL', () => withPostgres(), isFull ? 10 : 2, chance));
    note(await caught('PGlite without our syncs', careless, chance));
    const hasty = 'PostgreSQL with synchronous_commit off';
    note(await caught(hasty, withHastyPostgres, chance));
    return findings;
  },
};

async function kept(
  name: string,
  make: () => Promise<Machine>,
  cuts: number,
  chance: Chance,
): Promise<Finding> {
  const outcome = await cutPower(make, cuts, chance.branch(name));
  return {
    what: `${name}, power cut ${cuts} times under load`,
    figures: figuresOf(outcome),
    isKept: outcome.opened === cuts && !isBroken(outcome) && outcome.told >= cuts * TOLD_PER_CUT[0],
  };
}

/** A control comes through a cut by luck now and then; the first that does harm ends it. */
const CONTROL_CUTS_MOST = 6;

/** A control: a variant that is known to lose has to be seen losing. */
async function caught(
  name: string,
  make: () => Promise<Machine>,
  chance: Chance,
): Promise<Finding> {
  const outcome = await cutPower(make, CONTROL_CUTS_MOST, chance.branch(name));
  const hasLost = outcome.told > 0 && (outcome.lost > 0 || outcome.opened < outcome.cuts);
  return {
    what: `control: ${name}`,
    figures: `${hasLost ? 'caught' : 'NOT caught'}: ${figuresOf(outcome)}`,
    isKept: hasLost,
  };
}

interface Outcome extends Verdict {
  readonly cuts: number;
  /** How often the database opened afterwards. */
  readonly opened: number;
  /** What somebody was told who went on with a grant from before the cut. */
  readonly refused?: string;
}

const isBroken = ({ lost, duplicated, phantom, refused }: Outcome): boolean =>
  lost + duplicated + phantom > 0 || refused !== undefined;

/** Ends at the first cut that does harm, with what it did. */
async function cutPower(
  make: () => Promise<Machine>,
  cuts: number,
  chance: Chance,
): Promise<Outcome> {
  const machine = await make();
  try {
    let service = await machine.boot();
    const crowd = await prepare(service);
    let outcome: Outcome = { cuts: 0, opened: 0, ...crowd.judge([]) };
    while (outcome.cuts < cuts && outcome.opened === outcome.cuts && !isBroken(outcome)) {
      await cutWhileAnswering(machine, service, crowd, chance.between(...TOLD_PER_CUT));
      const done = outcome.cuts + 1;
      try {
        service = await (chance.happens(0.3) ? cutWhileStarting(machine, chance) : machine.boot());
      } catch {
        return { ...crowd.judge([]), cuts: done, opened: outcome.opened };
      }
      outcome = { ...(await examine(service, crowd)), cuts: done, opened: done };
    }
    return outcome;
  } finally {
    await machine.remove();
  }
}

async function prepare(service: TestService): Promise<Crowd> {
  await publishFile(service.client, shortSurvey);
  return new Crowd(await offlineMint(service.client));
}

async function cutWhileAnswering(
  machine: Machine,
  service: TestService,
  crowd: Crowd,
  afterTold: number,
): Promise<void> {
  const answering = crowd.answer(addressOf(service), AT_ONCE);
  const cutting = Promise.race([crowd.hears(afterTold), answering]).then(() => machine.cut());
  for (const part of await Promise.allSettled([answering, cutting])) {
    if (part.status === 'rejected') throw part.reason;
  }
}

/** The power comes, goes soon, and comes again. */
async function cutWhileStarting(machine: Machine, chance: Chance): Promise<TestService> {
  const starting = machine.boot().catch(() => undefined); // Cut short, as is meant.
  await pass(chance.between(100, 2500));
  await machine.cut();
  await starting;
  return machine.boot();
}

/** First what is there; then whether those who were interrupted can go on, and nothing comes of it twice. */
async function examine(
  service: TestService,
  crowd: Crowd,
): Promise<Verdict & { refused?: string }> {
  const before = crowd.judge(await rowsOf(service));
  if (before.lost > 0) return before;
  try {
    await crowd.goOn(addressOf(service));
    return crowd.judge(await rowsOf(service));
  } catch (error) {
    return { ...before, refused: String(error) };
  }
}

async function rowsOf(service: TestService): Promise<readonly StoredResponse[]> {
  const rows: StoredResponse[] = [];
  for await (const row of service.client.listResponses.all({})) rows.push(row);
  return rows;
}

const addressOf = ({ origin }: TestService) => ({ service: origin, site: SITE });

function figuresOf({ cuts, opened, told, lost, duplicated, phantom, refused }: Outcome): string {
  const rest = refused === undefined ? '' : `; ${refused}`;
  return `opened ${opened} of ${cuts}; ${told} acknowledged, ${lost} lost, ${duplicated} duplicated, ${phantom} phantom${rest}`;
}

/** A new folder is where the database is most easily lost: nothing of it has ever been synced. */
async function firstStarts(times: number, chance: Chance): Promise<Finding> {
  let opened = 0;
  const said: string[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const problem = await cutFirstStart(chance);
    if (problem === undefined) opened += 1;
    else said.push(problem);
  }
  return {
    what: `PGlite, power cut ${times} times during its first start`,
    figures: [`opened ${opened} of ${times}`, ...said].join('; '),
    isKept: opened === times,
  };
}

async function cutFirstStart(chance: Chance): Promise<string | undefined> {
  const machine = await embedded();
  try {
    await cutWhileStarting(machine, chance);
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    await machine.remove();
  }
}
