import { setImmediate as nextTurn } from 'node:timers/promises';

/** Runs one flush. It calls `begins` at the moment from which on it no longer covers new commits. */
export type Flush = (begins: () => void) => Promise<void>;

/**
 * Group commit: a hundred commits that wait at once share one flush of the disk.
 *
 * The returned function resolves when a flush that *began after the call* has ended. A flush already
 * under way may have missed the caller's commit, so it never counts; the one waiting behind it does.
 *
 * It begins at the end of the event loop's turn. What a turn finds on the sockets is worked off one after
 * the other, each transaction without a pause: begun at once, every flush would serve one of them.
 */
export function groupFlush(flush: Flush): () => Promise<void> {
  let waiting: Promise<void> | undefined;

  return () => {
    if (waiting !== undefined) return waiting;
    const retire = (): void => {
      if (waiting === mine) waiting = undefined;
    };
    const mine = nextTurn()
      .then(() => flush(retire))
      .finally(retire);
    waiting = mine;
    return mine;
  };
}
