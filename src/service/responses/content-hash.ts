/** Whether two revisions say the same, whenever and by whichever window size they were said. */
import type { ResponseSubmission } from '../../protocol/index.ts';
import { canonicalJson, sha256 } from '../hash.ts';

export function contentHash({ status, answers, page = {} }: ResponseSubmission): string {
  return sha256(canonicalJson({ status, answers, page }));
}
