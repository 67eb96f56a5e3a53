/** Payloads that cannot be stored as a response, kept for repair: the same one once. */
import type { PointedError } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { notify } from '../deliveries/notices.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { newId } from '../identifiers.ts';
import type { Grant } from './grants.ts';
import type { Bench, QuarantineReason } from './judge-item.ts';

/** Whether it was new. */
export async function quarantine(
  payload: Record<string, unknown>,
  grant: Grant,
  reason: QuarantineReason,
  errors: readonly PointedError[],
  { trx, world }: Bench,
): Promise<boolean> {
  const row = await trx
    .insertInto('quarantine')
    .values({
      project_id: grant.project,
      id: newId('qrn', world),
      response_id: grant.response,
      survey_id: grant.survey,
      version: grant.version,
      grant_hash: grant.hash,
      reason,
      payload: toJson(payload),
      errors: toJson(errors),
      content_hash: sha256(canonicalJson(payload)),
      created_at: world.now().toISOString(),
    })
    .onConflict((conflict) =>
      conflict.columns(['project_id', 'response_id', 'content_hash']).doNothing(),
    )
    .returning(['id', 'created_at'])
    .executeTakeFirst();
  if (row === undefined) return false;
  const { project, survey, respondent, response } = grant;
  const about = { subject: row.id, survey, respondent, sequence: 1, at: row.created_at };
  const notice = { type: 'response.quarantined', ...about, facts: { response, reason } } as const;
  await notify(project, [notice], trx);
  return true;
}
