/** Events begin journeys, and end them, in the transaction that stores the events. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import type { ArrivedEvent, EventListener } from '../events/listener.ts';
import { writeLog } from './automation-log.ts';
import { carryOut } from './carry-out.ts';
import type { ScenarioOffice } from './carry-out.ts';
import { readCircumstances } from './circumstances.ts';
import { consequencesOf } from './consequences.ts';
import { lockFormer, readCancelling } from './former-journeys.ts';
import { readLaterEvents } from './later-events.ts';
import { inRounds } from './rounds.ts';
import type { PublishedScenario } from './scenario-versions.ts';

/** In the order in which they happened. One event of each person at a time: a later one sees what the first has begun. */
export function scenarioEntering(office: ScenarioOffice): EventListener {
  return async ({ project, events }, trx) => {
    const published = await office.scenarios.published(project, trx);
    const cancels = await readCancelling(project, events, trx, office);
    const concerned = events
      .filter((event) => cancels(event) || startsOf(event, published).length > 0)
      .toSorted((a, b) => Number(a.at > b.at) - Number(a.at < b.at));
    await inRounds(
      concerned,
      ({ respondent }) => respondent,
      (some) => takeRound({ project, events: some, published }, trx, office),
    );
  };
}

function startsOf(
  { name }: ArrivedEvent,
  published: readonly PublishedScenario[],
): readonly PublishedScenario[] {
  return published.filter(({ content }) => content.on.event === name);
}

interface Round {
  readonly project: string;
  /** One of each person. */
  readonly events: readonly ArrivedEvent[];
  readonly published: readonly PublishedScenario[];
}

/** @returns events whose person was set on the same way meanwhile: they mean something else by now */
async function takeRound(
  { project, events, published }: Round,
  trx: Kysely<Tables>,
  office: ScenarioOffice,
): Promise<readonly ArrivedEvent[]> {
  const told = events.map((event) => ({ event, starts: startsOf(event, published) }));
  const former = await lockFormer(project, told, trx);
  const scenarioOf = await office.scenarios.ofJourneys(project, former, trx);
  const travellers = [
    ...former.map((journey) => travellerOf(journey.respondent, scenarioOf(journey))),
    ...told.flatMap(({ event, starts }) =>
      starts.map((scenario) => travellerOf(event.respondent, scenario)),
    ),
  ];
  const circumstances = await readCircumstances(project, travellers, trx, office);
  const laterThan = await readLaterEvents(project, told, trx);
  const ownOf = Map.groupBy(former, ({ respondent }) => respondent);
  const all = told.map(({ event, starts }) => {
    const own = ownOf.get(event.respondent) ?? [];
    const circumstancesIn = (scenario: PublishedScenario) =>
      circumstances(travellerOf(event.respondent, scenario));
    return consequencesOf({ event, starts, own, scenarioOf, circumstancesIn, laterThan });
  });
  const undone = await carryOut(
    project,
    all.flatMap(({ moves }) => moves),
    trx,
    office,
  );
  await writeLog(
    project,
    all.flatMap(({ stays }) => stays),
    trx,
    office.world,
  );
  return told.flatMap(({ event }, at) =>
    all[at]?.moves.some(({ turn }) => undone.has(turn.journey.id)) ? [event] : [],
  );
}

function travellerOf(respondent: string, { content: scenario }: PublishedScenario) {
  return { respondent, scenario };
}
