/** What becomes of a revision, given the one that is stored. A pure rule, so that it can be read and tested whole. */
import type { Answers, ResponseStatus } from '../../protocol/index.ts';

export interface StoredRevision {
  readonly revision: number;
  readonly status: ResponseStatus;
  /** The grant that wrote it. */
  readonly writer: string;
  readonly contentHash: string;
  readonly answers: Answers;
}

export interface OfferedRevision {
  readonly revision: number;
  readonly status: ResponseStatus;
  /** The stored revision that the device knew of. */
  readonly base: number;
  readonly writer: string;
  readonly contentHash: string;
  readonly answers: Answers;
}

/** `final`: a conflict with a completed response, whose payload has to be kept elsewhere. */
export type Verdict = 'duplicate' | 'conflict' | 'final' | 'replace';

export function judgeRevision(stored: StoredRevision, offered: OfferedRevision): Verdict {
  const isSame = offered.contentHash === stored.contentHash;
  const isSameWriter = offered.writer === stored.writer;
  const isFinal = stored.status === 'completed';
  if (isSame && (isFinal || offered.revision === stored.revision)) return 'duplicate';
  const isEnd = offered.status === 'completed' && !isFinal;
  // Its own later revision is already here: the network has swapped the two.
  if (isSameWriter && offered.revision < stored.revision && !isEnd && holds(stored, offered)) {
    return 'duplicate';
  }
  if (isFinal) return 'final';
  if (offered.revision <= stored.revision) return 'conflict';
  const isInformed = offered.base >= stored.revision;
  if (!isInformed && !(isSameWriter && holds(offered, stored))) return 'conflict';
  return 'replace';
}

/**
 * Every answer of the other, or a later one. A device whose disk was full goes on, after a reload, from an older
 * draft under the same grant: its numbers begin again, and tell nothing about what is in them.
 */
function holds(
  one: OfferedRevision | StoredRevision,
  other: OfferedRevision | StoredRevision,
): boolean {
  return Object.entries(other.answers).every(([question, { at }]) => {
    const mine = one.answers[question];
    return mine !== undefined && mine.at >= at;
  });
}
