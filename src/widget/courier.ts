/**
 * Brings the records of one project to one endpoint: keep, send, remove, in that order. It sends all
 * respondents' records, each with its own grant; one request at a time, from one tab at a time; it never
 * gives up, and forgets a record only after the service has echoed its final revision.
 */
import type { Answers } from '../protocol/response.ts';
import { retryAfterMs } from './backoff.ts';
import { Batches } from './batch.ts';
import type { Batch } from './batch.ts';
import { Entrances } from './entrances.ts';
import type { EntranceNews } from './entrances.ts';
import { acknowledged, problemIn } from './receipts.ts';
import type { Acknowledged } from './receipts.ts';
import { holds, isFinal, isOver, isPending, keyOf, reconciled } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { FAILED, REAL_ROUNDS, Rounds } from './rounds.ts';
import type { Round, RoundsWorld } from './rounds.ts';
import { post } from './session.ts';
import type { Answer } from './session.ts';
import type { Outbox } from './store/outbox.ts';

export type News =
  | { readonly kind: 'sending' | 'waiting'; readonly id: string }
  /** Completed elsewhere. The service has what was sent, and keeps aside what came too late. */
  | { readonly kind: 'superseded'; readonly id: string; readonly answers: Answers }
  /** The service has everything up to this revision. */
  | { readonly kind: 'sent'; readonly id: string; readonly record: OutboxRecord }
  /** The service keeps it aside, for repair. */
  | { readonly kind: 'quarantined'; readonly id: string; readonly reason: string }
  | EntranceNews;

export interface CourierWorld extends RoundsWorld {
  readonly fetch: typeof globalThis.fetch;
}

const REAL_WORLD: CourierWorld = {
  ...REAL_ROUNDS,
  fetch: (...request) => globalThis.fetch(...request),
};

const LIMIT_MS = 10_000;
/** What cannot be cut smaller gets its time also at 32 kbit/s. */
const SLOWEST_BYTES_PER_MS = 4;
/** Browsers allow 64 KiB, which a page's own requests share. */
const KEEPALIVE_BYTES = 60_000;
/** A merged answer is sent at once; where that never ends, somebody is wrong, and patience is right. */
const CONFLICTS_IN_A_ROW = 3;
/** Statuses of a service that has not looked at what it got. */
const BUSY: ReadonlySet<number | undefined> = new Set([429, 503]);
/** Problems of the request as it is: what gets them alone gets them again. */
const UNFIT: ReadonlySet<unknown> = new Set(['body_too_large', 'request_invalid']);
/** Why a response is refused for good, unless a session brings another grant. */
const FOR_GOOD: ReadonlySet<unknown> = new Set(['grant_expired', 'body_too_large']);

export class Courier {
  readonly #rounds: Rounds;
  readonly #endpoint: string;
  readonly #outbox: Outbox;
  readonly #world: CourierWorld;
  readonly #listeners = new Set<(news: News) => void>();
  readonly #batches = new Batches();
  readonly #entrances: Entrances;
  /** Grants that were refused on this visit. The next one tries again: what was wrong may have been mended. */
  readonly #refused = new Set<string>();
  /** Revisions that a request has taken along, by the response's id. */
  readonly #underWay = new Map<string, number>();
  #conflicts = 0;
  /** Milliseconds from this device's clock to the service's; undefined until the service has told its time. */
  #aheadMs: number | undefined;

  constructor(project: string, endpoint: string, outbox: Outbox, world: CourierWorld = REAL_WORLD) {
    this.#endpoint = endpoint;
    this.#outbox = outbox;
    this.#world = world;
    const { fetch } = world;
    const tell = (news: News): void => this.#tell(news);
    this.#entrances = new Entrances({ outbox, fetch, now: () => this.#now(), tell });
    this.#rounds = new Rounds(`otklik-${project} ${endpoint}`, () => this.#deliver(), world);
  }

  /** @returns what takes the listener off again */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * There is new work, or hope: tries now, unless the service has named a time. Resolves when nothing
   * is left to do, or nothing can be done before a later time.
   */
  wake(): Promise<void> {
    return this.#rounds.wake();
  }

