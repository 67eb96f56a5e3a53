import { describe, expect, it } from 'vitest';

import type { Answers } from '../../protocol/index.ts';
import { judgeRevision } from './revision-rules.ts';
import type { OfferedRevision, StoredRevision } from './revision-rules.ts';

const phone = 'grant of the phone';
const laptop = 'grant of the laptop';

/** Each answer with the second in which it was given. */
const given = (seconds: Readonly<Record<string, number>>): Answers =>
  Object.fromEntries(
    Object.entries(seconds).map(([id, second]) => [
      id,
      { value: 'so', at: `2026-11-22T12:00:0${second}.000Z` },
    ]),
  );

const stored = (change: Partial<StoredRevision> = {}): StoredRevision => ({
  revision: 4,
  status: 'partial',
  writer: phone,
  contentHash: 'four',
  answers: given({ score: 1 }),
  ...change,
});

const offered = (change: Partial<OfferedRevision> = {}): OfferedRevision => ({
  revision: 5,
  status: 'partial',
  base: 4,
  writer: phone,
  contentHash: 'five',
  answers: given({ score: 1, why: 2 }),
  ...change,
});

describe('a revision meets the stored one', () => {
  it.each([
    ['the next of the same device replaces', stored(), offered(), 'replace'],
    ['one that skipped some replaces', stored(), offered({ revision: 9, base: 1 }), 'replace'],
    [
      'the same again is a duplicate',
      stored(),
      offered({ revision: 4, contentHash: 'four' }),
      'duplicate',
    ],
    [
      'the same again under a new grant is a duplicate',
      stored(),
      offered({ revision: 4, contentHash: 'four', writer: laptop }),
      'duplicate',
    ],
    [
      'an earlier one of the same device, late, is a duplicate',
      stored(),
      offered({ revision: 3, base: 2, contentHash: 'three', answers: given({ score: 1 }) }),
      'duplicate',
    ],
    [
      'an earlier one of the same device is a duplicate after the final one',
      stored({ status: 'completed' }),
      offered({ revision: 3, contentHash: 'three', answers: given({ score: 1 }) }),
      'duplicate',
    ],
    [
      'an earlier one of the same device that completes is a conflict',
      stored(),
      offered({ revision: 3, base: 2, status: 'completed', answers: given({ score: 1 }) }),
      'conflict',
    ],
    [
      'an earlier one of the same device with an answer that is not here is a conflict',
      stored(),
      offered({ revision: 3, base: 2, contentHash: 'three' }),
      'conflict',
    ],
    [
      'a later one of the same device without an answer that is here, unknowingly, is a conflict',
      stored({ answers: given({ score: 1, more: 3 }) }),
      offered({ base: 1 }),
      'conflict',
    ],
    [
      'a later one of the same device that took an answer back, knowing it, replaces',
      stored({ answers: given({ score: 1, more: 3 }) }),
      offered(),
      'replace',
    ],
    [
      'the same number with another content is a conflict',
      stored(),
      offered({ revision: 4 }),
      'conflict',
    ],
    [
      'an earlier one of another device is a conflict',
      stored(),
      offered({ revision: 3, writer: laptop }),
      'conflict',
    ],
    [
      'a later one that did not know of the stored one is a conflict',
      stored(),
      offered({ revision: 7, base: 3, writer: laptop }),
      'conflict',
    ],
    [
      'a later one that was merged with the stored one replaces',
      stored(),
      offered({ revision: 5, base: 4, writer: laptop }),
      'replace',
    ],
    ['a dismissed response may go on', stored({ status: 'dismissed' }), offered(), 'replace'],
    ['a completed one does not change', stored({ status: 'completed' }), offered(), 'final'],
    [
      'a completed one does not change, whoever merged with it',
      stored({ status: 'completed' }),
      offered({ writer: laptop }),
      'final',
    ],
    [
      'a completed one with the same content is a duplicate, whatever its number',
      stored({ status: 'completed' }),
      offered({ contentHash: 'four', writer: laptop }),
      'duplicate',
    ],
  ] as const)('%s', (_situation, before, now, verdict) => {
    expect(judgeRevision(before, now)).toBe(verdict);
  });
});
