/** How much a place may hold: a new response beyond that is refused, an old one is never evicted. */
import { LIMITS } from '../../protocol/limits.ts';
import type { OutboxRecord } from '../record.ts';

export interface Room {
  readonly responses: number;
  /** As JSON. */
  readonly characters: number;
}

export const DATABASE_ROOM: Room = {
  responses: LIMITS.outboxResponses,
  characters: LIMITS.outboxCharacters,
};

/** The page needs the most of it for itself. */
export const LOCAL_STORAGE_ROOM: Room = {
  responses: LIMITS.outboxResponses,
  characters: LIMITS.outboxLocalStorageCharacters,
};

/** Whether a new record may come to these. Revisions of one that is there are always taken. */
export function hasRoom(
  records: readonly OutboxRecord[],
  next: OutboxRecord,
  { responses, characters }: Room,
): boolean {
  if (records.length >= responses) return false;
  const lengths = [...records, next].map((record) => JSON.stringify(record).length);
  return lengths.reduce((sum, length) => sum + length, 0) <= characters;
}
