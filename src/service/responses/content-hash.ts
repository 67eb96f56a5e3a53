/** Whether two revisions say the same, whenever and by whichever window size they were said. */
import type { ResponseSubmission } from '../../protocol/index.ts';
import { canonicalJson, sha256 } from '../hash.ts';

/** What only the service adds to an answer is nothing that a device says, although it may send it back. */
export function contentHash({ status, answers, page = {} }: ResponseSubmission): string {
  const said = Object.fromEntries(
    Object.entries(answers).map(([id, { value, at }]) => [id, { value, at }]),
  );
  return sha256(canonicalJson({ status, answers: said, page }));
}
