/** What the checker has found, in figures and in words. */
import { FAULTS } from './checker.ts';
import type { FaultName, Verdict } from './checker.ts';

const words: Readonly<Record<FaultName, string>> = {
  lost: 'lost',
  duplicated: 'duplicated',
  reordered: 'reordered',
  phantom: 'phantom',
  wronglyTold: 'wrongly told',
  sentAtOnce: 'sent twice at a time',
};

const kinds: readonly FaultName[] = [...FAULTS, 'sentAtOnce'];

export function isClean(verdict: Verdict): boolean {
  return kinds.every((kind) => verdict[kind].length === 0);
}

/** "0 lost, 0 duplicated, …"; what was sent twice at a time only where it was: not every trial looks. */
export function countsOf(verdict: Verdict): string {
  const told = kinds.filter((kind) => kind !== 'sentAtOnce' || verdict[kind].length > 0);
  return told.map((kind) => `${verdict[kind].length} ${words[kind]}`).join(', ');
}

/** The first of each kind. */
export function sentencesOf(verdict: Verdict): readonly string[] {
  return kinds.flatMap((kind) =>
    verdict[kind].slice(0, 10).map((sentence) => `${words[kind]}: ${sentence}`),
  );
}
