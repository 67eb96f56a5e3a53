/** One item under its grant: who may write, whether it fits its survey, and then the rules of revisions. */
import type { Kysely } from 'kysely';

import { collectVariables } from '../../engine/index.ts';
import { review } from '../../engine/review.ts';
import { LIMITS, pointedErrors, ResponseSubmission } from '../../protocol/index.ts';
import type { PointedError, ResponseDocument, ResponseReceipt } from '../../protocol/index.ts';
import { originProblem } from '../credentials/origin.ts';
import type { Tables } from '../database/types.ts';
import { isErased } from '../respondents/tombstones.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { contentHash } from './content-hash.ts';
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

/** More than these tell nothing new about a payload. */
const ERRORS_MAX = 50;

export async function judgeItem(
  item: Item,
  grant: Grant | undefined,
  bench: Bench,
): Promise<Judgement> {
  if (grant === undefined || grant.response !== item.id) return refuse(item, 'grant_invalid');
  const problem = originProblem(bench.origin, grant.allowedOrigins);
  if (problem !== null) return refuse(item, problem);
  if (grant.origin !== bench.origin) return refuse(item, 'origin_not_allowed');
  if (await isErased(grant.project, item.id, bench.trx)) {
    return { receipt: receiptFor(item, { result: 'erased' }), project: grant.project };
  }
  if (isExpired(grant, bench.world)) return refuse(item, 'grant_expired');
  return { project: grant.project, ...(await accept(item, grant, bench)) };
}

export function refuse(item: Item, code: Refusal): Judgement {
  return { receipt: receiptFor(item, { result: 'refused', code }) };
}

function isExpired({ expiresAt }: Grant, { now }: World): boolean {
  return now().getTime() >= expiresAt.getTime() + LIMITS.clockToleranceSeconds * 1000;
}

async function accept(item: Item, grant: Grant, bench: Bench): Promise<Judgement> {
  const parsed = ResponseSubmission.safeParse(item.raw);
  if (!parsed.success) return await keep(item, grant, pointedErrors(parsed.error), bench);
  const { page, auto } = parsed.data;
  const content = await bench.versions.content(
    grant.project,
    grant.survey,
    grant.version,
    bench.trx,
  );
  const { variables } = collectVariables(content, { token: grant.signed, page, auto });
  const { answers, questions, errors } = review(content, parsed.data, variables);
  if (errors.length > 0) return await keep(item, grant, errors, bench);
  const outcome = await storeRevision(
    {
      submission: parsed.data,
      answers,
      questions,
      variables,
      contentHash: contentHash(parsed.data),
    },
    grant,
    bench,
  );
  if (outcome.result === 'foreign') return refuse(item, 'grant_invalid');
  if (outcome.result === 'final') return await keepLate(item, grant, outcome.stored, bench);
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
