/** Invitations that scenarios make: many in one statement, each as often as it is asked for the same one. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import { collectVariables } from '../../engine/index.ts';
import type { Channel, SurveyContent, VariableValues } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { Tables } from '../database/types.ts';
import { readPublished } from '../surveys/published-surveys.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { codeAddress, codeOf } from './codes.ts';

export interface PlannedInvitation {
  /** The same for the same one. */
  readonly id: string;
  readonly journey: string;
  readonly respondent: string;
  readonly survey: string;
  readonly channels: readonly Channel[];
  /** Those that the survey does not declare, or declares otherwise, are left out. */
  readonly variables: VariableValues;
  readonly lang?: string;
  readonly page?: string;
  /** The service's origin, for links where no public address is set. */
  readonly reached: string;
  readonly expiresAt: string;
  readonly remindAt?: string;
}

export interface Registry {
  readonly versions: VersionCache;
  readonly world: Pick<World, 'now'>;
  /** Of the project. */
  readonly codeSecret: string;
}

const INVITATION = {
  id: 'text',
  survey_id: 'text',
  respondent: 'text',
  variables: 'jsonb',
  channels: 'jsonb',
  lang: 'text',
  page: 'text',
  reached_at: 'text',
  code_hash: 'text',
  remind_at: 'timestamptz',
  expires_at: 'timestamptz',
  journey_id: 'text',
} as const;

/** They are sent when the clock next looks, as all invitations are whose time has come. */
export async function inviteMany(
  project: string,
  planned: readonly PlannedInvitation[],
  trx: Kysely<Tables>,
  registry: Registry,
): Promise<void> {
  if (planned.length === 0) return;
  const surveys = planned.map(({ survey }) => survey);
  // An invitation to one that is not published comes to its end when it is to be sent.
  const published = await readPublished(project, surveys, registry.versions, trx);
  const rows = planned.map((one) => {
    return rowOf(project, one, published.get(one.survey)?.content, registry);
  });
  const now = registry.world.now().toISOString();
  await sql`
    insert into invitations (project_id, id, survey_id, respondent, variables, channels, addresses,
      strict, lang, page, reached_at, code_hash, status, history, attempts, send_at, remind_at,
      expires_at, due_at, journey_id, created_at)
    select ${project}, id, survey_id, respondent, variables, channels, '[]'::jsonb,
      false, lang, page, reached_at, code_hash, 'scheduled', ${toJson({ scheduled: now })}::jsonb,
      '[]'::jsonb, ${now}::timestamptz, remind_at, expires_at, ${now}::timestamptz, journey_id,
      ${now}::timestamptz
    from ${recordSet(INVITATION, rows)} given
    order by id
    on conflict (project_id, id) do nothing`.execute(trx);
}

function rowOf(
  project: string,
  planned: PlannedInvitation,
  content: SurveyContent | undefined,
  { codeSecret }: Registry,
) {
  return {
    id: planned.id,
    survey_id: planned.survey,
    respondent: planned.respondent,
    variables: toJson(content === undefined ? {} : declared(planned.variables, content)),
    channels: toJson(planned.channels),
    lang: planned.lang ?? null,
    page: planned.page ?? null,
    reached_at: planned.reached,
    code_hash: codeAddress(codeOf(project, planned.id, codeSecret)).hash,
    remind_at: planned.remindAt ?? null,
    expires_at: planned.expiresAt,
    journey_id: planned.journey,
  };
}

function declared(variables: VariableValues, content: SurveyContent): VariableValues {
  const { warnings } = collectVariables(content, { token: variables });
  const unfit = new Set(warnings.map(({ pointer }) => pointer.split('/')[2]));
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !unfit.has(name)));
}
