/** What happens to journeys that are under way. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { carryOut } from './carry-out.ts';
import type { ScenarioOffice } from './carry-out.ts';
import { readCircumstances } from './circumstances.ts';
import type { Circumstances, Happening, Journey, Turn } from './journey.ts';
import { inRounds } from './rounds.ts';
import { advance, leave } from './rules/rules.ts';

export interface Moving {
  /** By its id. */
  readonly journey: string;
  readonly respondent: string;
  readonly happening: Happening | { readonly type: 'end' };
}

/** @param journeys locked, by their ids; of those that are not there nothing happens */
export async function moveOn(
  project: string,
  movings: readonly Moving[],
  journeys: ReadonlyMap<string, Journey>,
  trx: Kysely<Tables>,
  office: ScenarioOffice,
): Promise<void> {
  const present = new Map(journeys);
  await inRounds(
    movings,
    ({ respondent }) => respondent,
    async (some) => {
      const known = some.flatMap(({ journey: id, happening }) => {
        const journey = present.get(id);
        return journey === undefined ? [] : [{ journey, happening }];
      });
      const moves = await movesOf(project, known, trx, office);
      await carryOut(project, moves, trx, office);
      for (const { turn } of moves) present.set(turn.journey.id, turn.journey);
      return [];
    },
  );
}

interface Known {
  readonly journey: Journey;
  readonly happening: Moving['happening'];
}

async function movesOf(
  project: string,
  known: readonly Known[],
  trx: Kysely<Tables>,
  office: ScenarioOffice,
) {
  const journeys = known.map(({ journey }) => journey);
  const scenarioOf = await office.scenarios.ofJourneys(project, journeys, trx);
  const travellerOf = (journey: Journey) => {
    return { respondent: journey.respondent, scenario: scenarioOf(journey).content };
  };
  const circumstances = await readCircumstances(project, journeys.map(travellerOf), trx, office);
  return known.flatMap(({ journey, happening }) => {
    const turn = turnOf(journey, happening, circumstances(travellerOf(journey)));
    if (turn.journey === journey) return [];
    return [{ turn, scenario: scenarioOf(journey), isNew: false }];
  });
}

function turnOf(
  journey: Journey,
  happening: Moving['happening'],
  circumstances: Circumstances,
): Turn {
  return happening.type === 'end'
    ? leave(journey, circumstances, 'The scenario was ended.')
    : advance(journey, happening, circumstances);
}
