/** One item under its grant: who may write, whether it fits its survey, and then the rules of revisions. */
import type { Kysely } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { PointedError, ResponseDocument, ResponseReceipt } from '../../protocol/index.ts';
import { originProblem } from '../credentials/origin.ts';
import type { Tables } from '../database/types.ts';
import { followResponse } from '../invitations/follow-response.ts';
import type { InvitationSender } from '../invitations/sender.ts';
import { isErased } from '../respondents/tombstones.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { examine } from './examination.ts';
import type { Grant } from './grants.ts';
import { payloadOf, receiptFor } from './items.ts';
import type { Item } from './items.ts';
import { quarantine } from './quarantine.ts';
import { storeRevision } from './store-revision.ts';

/** What an item met with. The reasons are for log and counters, once the transaction has held. */
export interface Judgement {
  readonly receipt: ResponseReceipt;
  readonly project?: string;
  /** Newly kept for repair: why. */
  readonly quarantined?: QuarantineReason;
}

export type QuarantineReason = 'response_invalid' | 'response_final';
export type Refusal = 'grant_invalid' | 'grant_expired' | 'origin_missing' | 'origin_not_allowed';

export interface Bench {
  readonly origin: string | null;
  readonly versions: VersionCache;
  readonly trx: Kysely<Tables>;
  readonly world: World;
}

/** Where responses are judged: invitations hear of it. */
export interface Court extends Bench {
  readonly sender: InvitationSender;
}

/** More than these tell nothing new about a payload. */
const ERRORS_MAX = 50;

export async function judgeItem(
  item: Item,
  grant: Grant | undefined,
  bench: Court,
): Promise<Judgement> {
  if (grant === undefined) return refuse(item, 'grant_invalid');
  const refusal = refusalOf(item, grant, bench.origin);
  if (refusal !== null) return refuse(item, refusal);
  if (await isErased(grant.project, grant.response, bench.trx)) {
    return { receipt: receiptFor(item, { result: 'erased' }), project: grant.project };
  }
  if (isExpired(grant, bench.world)) return refuse(item, 'grant_expired');
  return { project: grant.project, ...(await accept(item, grant, bench)) };
}

export function refuse(item: Item, code: Refusal): Judgement {
  return { receipt: receiptFor(item, { result: 'refused', code }) };
}

/** What speaks against this grant, here and for this response; not that it has expired. */
export function refusalOf(
  { id }: Pick<Item, 'id'>,
  grant: Grant,
  origin: string | null,
): Refusal | null {
  if (grant.response !== id) return 'grant_invalid';
  const problem = originProblem(origin, grant.allowedOrigins);
  if (problem !== null) return problem;
  return grant.origin === origin ? null : 'origin_not_allowed';
}

export function isExpired({ expiresAt }: Grant, { now }: World): boolean {
  return now().getTime() >= expiresAt.getTime() + LIMITS.clockToleranceSeconds * 1000;
}

async function accept(item: Item, grant: Grant, bench: Court): Promise<Judgement> {
  const { reviewed, errors } = await examine(item, grant, {
    versions: bench.versions,
    db: bench.trx,
  });
  if (reviewed === undefined) return await keep(item, grant, errors, bench);
  const outcome = await storeRevision(reviewed, grant, bench);
  if (outcome.result === 'foreign') return refuse(item, 'grant_invalid');
  if (outcome.result === 'final') return await keepLate(item, grant, outcome.stored, bench);
  if (outcome.result === 'stored' && grant.isInvited) {
    const { submission, variables } = reviewed;
    await followResponse(grant, { status: submission.status, variables }, bench.trx, bench);
  }
  return { receipt: receiptFor(item, outcome) };
}

/** A completed response stays as it is; what somebody wanted to change is kept beside it. */
async function keepLate(
  item: Item,
  grant: Grant,
  stored: ResponseDocument,
  bench: Bench,
): Promise<Judgement> {
  const isNew = await quarantine(payloadOf(item), grant, 'response_final', [], bench);
  return {
    receipt: receiptFor(item, { result: 'conflict', code: 'response_final', stored }),
    ...(isNew && { quarantined: 'response_final' }),
  };
}

/** Answers that do not fit are somebody's answers all the same. */
async function keep(
  item: Item,
  grant: Grant,
  all: readonly PointedError[],
  bench: Bench,
): Promise<Judgement> {
  const errors = all.slice(0, ERRORS_MAX);
  const isNew = await quarantine(payloadOf(item), grant, 'response_invalid', errors, bench);
  return {
    receipt: receiptFor(item, { result: 'quarantined', code: 'response_invalid', errors }),
    ...(isNew && { quarantined: 'response_invalid' }),
  };
}
