/** Whether what arrived is a response to its survey: its form first, then each answer by the engine. */
import type { Kysely } from 'kysely';

import { collectVariables } from '../../engine/index.ts';
import { review } from '../../engine/review.ts';
import { pointedErrors, ResponseSubmission } from '../../protocol/index.ts';
import type { PointedError } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import { withConsents } from './consents.ts';
import { contentHash } from './content-hash.ts';
import type { Grant } from './grants.ts';
import type { Item } from './items.ts';
import type { Reviewed } from './store-revision.ts';

type Examination =
  | { readonly reviewed: Reviewed; readonly errors?: undefined }
  | { readonly reviewed?: undefined; readonly errors: readonly PointedError[] };

export async function examine(
  { raw }: Item,
  grant: Grant,
  { versions, db }: { readonly versions: VersionCache; readonly db: Kysely<Tables> },
): Promise<Examination> {
  const parsed = ResponseSubmission.safeParse(raw);
  if (!parsed.success) return { errors: pointedErrors(parsed.error) };
  const { data: submission } = parsed;
  const { page, auto } = submission;
  const content = await versions.content(grant.project, grant.survey, grant.version, db);
  const { variables } = collectVariables(content, { token: grant.signed, page, auto });
  const { answers: fitting, questions, errors, facts } = review(content, submission, variables);
  if (errors.length > 0) return { errors };
  const answers = withConsents(fitting, content, submission.lang, facts);
  const hash = contentHash(submission);
  return { reviewed: { submission, answers, questions, variables, contentHash: hash } };
}
