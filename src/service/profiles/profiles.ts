/** What is known of people besides their answers: one row each, merged from everything that was said. */
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { Profile, ProfileChange } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { RespondentProfilesTable, Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

export const TOO_MANY_ATTRIBUTES = `A person has ${LIMITS.pageVariables} attributes at most; null takes one away.`;

export interface PersonChange {
  readonly respondent: string;
  readonly change: ProfileChange;
}

export function profileHandlers(
  world: World,
): Pick<PrivateHandlers, 'getRespondent' | 'putRespondent'> {
  return {
    getRespondent: async ({ project, params, db }) => await read(project, params.id, db),
    putRespondent: async ({ project, params, body, db }) => {
      const person = { respondent: params.id, change: body };
      if ((await changeProfiles(project, [person], db, world)).size > 0) {
        throw new ProblemError('request_invalid', { detail: TOO_MANY_ATTRIBUTES });
      }
      return await read(project, params.id, db);
    },
  };
}

async function read(project: string, respondent: string, db: Kysely<Tables>): Promise<Profile> {
  const known = await readProfiles(project, [respondent], db);
  return known.get(respondent) ?? unknown(respondent);
}

/** Of those of whom anything was ever said. */
export async function readProfiles(
  project: string,
  respondents: readonly string[],
  db: Kysely<Tables>,
): Promise<Map<string, Profile>> {
  if (respondents.length === 0) return new Map();
  const rows = await db
    .selectFrom('respondent_profiles')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', 'in', respondents)
    .execute();
  return new Map(rows.map((row) => [row.respondent, profileOf(row)]));
}

function unknown(respondent: string): Profile {
  return { respondent, attributes: {}, lang: null, timezone: null, email: null, updatedAt: null };
}

export function profileOf(row: Selectable<RespondentProfilesTable>): Profile {
  const { respondent, attributes, lang, timezone, email, updated_at: updatedAt } = row;
  return { respondent, attributes, lang, timezone, email, updatedAt };
}

const PROFILE = {
  respondent: 'text',
  attributes: 'jsonb',
  lang: 'text',
  timezone: 'text',
  email: 'text',
} as const;

/**
 * In the order given: of two that say the same of one person, the later one counts.
 * Returns those that were not taken: somebody would have more attributes than a person may.
 */
export async function changeProfiles(
  project: string,
  changes: readonly PersonChange[],
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<ReadonlySet<PersonChange>> {
  const refused = new Set<PersonChange>();
  if (changes.length === 0) return refused;
  const respondents = [...new Set(changes.map(({ respondent }) => respondent))].sort();
  const people = await lockProfiles(project, respondents, now().toISOString(), trx);
  for (const one of changes) {
    const known = people.get(one.respondent);
    if (known === undefined) continue;
    const next = changed(known, one.change);
    if (Object.keys(next.attributes).length > LIMITS.pageVariables) refused.add(one);
    else people.set(one.respondent, next);
  }
  await store(project, [...people.values()], now().toISOString(), trx);
  return refused;
}

/** There is a row of everybody afterwards, and nobody else changes it before the transaction ends. */
async function lockProfiles(
  project: string,
  respondents: readonly string[],
  time: string,
  trx: Kysely<Tables>,
): Promise<Map<string, Profile>> {
  const blank = respondents.map((respondent) => ({
    project_id: project,
    respondent,
    attributes: toJson({}),
    updated_at: time,
  }));
  await trx
    .insertInto('respondent_profiles')
    .values(blank)
    .onConflict((conflict) => conflict.columns(['project_id', 'respondent']).doNothing())
    .execute();
  const rows = await trx
    .selectFrom('respondent_profiles')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', 'in', respondents)
    // In one order in every transaction: two of them cannot wait for each other.
    .orderBy('respondent')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.respondent, profileOf(row)]));
}

function changed(known: Profile, change: ProfileChange): Profile {
  const { attributes = {}, lang = known.lang, timezone = known.timezone } = change;
  const { email = known.email } = change;
  const all = Object.entries({ ...known.attributes, ...attributes });
  const kept = all.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return { ...known, lang, timezone, email, attributes: Object.fromEntries(kept) };
}

async function store(
  project: string,
  people: readonly Profile[],
  time: string,
  trx: Kysely<Tables>,
): Promise<void> {
  const rows = people.map(({ attributes, respondent, lang, timezone, email }) => ({
    respondent,
    attributes: toJson(attributes),
    lang,
    timezone,
    email,
  }));
  await sql`
    update respondent_profiles as known
    set attributes = given.attributes, lang = given.lang, timezone = given.timezone,
      email = given.email, updated_at = ${time}::timestamptz
    from ${recordSet(PROFILE, rows)} given
    where known.project_id = ${project} and known.respondent = given.respondent`.execute(trx);
}
