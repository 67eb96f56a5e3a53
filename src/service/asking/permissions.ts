/** Whether many people may be asked surveys now, in a constant number of statements. */
import type { Kysely } from 'kysely';

import type {
  AskingVerdict,
  ProjectAskingPolicy,
  SurveyAskingPolicy,
  VariableValues,
} from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import type { Permission } from '../scenarios/journey.ts';
import { instantOf } from '../scenarios/rules/local-time.ts';
import { readAskings } from './history.ts';
import { judge } from './judge.ts';
import type { Asking, Standing } from './judge.ts';
import { respondentHash } from './opt-outs.ts';
import { concerns, fullText, readTaken } from './quotas.ts';

/** Of the project, where the policy of a survey stands. */
export const PROJECT = '';

export interface Policies {
  readonly project: ProjectAskingPolicy;
  readonly ofSurvey: (survey: string) => SurveyAskingPolicy;
  readonly areNone: boolean;
}

export interface AskedAbout {
  readonly respondent: string;
  readonly survey: string;
  /** What is signed of the person, for quotas. */
  readonly variables?: VariableValues;
}

export async function readPolicies(project: string, db: Kysely<Tables>): Promise<Policies> {
  const rows = await db
    .selectFrom('asking_policies')
    .select(['survey_id', 'policy'])
    .where('project_id', '=', project)
    .execute();
  const found = new Map(rows.map(({ survey_id, policy }) => [survey_id, policy]));
  return {
    project: found.get(PROJECT) ?? {},
    ofSurvey: (survey) => found.get(survey) ?? {},
    areNone: rows.every(({ policy }) => Object.keys(policy as object).length === 0),
  };
}

/** Of one project's people. */
export async function readVerdicts(
  project: string,
  all: readonly AskedAbout[],
  now: Date,
  db: Kysely<Tables>,
): Promise<(about: AskedAbout) => AskingVerdict> {
  const people = [...new Set(all.map(({ respondent }) => respondent))];
  const policies = await readPolicies(project, db);
  const optOuts = await readOptOuts(project, people, db);
  const askings = policies.areNone
    ? new Map<string, readonly Asking[]>()
    : await readAskings(project, people, now, db);
  const taken = await readAllTaken(project, all, policies, now, db);
  return (about) =>
    verdictBy(policies, about, {
      now,
      optOut: optOuts.get(respondentHash(project, about.respondent)) ?? null,
      askings: askings.get(about.respondent) ?? [],
      taken: taken.get(about.survey) ?? [],
    });
}

/** What the policies are held against. */
export interface Known extends Pick<Standing, 'now' | 'optOut' | 'askings'> {
  /** By the place of the survey's quota: how many have a place in it. */
  readonly taken: readonly number[];
}

/** Pure: for people in tables, and for those in a simulation. */
export function verdictBy(
  policies: Policies,
  { respondent, survey, variables = {} }: AskedAbout,
  { taken, ...known }: Known,
): AskingVerdict {
  const policy = policies.ofSurvey(survey);
  const { quotas = [], opens, closes, timezone = 'UTC' } = policy;
  return judge({
    ...known,
    survey,
    policy,
    project: policies.project,
    ...(opens !== undefined && { opensAt: instantOf(opens, timezone).toISOString() }),
    ...(closes !== undefined && { closesAt: instantOf(closes, timezone).toISOString() }),
    isInShare: isAmong(policy.share ?? 1, survey, respondent),
    full: quotas
      .filter(({ completed }, at) => (taken[at] ?? 0) >= completed)
      .filter((quota) => concerns(quota, variables))
      .map(fullText),
    tagsOf: (other) => policies.ofSurvey(other).tags ?? [],
  });
}

async function readOptOuts(
  project: string,
  people: readonly string[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, { readonly until: string | null }>> {
  if (people.length === 0) return new Map();
  const rows = await db
    .selectFrom('opt_outs')
    .select(['respondent_hash', 'until'])
    .where('project_id', '=', project)
    .where(
      'respondent_hash',
      'in',
      people.map((person) => respondentHash(project, person)),
    )
    .execute();
  return new Map(rows.map(({ respondent_hash, until }) => [respondent_hash, { until }]));
}

async function readAllTaken(
  project: string,
  all: readonly AskedAbout[],
  policies: Policies,
  now: Date,
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const taken = new Map<string, readonly number[]>();
  for (const survey of new Set(all.map((about) => about.survey))) {
    const { quotas = [] } = policies.ofSurvey(survey);
    if (quotas.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- few surveys have quotas
    taken.set(survey, await readTaken({ project, survey, quotas }, now, db));
  }
  return taken;
}

/** Always the same people of a survey, and others of another one. */
export function isAmong(share: number, survey: string, respondent: string): boolean {
  const hash = sha256(JSON.stringify([survey, respondent])).slice(0, 8);
  return Number.parseInt(hash, 16) / 2 ** 32 < share;
}

/** As a scenario asks. */
export function permissionOf({ ask, reason, why, until }: AskingVerdict): Permission {
  if (ask || reason === undefined) return { ask: true };
  return { ask: false, reason, why, ...(until !== undefined && { until }) };
}