  /**
   * The page may be about to go, and what it has kept last may wait for a request that is under way: it goes out
   * beside that one, and the service puts the two in order. Nobody waits for the answer: it stays on the device until
   * a round has brought it.
   */
  leave(): void {
    const waiting = this.#outbox.kept.filter(
      (record) => this.#isSendable(record) && this.#underWay.get(record.id) !== record.revision,
    );
    if (waiting.length === 0 || this.#rounds.isPutOff) return;
    const { records, body, bytes } = new Batches().next(waiting);
    if (bytes >= KEEPALIVE_BYTES) return;
    this.#begin(records);
    void this.#post(body, LIMIT_MS, true);
  }

  async #deliver(): Promise<Round> {
    const stored = await this.#outbox.records();
    await this.#sweep(stored);
    const own = stored.filter((record) => isPending(record) && record.endpoint === this.#endpoint);
    const newcomers = own.filter(({ code }) => code !== undefined);
    const left = newcomers.length > 0 ? await this.#entrances.admit(newcomers, stored) : undefined;
    const records = newcomers.length > 0 ? await this.#outbox.records() : stored;
    const waiting = records.filter((record) => this.#isSendable(record));
    if (waiting.length > 0) return this.#deliverBatch(waiting);
    if (left?.kind === 'failed')
      for (const { id } of newcomers) this.#tell({ kind: 'waiting', id });
    if (left) return left;
    // What cannot be read now may hold something: it is looked into again.
    return this.#outbox.isReadable ? { kind: 'done' } : FAILED;
  }

  #isSendable(record: OutboxRecord): boolean {
    const { endpoint, grant, parked } = record;
    const isStopped = parked !== undefined && (FOR_GOOD.has(parked) || this.#refused.has(grant));
    return isPending(record) && endpoint === this.#endpoint && grant !== '' && !isStopped;
  }

  /** By the service's clock, as far as that is known. */
  #now(): number {
    return this.#world.now() + (this.#aheadMs ?? 0);
  }

