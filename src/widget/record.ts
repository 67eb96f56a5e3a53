/**
 * One response on this device: everything that is needed to go on with it after a reload, and to send it
 * without a session, weeks later. The content of one revision never changes: a re-sent revision must be
 * the same to the byte, or the service would take it for another device's.
 */
import { answersOnPath, mergeAnswers } from '../engine/index.ts';
import type {
  Answers,
  AutoContext,
  ResponseDocument,
  ResponseStatus,
  ResponseSubmission,
  Timings,
} from '../protocol/response.ts';
import type { SurveyContent } from '../protocol/survey.ts';
import type { Variables, VariableValues } from '../protocol/variables.ts';
import type { Word } from '../protocol/words/words.ts';

export interface OutboxRecord {
  /** Of this shape. Never raised with a database version: old shapes are read as they are. */
  readonly v: 1;
  readonly id: string;
  /** The customer's id of the person; empty: anonymous. One person never sees another's records. */
  readonly respondent: string;
  /** What the token was minted for, apart from its dates: an order's survey is not the next order's. */
  readonly occasion: string;
  readonly endpoint: string;
  readonly survey: {
    readonly id: string;
    readonly version: number;
    readonly content: SurveyContent;
  };
  readonly lang: string;
  /** The widget's own words in that language, for a draft that goes on offline; English where they lack. */
  readonly words?: Readonly<Record<string, Word>> | undefined;
  /** To choose from, where the survey has several. */
  readonly languages?: readonly string[] | undefined;
  readonly variables: Variables;
  /** Empty until the code is exchanged. */
  readonly grant: string;
  /** Empty as long as the grant is. */
  readonly deadline: string;
  /** Of the link that has led here, until it is exchanged for a grant, or refused for good. */
  readonly code?: string;
  readonly answers: Answers;
  /** The screen that the respondent sees; null after the last. */
  readonly screen: string | null;
  /** Zero before the first answer. */
  readonly revision: number;
  /** The last revision that the service is known to have; the record waits to be sent while it is behind. */
  readonly base: number;
  readonly status: ResponseStatus;
  readonly timings: Timings;
  readonly page?: VariableValues;
  readonly auto?: AutoContext;
  /** Why the service refused it; it is kept, and sent again when a session brings a new grant. */
  readonly parked?: string;
}

export type RecordKey = readonly [respondent: string, id: string];

export function keyOf(record: OutboxRecord): RecordKey {
  return [record.respondent, record.id];
}

export function isPending(record: OutboxRecord): boolean {
  return record.revision > record.base;
}

export function isFinal(record: Pick<OutboxRecord, 'status'>): boolean {
  return record.status !== 'partial';
}

const YEAR_MS = 365 * 86_400_000;

/**
 * Whether its deadline is over, after which the service takes nothing more.
 *
 * @param isCertain whether that is the service's own time; a device's clock that is years late says nothing
 */
export function isOver(
  { deadline }: Pick<OutboxRecord, 'deadline'>,
  now: number,
  isCertain: boolean,
): boolean {
  const lateMs = now - Date.parse(deadline);
  return lateMs > 0 && (isCertain || lateMs < YEAR_MS);
}

/** The next revision of a record. */
export function revised(
  record: OutboxRecord,
  change: Partial<OutboxRecord>,
  now: string,
): OutboxRecord {
  const completed = change.status === 'completed' ? { completedAt: now } : {};
  return {
    ...record,
    ...change,
    revision: record.revision + 1,
    timings: { ...record.timings, updatedAt: now, ...completed },
  };
}

/**
 * What to store when `mine` is to be saved over `stored`, which another tab or the courier may have
 * written meanwhile. A completed response stays; otherwise nobody's answer is overwritten by an older one.
 */
export function joined(stored: OutboxRecord | undefined, mine: OutboxRecord): OutboxRecord {
  if (stored === undefined) return mine;
  if (mine.grant === '' && stored.grant !== '') return joined(stored, letIn(mine, stored));
  if (stored.grant === '' && mine.grant !== '') return joined(letIn(stored, mine), mine);
  if (stored.status === 'completed') return regranted(stored, mine.grant);
  const base = Math.max(stored.base, mine.base);
  const isCovered = stored.revision < mine.revision && holds(mine, stored.answers);
  if (isCovered || isSame(stored, mine)) return base === mine.base ? mine : { ...mine, base };
  return {
    ...mine,
    answers: mergeAnswers(stored.answers, mine.answers),
    revision: Math.max(stored.revision, mine.revision) + 1,
    base,
  };
}

/**
 * Each of these answers, or a later one to the same question. Revisions alone do not say so: a tab that could
 * write nothing counts on from where it came in.
 */
export function holds({ answers }: Pick<OutboxRecord, 'answers'>, others: Answers): boolean {
  return Object.entries(others).every(([question, { at }]) => (answers[question]?.at ?? '') >= at);
}

/** By what it holds, and not by its number alone: another tab may have gone on from an earlier one, and come as far. */
export function covers(
  { revision, status, answers }: Pick<OutboxRecord, 'revision' | 'status' | 'answers'>,
  other: OutboxRecord,
): boolean {
  const isNoFurther = other.status === 'partial' || other.status === status;
  return revision >= other.revision && isNoFurther && holds({ answers }, other.answers);
}

/** Another tab has exchanged the code: what that has brought holds here as well. */
function letIn(
  { code: _used, parked: _past, ...record }: OutboxRecord,
  { grant, deadline, variables }: OutboxRecord,
): OutboxRecord {
  return { ...record, grant, deadline, variables };
}

/** A new grant is a new chance for what was refused. */
function regranted({ parked, ...record }: OutboxRecord, grant: string): OutboxRecord {
  const isParked = parked !== undefined && grant === record.grant;
  return { ...record, grant, ...(isParked ? { parked } : {}) };
}

function isSame(a: OutboxRecord, b: OutboxRecord): boolean {
  return a.revision === b.revision && essence(a) === essence(b);
}

function essence({ status, answers, timings }: OutboxRecord): string {
  return JSON.stringify([status, answers, timings]);
}

/** The record after the service has told that another device wrote meanwhile. */
export function reconciled(record: OutboxRecord, stored: ResponseDocument): OutboxRecord {
  return {
    ...record,
    answers: mergeAnswers(record.answers, stored.answers),
    revision: Math.max(record.revision, stored.revision) + 1,
    base: stored.revision,
  };
}

/** As it travels. Answers to questions that the respondent's path no longer holds stay behind. */
export function submission(record: OutboxRecord): ResponseSubmission {
  const { id, grant, revision, base, status, lang, answers, variables, timings, page, auto } =
    record;
  return {
    id,
    grant,
    revision,
    base,
    status,
    lang,
    answers: answersOnPath(record.survey.content, { answers, variables }),
    ...(page === undefined ? {} : { page }),
    ...(auto === undefined ? {} : { auto }),
    timings,
  };
}
