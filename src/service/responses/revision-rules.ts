/** What becomes of a revision, given the one that is stored. A pure rule, so that it can be read and tested whole. */
import type { ResponseStatus } from '../../protocol/index.ts';

export interface StoredRevision {
  readonly revision: number;
  readonly status: ResponseStatus;
  /** The grant that wrote it. */
  readonly writer: string;
  readonly contentHash: string;
}

export interface OfferedRevision {
  readonly revision: number;
  /** The stored revision that the device knew of. */
  readonly base: number;
  readonly writer: string;
  readonly contentHash: string;
}

/** `final`: a conflict with a completed response, whose payload has to be kept elsewhere. */
export type Verdict = 'duplicate' | 'conflict' | 'final' | 'replace';

export function judgeRevision(stored: StoredRevision, offered: OfferedRevision): Verdict {
  const isSame = offered.contentHash === stored.contentHash;
  const isSameWriter = offered.writer === stored.writer;
  const isFinal = stored.status === 'completed';
  if (isSame && (isFinal || offered.revision === stored.revision)) return 'duplicate';
  // Its own later revision is already here: the network has swapped the two.
  if (isSameWriter && offered.revision < stored.revision) return 'duplicate';
  if (isFinal) return 'final';
  if (offered.revision <= stored.revision) return 'conflict';
  if (!isSameWriter && offered.base < stored.revision) return 'conflict';
  return 'replace';
}
