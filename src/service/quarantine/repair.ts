/**
 * A payload is judged once more and becomes a revision of its response, as if the device had sent it like
 * this: under the grant that it came with, by the same engine. The one difference is that nobody can be
 * told of a conflict, so it is merged with what is stored here, by question, the newest answer first.
 */
import type { Kysely } from 'kysely';

import type { PointedError, Repair, RepairRequest } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';
import { followResponse } from '../invitations/follow-response.ts';
import type { InvitationSender } from '../invitations/sender.ts';
import { isErased } from '../respondents/tombstones.ts';
import { lockGrant } from '../responses/grants.ts';
import type { Grant } from '../responses/grants.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { holdQuarantined, readQuarantined } from './quarantine-rows.ts';
import type { QuarantineRow } from './quarantine-rows.ts';
import { proposal } from './proposal.ts';
import { lockStored, storeRepaired } from './store-repaired.ts';
import { settle } from './settle.ts';
import type { Case } from './settle.ts';

interface RepairBench {
  readonly versions: VersionCache;
  readonly sender: InvitationSender;
  readonly trx: Kysely<Tables>;
  readonly world: World;
}

/**
 * @throws ProblemError `quarantine_unknown`, `quarantine_settled`, `response_erased`, `response_foreign`,
 *   `version_unknown`; `response_invalid` and `response_final` unless it is a dry run
 */
export async function repair(
  { project, id, by }: Case,
  { note, dryRun = false, ...correction }: RepairRequest,
  { versions, sender, trx, world }: RepairBench,
): Promise<Repair> {
  const { row, grant } = await hold(project, id, trx);
  const stored = await lockStored(grant, trx);
  const proposed = await proposal({ row, grant, stored, correction }, versions, trx);
  const told = { id, response: row.response_id, dryRun, revision: null, answers: null, errors: [] };
  if (proposed.kind === 'invalid' || proposed.kind === 'final') {
    const errors = proposed.kind === 'invalid' ? [...proposed.errors] : [];
    if (!dryRun) throw refusal(proposed.kind, errors);
    return { ...told, verdict: proposed.kind, errors };
  }
  const { reviewed } = proposed;
  const isNew = proposed.kind === 'new';
  const revision = isNew ? reviewed.submission.revision : proposed.revision;
  if (!dryRun) {
    if (isNew) await storeRepaired(reviewed, { row, grant, stored, correction }, trx, world);
    if (grant.isInvited) {
      const { submission, variables } = reviewed;
      await followResponse(grant, { status: submission.status, variables }, trx, { sender, world });
    }
    const record = { ...correction, revision };
    await settle(row, { by, note: note ?? null, repair: record }, trx, world);
  }
  const verdict = isNew ? 'repaired' : 'unchanged';
  return { ...told, verdict, revision, answers: reviewed.answers };
}

/** The grant first, as a submission does: an erasure that has begun is waited for, and then seen. */
async function hold(
  project: string,
  id: string,
  trx: Kysely<Tables>,
): Promise<{ readonly row: QuarantineRow; readonly grant: Grant }> {
  const { grant_hash: hash, response_id } = await readQuarantined(project, id, trx);
  const grant = await lockGrant({ project, hash }, 'shared', trx);
  if (await isErased(project, response_id, trx)) throw new ProblemError('response_erased');
  const row = await holdQuarantined(project, id, trx);
  if (grant === undefined) throw new ProblemError('quarantine_unknown');
  return { row, grant };
}

function refusal(kind: 'invalid' | 'final', errors: readonly PointedError[]): ProblemError {
  return kind === 'invalid'
    ? new ProblemError('response_invalid', { errors })
    : new ProblemError('response_final', { detail: 'Say "overFinal" to change it all the same.' });
}
