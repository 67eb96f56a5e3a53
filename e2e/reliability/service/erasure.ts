/** A person is erased while their answers are on their way. */
import { setTimeout as pass } from 'node:timers/promises';

import { storedBy, quarantinedBy } from '../network/lab.ts';
import { inTurns } from '../network/crowd.ts';
import { seeded } from '../seeded.ts';
import type { Chance } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { Respondents, SCREENS } from './respondents.ts';
import { onStage } from './stage.ts';
import type { DatabaseKind, Stage } from './stage.ts';

const AT_ONCE = 16;
/** A request takes about so long: the erasure falls before it, into it, or behind it. */
const WITHIN_MS = 60;

export const erasureRace: Trial = {
  name: 'erasure-race',
  promise: 'Nothing of an erased person comes back, and their device is told to forget it.',
  run: async (options) =>
    options.scale === 'full'
      ? [await race('PGlite', 1000, options), await race('PostgreSQL', 1000, options)]
      : [await race('PGlite', 60, options)],
};

interface Tally {
  told: number;
  before: number;
  exported: number;
}

async function race(
  database: DatabaseKind,
  people: number,
  { seed }: TrialOptions,
): Promise<Finding> {
  return onStage({ database }, async (stage) => {
    const chance = seeded(seed).branch(`erasure ${database}`);
    const respondents = new Respondents(stage, { chance });
    const tally: Tally = { told: 0, before: 0, exported: 0 };
    await inTurns(
      Array.from({ length: people }, (_, n) => n),
      AT_ONCE,
      (n) => erase(respondents, stage, chance.branch(n), tally),
    );
    const { client } = stage.service;
    const rows = await storedBy(client);
    const aside = await quarantinedBy(client);
    return {
      what: `${database}: ${people} people erased while their answers arrive`,
      figures: `${rows.length} rows and ${aside.length} set aside afterwards, ${tally.exported} lines in their exports; ${tally.told} devices told to forget, ${tally.before} acknowledged just before; every device empty`,
      isKept: rows.length + aside.length + tally.exported === 0 && tally.told > people / 2,
    };
  });
}

/** The session is open; the erasure meets any of the revisions, or the last one comes late. */
async function erase(
  respondents: Respondents,
  { service }: Stage,
  chance: Chance,
  tally: Tally,
): Promise<void> {
  const { name, device, answer } = await respondents.newcomer();
  let isTold = false;
  device.listen(({ kind }) => {
    if (kind === 'erased') isTold = true;
  });
  const meets = chance.between(0, SCREENS - 1);
  const isLate = chance.happens(0.2);
  let erasing: Promise<unknown> | undefined;
  for (let screen = 0; screen < SCREENS; screen += 1) {
    await answer();
    if (screen === meets) {
      erasing = pass(chance.between(0, WITHIN_MS)).then(() =>
        service.client.eraseRespondent({ id: name }),
      );
      if (isLate) await erasing;
    }
    void device.send();
    await pass(chance.between(0, WITHIN_MS));
  }
  await erasing;
  await device.send();
  // What was acknowledged in the moment before is gone from the device as well.
  while ((await device.records()).length > 0) await pass(10);
  if (isTold) tally.told += 1;
  else tally.before += 1;
  tally.exported += (await exportOf(service, name)).length;
}

async function exportOf({ client }: Stage['service'], id: string): Promise<string[]> {
  const stream = await client.exportRespondent({ id });
  const text = await new Response(stream).text();
  return text.split('\n').filter((line) => line !== '');
}