  #learnTime(reply: Answer | undefined): void {
    const theirs = Date.parse(reply?.headers.get('date') ?? '');
    if (!Number.isNaN(theirs)) this.#aheadMs = theirs - this.#world.now();
  }

  /** Drafts that nobody came back to: the service has them, and takes no more. Unsent ones stay. */
  async #sweep(records: readonly OutboxRecord[]): Promise<void> {
    const now = this.#now();
    const isCertain = this.#aheadMs !== undefined;
    const forgotten = records.filter(
      (record) => !isPending(record) && isOver(record, now, isCertain),
    );
    await Promise.all(
      forgotten.map((record) =>
        this.#outbox.change(keyOf(record), (stored) =>
          stored !== undefined && isPending(stored) ? stored : undefined,
        ),
      ),
    );
  }

  async #deliverBatch(waiting: readonly OutboxRecord[]): Promise<Round> {
    const batch = this.#batches.next(waiting);
    for (const { id } of batch.records) this.#tell({ kind: 'sending', id });
    this.#begin(batch.records);
    const round = await this.#send(batch);
    this.#underWay.clear();
    if (round.kind === 'failed') {
      for (const { id } of batch.records) this.#tell({ kind: 'waiting', id });
    }
    return round;
  }

  async #send(batch: Batch): Promise<Round> {
    const { records, body, bytes } = batch;
    const limitMs = LIMIT_MS + (records.length > 1 ? 0 : bytes / SLOWEST_BYTES_PER_MS);
    const isSmall = bytes < KEEPALIVE_BYTES;
    const reply = await this.#post(body, limitMs, isSmall);
    this.#learnTime(reply);
    const receipts = reply?.status === 200 ? acknowledged(reply.body, records) : [];
    if (receipts.length === 0) return this.#fail(batch, reply);
    this.#batches.succeeded(
      batch,
      receipts.map(([record]) => record),
    );
    await Promise.all(receipts.map((receipt) => this.#settle(receipt)));
    const isSettled = receipts.some(([, { result }]) => result !== 'conflict');
    this.#conflicts = isSettled ? 0 : this.#conflicts + 1;
    return this.#conflicts > CONFLICTS_IN_A_ROW ? FAILED : { kind: 'progress' };
  }

  #post(body: string, limitMs: number, outlivesPage: boolean): Promise<Answer | undefined> {
    const url = `${this.#endpoint}/v1/responses`;
    return post(url, body, this.#world.fetch, limitMs, outlivesPage).catch(() => undefined);
  }

  #begin(records: readonly OutboxRecord[]): void {
    for (const { id, revision } of records) this.#underWay.set(id, revision);
  }

  /** Nothing was acknowledged. What is too much for the service is cut smaller at once. */
  async #fail(batch: Batch, reply: Answer | undefined): Promise<Round> {
    const problem = problemIn(reply?.body);
    const [first, ...others] = batch.records;
    if (first !== undefined && others.length === 0 && UNFIT.has(problem)) {
      await this.#park(first, String(problem));
      return { kind: 'progress' };
    }
    if (!BUSY.has(reply?.status)) this.#batches.failed(batch);
    if (others.length > 0 && (reply?.status === 413 || UNFIT.has(problem))) {
      return { kind: 'progress' };
    }
    const header = reply?.headers.get('retry-after') ?? null;
    return { kind: 'failed', retryAfterMs: retryAfterMs(header, this.#now()) };
  }

  async #settle([record, receipt]: Acknowledged): Promise<void> {
    const { id } = record;
    switch (receipt.result) {
      case 'stored':
      case 'duplicate':
        await this.#acknowledge(record);
        return this.#tell({ kind: 'sent', id, record });
      case 'quarantined': {
        await this.#acknowledge(record);
        const reason = receipt.errors?.map((error) => `${error.pointer} ${error.code}`).join(', ');
        return this.#tell({ kind: 'quarantined', id, reason: reason ?? receipt.code ?? '' });
      }
      case 'erased':
        await this.#outbox.change(keyOf(record), () => undefined);
        return this.#tell({ kind: 'erased', id });
      case 'refused':
        return this.#park(record, receipt.code ?? 'grant_invalid');
      case 'conflict':
        return this.#reconcile(record, receipt.stored);
    }
  }

  /** Final and fully acknowledged: only now it is removed. What was written meanwhile stays. */
  async #acknowledge(record: OutboxRecord): Promise<void> {
    await this.#outbox.change(keyOf(record), (stored) => {
      if (stored === undefined) return undefined;
      const { parked: _past, ...rest } = stored;
      // Where nothing can be written, two tabs may make two revisions of one number.
      const isSent = holds(record, stored.answers);
      const sent = isSent ? record.revision : Math.min(record.revision, stored.revision - 1);
      const base = Math.max(stored.base, sent);
      return isFinal(stored) && stored.revision <= base ? undefined : { ...rest, base };
    });
  }

  async #park(record: OutboxRecord, code: string): Promise<void> {
    this.#refused.add(record.grant);
    await this.#outbox.change(keyOf(record), (stored) =>
      // With another grant than the one that was refused it may yet be taken.
      stored?.grant === record.grant ? { ...stored, parked: code } : stored,
    );
    this.#tell({ kind: 'blocked', id: record.id, code });
  }

  async #reconcile(record: OutboxRecord, stored: Acknowledged[1]['stored']): Promise<void> {
    if (stored === undefined) return;
    const isOver = stored.status === 'completed';
    let hasMore = false;
    await this.#outbox.change(keyOf(record), (mine) => {
      if (mine === undefined) return undefined;
      if (!isOver) return reconciled(mine, stored);
      // The service keeps aside what came too late, as soon as it has it.
      if (mine.revision <= record.revision && holds(record, mine.answers)) return undefined;
      hasMore = true;
      return mine;
    });
    const { id, answers } = record;
    if (isOver && !hasMore) this.#tell({ kind: 'superseded', id, answers });
  }

  #tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }
}
