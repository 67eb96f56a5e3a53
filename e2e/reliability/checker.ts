/**
 * Holds what respondents were told against what the service has. Pure, so that each kind of fault can be shown to
 * it: a checker that was never seen finding anything proves nothing.
 */
import { isDeepStrictEqual } from 'node:util';

import type { AnswerValue } from 'otklik/protocol';

import type { Entry, Values } from './ledger.ts';

/** A row as the customer reads it. */
export interface Row {
  readonly id: string;
  readonly occasion: string;
  readonly respondent: string | null;
  readonly status: string;
  readonly answers: Values;
}

/** What the service had when somebody had been told that it has the answers; undefined: nothing. */
export interface Sighting {
  /** The entry that told it. */
  readonly seq: number;
  readonly row: Row | undefined;
}

/** A request with revisions of responses, as long as it was under way: from when to when, on one clock. */
export interface Shipment {
  readonly since: number;
  readonly until: number;
  /** Each with its revision. */
  readonly revisions: readonly string[];
}

export interface Evidence {
  readonly entries: readonly Entry[];
  /** All rows, after everything was delivered. */
  readonly rows: readonly Row[];
  readonly sightings: readonly Sighting[];
  /** What was sent; without them nothing is said about what was sent twice. */
  readonly shipments?: readonly Shipment[];
  /** Who answers on which occasion. */
  readonly respondents: ReadonlyMap<string, string>;
}

/** A sentence for each fault. */
export interface Verdict {
  /** Answers that somebody was told are safe. */
  readonly told: number;
  /** Told safe, and in no row. */
  readonly lost: readonly string[];
  /** One occasion in two rows, or one answer. */
  readonly duplicated: readonly string[];
  /** An older answer stands where a newer one was told safe. */
  readonly reordered: readonly string[];
  /** Nobody gave it, or somebody else. */
  readonly phantom: readonly string[];
  /** Told received and not there, or told stored on the device and not on its disk. */
  readonly wronglyTold: readonly string[];
  /** One revision under way twice at a time: two tabs have sent it. No harm by itself, but nobody kept order. */
  readonly sentAtOnce: readonly string[];
}

export const FAULTS = ['lost', 'duplicated', 'reordered', 'phantom', 'wronglyTold'] as const;

export type FaultName = (typeof FAULTS)[number] | 'sentAtOnce';

export function check(evidence: Evidence): Verdict {
  const { entries, rows } = evidence;
  const histories = historiesOf(entries);
  const ends = [...histories].flatMap(([occasion, { stories }]) => {
    const row = rows.find((one) => one.occasion === occasion);
    return [...stories].map(([question, story]) => {
      const stored = row?.answers[question];
      const fault = `${occasion} ${question}: ${JSON.stringify(stored)} stored, ${lastTold(story)} told`;
      return { fault, standing: standingOf(story, stored), told: story.told.length };
    });
  });
  const whereIt = (is: Standing): string[] =>
    ends.flatMap(({ fault, standing }) => (standing === is ? [fault] : []));
  return {
    told: ends.reduce((sum, { told }) => sum + told, 0),
    lost: whereIt('missing'),
    duplicated: [...twoRows(rows), ...oneAnswerTwice(rows)],
    reordered: whereIt('older'),
    phantom: [...whereIt('unknown'), ...strangers(evidence, histories)],
    wronglyTold: [
      ...notReceived(evidence, histories),
      ...notOnDisk(entries, histories),
      ...refused(entries),
    ],
    sentAtOnce: atOnce(evidence.shipments ?? []),
  };
}

/** All that happened on one occasion. */
interface History {
  readonly entries: readonly Entry[];
  /** By question. */
  readonly stories: ReadonlyMap<string, Story>;
}

type Histories = ReadonlyMap<string, History>;

/** What became of the answers to one question, in the order of the ledger. */
interface Story {
  readonly tried: readonly Moment[];
  /** Only what was not told before: a screen that is left once more tells nothing new. */
  readonly told: readonly Moment[];
}

interface Moment {
  readonly seq: number;
  readonly value: AnswerValue;
}

function historiesOf(all: readonly Entry[]): Histories {
  const occasions = Map.groupBy(all, ({ occasion }) => occasion);
  return new Map(
    [...occasions].map(([occasion, entries]) => [
      occasion,
      { entries, stories: storiesOf(entries) },
    ]),
  );
}

function storiesOf(entries: readonly Entry[]): ReadonlyMap<string, Story> {
  const stories = new Map<string, { readonly tried: Moment[]; readonly told: Moment[] }>();
  for (const entry of entries) {
    if (entry.kind !== 'tries' && entry.kind !== 'answered' && entry.kind !== 'moved') continue;
    for (const [question, value] of Object.entries(entry.answers)) {
      const story = stories.get(question) ?? { tried: [], told: [] };
      stories.set(question, story);
      const moment = { seq: entry.seq, value };
      if (entry.kind === 'tries') story.tried.push(moment);
      else if (!isDeepStrictEqual(story.told.at(-1)?.value, value)) story.told.push(moment);
    }
  }
  return stories;
}

