/** Whether this person has already begun to answer: the response to go on with. */
import type { Kysely } from 'kysely';

import { collectVariables } from '../../engine/index.ts';
import type { SurveyContent, Variables } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { canonicalJson } from '../hash.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import type { Admission } from './admission.ts';

const COLUMNS = [
  'id',
  'survey_id',
  'version',
  'respondent',
  'status',
  'revision',
  'document',
  'variables',
] as const;

/** Of one person and survey, so many latest responses are looked at. */
const OCCASIONS_MAX = 50;

export type EarlierResponse = NonNullable<Awaited<ReturnType<typeof responseById>>>;

/** The response asked for, or the one that another visit or device began on the same occasion. */
export async function findResponse(
  admission: Admission,
  content: SurveyContent,
  trx: Kysely<Tables>,
  world: World,
): Promise<EarlierResponse | undefined> {
  const { claims, request, survey } = admission;
  const asked = await responseById(claims.iss, request.responseId, trx);
  if (asked === undefined) return await sameOccasion(admission, content, trx, world);
  if (asked.survey_id !== survey || asked.respondent !== (claims.sub ?? null)) {
    throw new ProblemError('response_foreign');
  }
  return asked;
}

async function responseById(project: string, id: string, trx: Kysely<Tables>) {
  return await trx
    .selectFrom('responses')
    .select(COLUMNS)
    .where('project_id', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
}

/**
 * The same person, survey and signed variables, while answers are still accepted: another device at the
 * same order. The next order has another number, and next quarter's question comes after the deadline.
 */
async function sameOccasion(
  { claims, survey }: Admission,
  content: SurveyContent,
  trx: Kysely<Tables>,
  { now }: World,
): Promise<EarlierResponse | undefined> {
  if (claims.sub === undefined) return undefined;
  const rows = await trx
    .selectFrom('responses')
    .select(COLUMNS)
    .where('project_id', '=', claims.iss)
    .where('respondent', '=', claims.sub)
    .where('survey_id', '=', survey)
    .where('status', 'in', ['partial', 'completed'])
    .where('deadline', '>', now().toISOString())
    .orderBy('created_at', 'desc')
    .limit(OCCASIONS_MAX)
    .execute();
  const occasion = signedPart(collectVariables(content, { token: claims.vars }).variables);
  return rows.find(({ variables }) => signedPart(variables as Variables) === occasion);
}

/** What the customer's backend vouched for, in a form that can be compared. */
function signedPart(variables: Variables): string {
  const signed = Object.entries(variables).filter(([, { source }]) => source === 'token');
  return canonicalJson(Object.fromEntries(signed));
}

/**
 * A response that has a grant but no row yet is being answered on a device: it keeps its version although
 * a newer one was published meanwhile, and it stays its respondent's.
 */
export async function pinnedVersion(
  { claims, request, survey }: Admission,
  trx: Kysely<Tables>,
): Promise<number | undefined> {
  const grant = await trx
    .selectFrom('response_grants')
    .select(['survey_id', 'version', 'respondent'])
    .where('project_id', '=', claims.iss)
    .where('response_id', '=', request.responseId)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  if (grant === undefined) return undefined;
  if (grant.survey_id !== survey || grant.respondent !== (claims.sub ?? null)) {
    throw new ProblemError('response_foreign');
  }
  return grant.version;
}
