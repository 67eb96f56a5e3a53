/** What turns of many people at once are decided by, in a handful of statements however many they are. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Answers, Scenario } from '../../protocol/index.ts';
import { permissionOf, readVerdicts } from '../asking/permissions.ts';
import type { Tables } from '../database/types.ts';
import { readProfiles } from '../profiles/profiles.ts';
import type { World } from '../world.ts';
import { surveysAsked, surveysLookedAt } from './surveys-of-scenario.ts';
import type { Answered, Circumstances, Person } from './journey.ts';

export interface CircumstancesSource {
  readonly world: Pick<World, 'now'>;
}

/** Of one person in one scenario. */
export interface Traveller {
  readonly respondent: string;
  readonly scenario: Scenario;
}

export type FindCircumstances = (traveller: Traveller) => Circumstances;

export async function readCircumstances(
  project: string,
  travellers: readonly Traveller[],
  db: Kysely<Tables>,
  { world }: CircumstancesSource,
): Promise<FindCircumstances> {
  const now = world.now();
  const respondents = [...new Set(travellers.map(({ respondent }) => respondent))];
  const scenarios = [...new Set(travellers.map(({ scenario }) => scenario))];
  const people = await readPeople(project, respondents, db);
  const responses = await readResponses(project, respondents, scenarios, db);
  const asked = travellers.flatMap(({ respondent, scenario }) =>
    surveysAsked(scenario).map((survey) => ({ respondent, survey })),
  );
  const verdictOf = await readVerdicts(project, asked, now, db);
  return ({ respondent, scenario }) => ({
    scenario,
    now,
    person: people.get(respondent) ?? stranger(respondent),
    responses: responses.get(respondent) ?? {},
    mayAsk: (survey) => permissionOf(verdictOf({ respondent, survey })),
  });
}

/** Whoever hands links on reaches everybody, and everybody may come. */
const EVERYBODY = ['link', 'in-app'];

function stranger(id: string): Person {
  return { id, attributes: {}, timezone: null, lang: null, channels: new Set(EVERYBODY) };
}

async function readPeople(
  project: string,
  respondents: readonly string[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, Person>> {
  if (respondents.length === 0) return new Map();
  const profiles = await readProfiles(project, respondents, db);
  const devices = await db
    .selectFrom('push_addresses')
    .select(['respondent', 'channel'])
    .distinct()
    .where('project_id', '=', project)
    .where('respondent', 'in', respondents)
    .execute();
  const channels = Map.groupBy(devices, ({ respondent }) => respondent);
  return new Map(
    respondents.map((id) => {
      const { attributes = {}, timezone = null, lang = null, email } = profiles.get(id) ?? {};
      const known = (channels.get(id) ?? []).map(({ channel }) => channel);
      const mail = email === null || email === undefined ? [] : ['email'];
      return [
        id,
        { id, attributes, timezone, lang, channels: new Set([...EVERYBODY, ...known, ...mail]) },
      ];
    }),
  );
}

/** The latest of each person to each survey that a condition looks at. */
async function readResponses(
  project: string,
  respondents: readonly string[],
  scenarios: readonly Scenario[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, Readonly<Record<string, Answered>>>> {
  const surveys = [...new Set(scenarios.flatMap(surveysLookedAt))];
  if (surveys.length === 0 || respondents.length === 0) return new Map();
  const rows = await db
    .selectFrom('responses')
    .distinctOn(['respondent', 'survey_id'])
    .select(['respondent', 'survey_id', 'status', 'document'])
    .where('project_id', '=', project)
    .where('respondent', 'in', respondents)
    .where('survey_id', 'in', surveys)
    .orderBy('respondent')
    .orderBy('survey_id')
    .orderBy(sql.ref('created_at'), 'desc')
    .orderBy('id', 'desc')
    .execute();
  const found = Map.groupBy(rows, ({ respondent }) => respondent ?? '');
  return new Map(
    [...found].map(([respondent, own]) => [
      respondent,
      Object.fromEntries(
        own.map(({ survey_id, status, document }) => {
          const { answers } = document as { readonly answers: Answers };
          return [survey_id, { status, answers }] as const;
        }),
      ),
    ]),
  );
}