function lastTold({ told }: Story): string {
  return JSON.stringify(told.at(-1)?.value);
}

type Standing = 'right' | 'missing' | 'older' | 'unknown';

/** How what is stored stands to what had been told at a moment of the ledger. */
function standingOf(
  { tried, told }: Story,
  stored: AnswerValue | undefined,
  before = Number.POSITIVE_INFINITY,
): Standing {
  const promised = told.findLast(({ seq }) => seq < before);
  if (stored === undefined) return promised === undefined ? 'right' : 'missing';
  const given = tried.findLast(({ value }) => isDeepStrictEqual(value, stored));
  if (given === undefined) return 'unknown';
  if (promised === undefined || isDeepStrictEqual(promised.value, stored)) return 'right';
  // Tried later than what was promised, and stored before somebody could be told.
  return given.seq > promised.seq ? 'right' : 'older';
}

function twoRows(rows: readonly Row[]): string[] {
  const occasions = Map.groupBy(rows, ({ occasion, respondent }) => `${respondent} ${occasion}`);
  return [...occasions].flatMap(([name, { length }]) =>
    length > 1 ? [`${name}: ${length} rows`] : [],
  );
}

/** What is written in words is written only once, whoever writes it. */
function oneAnswerTwice(rows: readonly Row[]): string[] {
  const words = rows.flatMap(({ answers }) =>
    Object.values(answers).filter((value) => typeof value === 'string' && value.includes(' ')),
  );
  const times = Map.groupBy(words, (value) => value);
  return [...times].flatMap(([value, { length }]) =>
    length > 1 ? [`${JSON.stringify(value)}: ${length} times`] : [],
  );
}

/** Rows of nobody, of somebody else, and answers to what nobody has tried to answer. */
function strangers({ rows, respondents }: Evidence, histories: Histories): string[] {
  return rows.flatMap(({ id, occasion, respondent, answers }) => {
    if (respondents.get(occasion) !== respondent) return [`${id}: of ${respondent} on ${occasion}`];
    const stories = histories.get(occasion)?.stories;
    return Object.keys(answers).flatMap((question) =>
      stories?.has(question) === true ? [] : [`${occasion} ${question}: stored, and never tried`],
    );
  });
}

/** Somebody was told that the service has it all: it must have had all that was told safe until then. */
function notReceived({ entries, sightings }: Evidence, histories: Histories): string[] {
  return sightings.flatMap(({ seq, row }) => {
    const entry = entries[seq];
    if (entry === undefined) return [`nobody was told anything at ${seq}`];
    const told = `${entry.occasion}: told received at ${seq}`;
    const stories = [...(histories.get(entry.occasion)?.stories ?? [])];
    const isOpen = entry.kind === 'thanks' && row?.status !== 'completed';
    const wanting = stories.filter(
      ([question, story]) => standingOf(story, row?.answers[question], seq) !== 'right',
    );
    return [
      ...wanting.map(([question]) => `${told}, and ${question} was not there`),
      ...(isOpen ? [`${told}, and it was not completed`] : []),
    ];
  });
}

/** What was told stored in IndexedDB must be on the disk when the browser starts again. */
function notOnDisk(entries: readonly Entry[], histories: Histories): string[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'opened') return [];
    return [...histories].flatMap(([occasion, history]) => {
      if (!isOnlyHere(history, entry.seq)) return [];
      const record = entry.disk.find((kept) => kept.occasion === occasion);
      return [...history.stories].flatMap(([question, story]) => {
        const standing = standingOf(story, record?.answers[question], entry.seq);
        return standing === 'missing' || standing === 'older'
          ? [`${occasion} ${question}: told stored, and not on the disk at ${entry.seq}`]
          : [];
      });
    });
  });
}

/** Stored in IndexedDB and not finished: what is finished may have been sent, and removed. */
function isOnlyHere({ entries }: History, before: number): boolean {
  const own = entries.filter(({ seq }) => seq < before);
  const storage = own.findLast((entry) => entry.kind === 'delivery')?.storage;
  return storage === 'indexeddb' && !own.some((entry) => entry.kind === 'tries' && entry.isLast);
}

/** Nothing in a storm gives the service a reason to refuse. */
function refused(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) =>
    entry.kind === 'delivery' && entry.delivery === 'blocked'
      ? [`${entry.occasion}: refused at ${entry.seq}`]
      : [],
  );
}

function atOnce(shipments: readonly Shipment[]): string[] {
  const sorted = shipments.toSorted((a, b) => a.since - b.since);
  return sorted.flatMap(({ since, revisions }, nth) => {
    const others = sorted.slice(0, nth).filter(({ until }) => until > since);
    const twice = revisions.filter((one) => others.some((other) => other.revisions.includes(one)));
    return twice.map((one) => `${one}: sent twice at a time`);
  });
}
