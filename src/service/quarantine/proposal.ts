/** What a payload would become: corrected, merged with what is stored, and reviewed by the engine. */
import type { Kysely } from 'kysely';

import { isAnswerable } from '../../engine/answerable.ts';
import { mergeAnswers } from '../../engine/index.ts';
import { pointedErrors, ResponseSubmission } from '../../protocol/index.ts';
import type { Answers, PointedError, SurveyContent } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { canonicalJson } from '../hash.ts';
import { examine } from '../responses/examination.ts';
import { identify } from '../responses/items.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { Reviewed } from '../responses/store-revision.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import { mergePatch } from './merge-patch.ts';
import type { Material, StoredRow } from './store-repaired.ts';

export type Proposal =
  | { readonly kind: 'invalid'; readonly errors: readonly PointedError[] }
  /** The response is complete, and nobody has said that it may be changed. */
  | { readonly kind: 'final' }
  /** Everything in it already is in the response, by this revision. */
  | { readonly kind: 'known'; readonly reviewed: Reviewed; readonly revision: number }
  | { readonly kind: 'new'; readonly reviewed: Reviewed };

export async function proposal(
  material: Material,
  versions: VersionCache,
  trx: Kysely<Tables>,
): Promise<Proposal> {
  const { row, grant, stored, correction } = material;
  const parsed = ResponseSubmission.safeParse(asSubmission(material));
  if (!parsed.success) return { kind: 'invalid', errors: pointedErrors(parsed.error) };
  const version = correction.version ?? stored?.version ?? row.version;
  const content = await versions.content(grant.project, grant.survey, version, trx);
  const merged = stored === undefined ? parsed.data : mergedWith(stored, parsed.data);
  const raw = { ...merged, answers: skipping(merged, correction.drop ?? [], content) };
  const { reviewed, errors } = await examine(
    identify(raw),
    { ...grant, version },
    { versions, db: trx },
  );
  if (reviewed === undefined) return { kind: 'invalid', errors };
  if (stored === undefined) return { kind: 'new', reviewed };
  if (says(stored, reviewed)) return { kind: 'known', reviewed, revision: stored.revision };
  const isFinal = stored.status === 'completed' && correction.overFinal !== true;
  return isFinal ? { kind: 'final' } : { kind: 'new', reviewed };
}

/**
 * The corrected payload as a device would send it. Its id, its revision and what it was based on are known
 * here better than there, however broken they came.
 */
function asSubmission({ row, stored, correction }: Material): object {
  const patched = mergePatch(row.payload, correction.patch ?? {}) as Record<string, unknown>;
  const dropped = new Set(correction.drop);
  const given = Object.entries(patched['answers'] ?? {});
  const answers = Object.fromEntries(given.filter(([question]) => !dropped.has(question)));
  const { revision } = ResponseSubmission.shape;
  const own = revision.safeParse(patched['revision']);
  const next = (stored?.revision ?? 0) + 1;
  return {
    ...patched,
    ...(typeof patched['answers'] === 'object' && { answers }),
    id: row.response_id,
    grant: 'repair',
    revision: Math.max(next, own.success ? own.data : next),
    base: stored?.revision ?? 0,
  };
}

/** As a device merges when it meets a conflict; what is complete stays complete. */
function mergedWith(stored: StoredRow, offered: ResponseSubmission): ResponseSubmission {
  const { answers, timings, status } = documentOf(stored);
  const { page, auto } = stored.page_context as Pick<ResponseSubmission, 'page' | 'auto'>;
  const isOlder = offered.timings.updatedAt < timings.updatedAt;
  const isCompleted = status === 'completed' || offered.status === 'completed';
  const newer = isOlder ? status : offered.status;
  return {
    ...offered,
    status: isCompleted ? 'completed' : newer,
    answers: mergeAnswers(answers, offered.answers),
    page: { ...page, ...offered.page },
    auto: { ...auto, ...offered.auto },
    timings: {
      ...offered.timings,
      ...timings,
      updatedAt: isOlder ? timings.updatedAt : offered.timings.updatedAt,
    },
  };
}

/** A question whose answer was dropped counts as skipped, unless something else is stored of it. */
function skipping(
  { answers, timings }: ResponseSubmission,
  dropped: readonly string[],
  { screens }: SurveyContent,
): Answers {
  const questions = screens.flatMap((screen) => screen.questions);
  const skipped = questions.filter(({ id }) => dropped.includes(id)).filter(isAnswerable);
  const skip = { value: null, at: timings.updatedAt };
  return { ...Object.fromEntries(skipped.map(({ id }) => [id, skip])), ...answers };
}

function says(stored: StoredRow, { answers, submission }: Reviewed): boolean {
  const { status, answers: known } = documentOf(stored);
  return canonicalJson([status, known]) === canonicalJson([submission.status, answers]);
}
