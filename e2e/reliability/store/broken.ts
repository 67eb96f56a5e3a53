/** Whatever has become of the device's storage, the survey is completed, and the respondent is told the truth. */
import { chromium, firefox } from 'playwright';

import { startEngine } from '../../engines/engines.ts';
import type { Engine, EngineName } from '../../engines/engines.ts';
import { chromiumOptions } from '../browsers/chromium-options.ts';
import { seeded } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { storeFaults } from './faults.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { visitIn } from './trouble.ts';
import type { Outcome } from './trouble.ts';

export const brokenStore: Trial = {
  name: 'broken-store',
  promise:
    'A broken storage stops no survey, and nobody is told that it keeps what it does not keep.',
  async run({ scale, seed, log }) {
    const stage = await createStage();
    try {
      const engines: readonly EngineName[] =
        scale === 'short' ? ['chromium'] : ['chromium', 'firefox', 'webkit'];
      const findings: Finding[] = [];
      for (const name of engines) findings.push(...(await tryEngine(name, stage, { seed, log })));
      return findings;
    } finally {
      await stage.close();
    }
  },
};

/** After the fault, storing goes on by itself in so many of them at least. */
const RESUMED_LEAST = 10;

async function tryEngine(
  name: EngineName,
  stage: Stage,
  { seed, log }: Omit<TrialOptions, 'scale'>,
): Promise<readonly Finding[]> {
  const engine = await start(name);
  if (typeof engine === 'string') return [{ what: name, figures: engine, isKept: false }];
  try {
    const outcomes = await visits(engine, stage, name, seed);
    for (const { name: fault, trouble, uncaught, ...facts } of outcomes) {
      const failed = Object.entries(facts).flatMap(([fact, holds]) => (holds ? [] : [fact]));
      if (failed.length > 0 || uncaught.length > 0) {
        log(`${fault}: not ${failed.join(', ')}; ${trouble ?? ''} ${uncaught.join(' | ')}`);
      }
    }
    return [findingOf(name, outcomes)];
  } finally {
    await engine.stop();
  }
}

function findingOf(engine: string, outcomes: readonly Outcome[]): Finding {
  const all = outcomes.length;
  const count = (holds: (outcome: Outcome) => boolean): number => outcomes.filter(holds).length;
  const completed = count(({ isCompleted }) => isCompleted);
  const told = count(({ isTold }) => isTold);
  const resumed = count(({ isResumed }) => isResumed);
  const delivered = count(({ isDelivered }) => isDelivered);
  const uncaught = outcomes.reduce((sum, outcome) => sum + outcome.uncaught.length, 0);
  return {
    what: `${all} faults of the storage in ${engine}`,
    figures:
      `${completed} of ${all} completed online, ${told} told the truth, ${resumed} stored on after the fault ` +
      `without a reload, ${delivered} all delivered, ${uncaught} uncaught errors`,
    isKept:
      completed === all &&
      told === all &&
      resumed >= RESUMED_LEAST &&
      delivered === all &&
      uncaught === 0,
  };
}

/** Some at a time: most of a visit is waiting. */
async function visits(
  engine: Engine,
  stage: Stage,
  name: EngineName,
  seed: number,
): Promise<readonly Outcome[]> {
  const order = seeded(seed).branch(name);
  const waiting = storeFaults
    .map((fault) => ({ fault, at: order.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ fault }) => fault);
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let fault = waiting.pop(); fault !== undefined; fault = waiting.pop()) {
      const visitor = await engine.visit({ width: 880, height: 720 });
      outcomes.push(await visitIn({ ...fault, name: `${name}: ${fault.name}` }, visitor, stage));
      await visitor.leave();
    }
  };
  await Promise.all(Array.from({ length: name === 'webkit' ? 1 : 3 }, work));
  return outcomes;
}

function start(name: EngineName): Promise<Engine | string> {
  // A Playwright that runs no tests has the engines all the same.
  return startEngine(
    name,
    'light',
    { chromium, firefox } as Parameters<typeof startEngine>[2],
    chromiumOptions('--disable-features=Translate'),
  );
}
