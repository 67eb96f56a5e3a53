/** Who stands behind a code, as far as a look may know it: nothing is changed, and nobody is named. */
import type { SurveyContent } from '../../protocol/index.ts';
import type { InvitationRow } from '../invitations/invitation-rows.ts';
import { presentCode } from '../invitations/present-code.ts';
import type { Call, Workshop } from './hosted.ts';
import type { World } from '../world.ts';

/** Why a link leads nowhere any more. */
export type DeadEnd = 'answered' | 'closed' | 'expired' | 'cancelled';

export interface Invited {
  readonly project: string;
  readonly survey: string;
  readonly version: number;
  /** In all its languages. */
  readonly content: SurveyContent;
  /** The invitation's own language. */
  readonly lang: string | null;
  /** The response that it has led to so far. */
  readonly response: string | null;
  /** Lets in one device. */
  readonly strict: boolean;
}

/** @throws ProblemError `code_invalid` */
export async function findInvited(
  code: string,
  { asker }: Pick<Call, 'asker'>,
  { versions, world, traffic }: Workshop,
): Promise<Invited | DeadEnd> {
  const { db } = world.database;
  const row = await presentCode(code, { traffic, asker }, world);
  const { project_id: project, survey_id: survey, response_id: response, lang, strict } = row;
  const begun = response === null ? undefined : await readBegun({ project, response }, db);
  if (begun?.status === 'completed') return 'answered';
  const end = deadEndOf(row, world.now());
  if (end !== undefined) return end;
  const published = await readSurvey({ project, survey }, db);
  const isClosed = published?.status !== 'published' && begun === undefined;
  const version = begun?.version ?? published?.version ?? null;
  if (isClosed || version === null) return 'closed';
  const content = await versions.content(project, survey, version, db);
  return { project, survey, version, content, lang, response, strict };
}

/** Read by itself: most links are opened by somebody who has not begun. */
async function readBegun(
  { project, response }: { readonly project: string; readonly response: string },
  db: World['database']['db'],
) {
  return await db
    .selectFrom('responses')
    .select(['status', 'version'])
    .where('project_id', '=', project)
    .where('id', '=', response)
    .executeTakeFirst();
}

async function readSurvey(
  { project, survey }: { readonly project: string; readonly survey: string },
  db: World['database']['db'],
) {
  return await db
    .selectFrom('surveys')
    .select(['status', 'version'])
    .where('project_id', '=', project)
    .where('id', '=', survey)
    .executeTakeFirst();
}

function deadEndOf(
  { status, reason, expires_at: expiresAt }: InvitationRow,
  now: Date,
): DeadEnd | undefined {
  if (status === 'completed') return 'answered';
  if (status === 'suppressed') return reason === 'answered' ? 'answered' : 'closed';
  if (status === 'cancelled') return 'cancelled';
  return status === 'expired' || new Date(expiresAt) <= now ? 'expired' : undefined;
}
