/** What the respondents of a trial did and were told, and what the service had then: the ledger of one process. */
import { check } from '../checker.ts';
import type { Row, Sighting, Verdict } from '../checker.ts';
import type { Entry, Report } from '../ledger.ts';
import { countsOf, isClean as isFaultless, sentencesOf } from '../verdict.ts';

export class Account {
  readonly entries: Entry[] = [];
  /** Who answers on which occasion. */
  readonly respondents = new Map<string, string>();
  readonly #sightings: Promise<Sighting>[] = [];

  note(report: Report): Entry {
    const entry = { ...report, seq: this.entries.length };
    this.entries.push(entry);
    return entry;
  }

  /** Somebody is told that the service has it all: what has it? */
  received(report: Report, look: () => Promise<Row | undefined>): void {
    const { seq } = this.note(report);
    this.#sightings.push(look().then((row) => ({ seq, row })));
  }

  async judge(rows: readonly Row[]): Promise<Verdict> {
    const { entries, respondents } = this;
    return check({ entries, rows, respondents, sightings: await Promise.all(this.#sightings) });
  }
}

/** "12 told saved, 0 lost, 0 duplicated, …" */
export function figuresOf(verdict: Verdict): string {
  return `${verdict.told} answers told saved, ${countsOf(verdict)}`;
}

/** Says what is wrong. */
export function isClean(verdict: Verdict, log: (line: string) => void): boolean {
  for (const sentence of sentencesOf(verdict)) log(sentence);
  return isFaultless(verdict);
}
