/**
 * Brings the records of one project to one endpoint: keep, send, remove, in that order. It sends all
 * respondents' records, each with its own grant; one request at a time, from one tab at a time; it never
 * gives up, and forgets a record only after the service has echoed its final revision.
 */
import { retryAfterMs } from './backoff.ts';
import { batchOf } from './batch.ts';
import { acknowledged } from './receipts.ts';
import type { Acknowledged } from './receipts.ts';
import { isFinal, isPending, keyOf, reconciled } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { FAILED, REAL_ROUNDS, Rounds } from './rounds.ts';
import type { Round, RoundsWorld } from './rounds.ts';
import { post } from './session.ts';
import type { Outbox } from './store/outbox.ts';

export type News =
  | { readonly kind: 'sending' | 'waiting' | 'erased' | 'superseded'; readonly id: string }
  /** The service has everything up to this revision. */
  | { readonly kind: 'sent'; readonly id: string; readonly revision: number }
  /** The service keeps it aside, for repair. */
  | { readonly kind: 'quarantined'; readonly id: string; readonly reason: string }
  | { readonly kind: 'blocked'; readonly id: string; readonly code: string };

export interface CourierWorld extends RoundsWorld {
  readonly fetch: typeof globalThis.fetch;
}

const REAL_WORLD: CourierWorld = {
  ...REAL_ROUNDS,
  fetch: (...request) => globalThis.fetch(...request),
};

const LIMIT_MS = 10_000;
/** A merged answer is sent at once; where that never ends, somebody is wrong, and patience is right. */
const CONFLICTS_IN_A_ROW = 3;

export class Courier {
  readonly #rounds: Rounds;
  readonly #endpoint: string;
  readonly #outbox: Outbox;
  readonly #world: CourierWorld;
  readonly #listeners = new Set<(news: News) => void>();
  #conflicts = 0;
  #most: number | undefined;

  constructor(project: string, endpoint: string, outbox: Outbox, world: CourierWorld = REAL_WORLD) {
    this.#endpoint = endpoint;
    this.#outbox = outbox;
    this.#world = world;
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

  async #deliver(): Promise<Round> {
    const records = await this.#outbox.records();
    await this.#sweep(records);
    const waiting = records.filter((record) => this.#isSendable(record));
    if (waiting.length === 0) return { kind: 'done' };
    return this.#deliverBatch(waiting);
  }

  #isSendable(record: OutboxRecord): boolean {
    return isPending(record) && record.endpoint === this.#endpoint && record.parked === undefined;
  }

  /** Drafts that nobody came back to: the service has them, and takes no more. Unsent ones stay. */
  async #sweep(records: readonly OutboxRecord[]): Promise<void> {
    const now = new Date(this.#world.now()).toISOString();
    const forgotten = records.filter((record) => !isPending(record) && record.deadline < now);
    await Promise.all(
      forgotten.map((record) =>
        this.#outbox.change(keyOf(record), (stored) =>
          stored !== undefined && isPending(stored) ? stored : undefined,
        ),
      ),
    );
  }

  async #deliverBatch(waiting: readonly OutboxRecord[]): Promise<Round> {
    const { records, body, bytes } = batchOf(waiting, this.#most);
    for (const { id } of records) this.#tell({ kind: 'sending', id });
    const round = await this.#send(records, body, bytes);
    if (round.kind === 'failed') for (const { id } of records) this.#tell({ kind: 'waiting', id });
    return round;
  }

  async #send(records: readonly OutboxRecord[], body: string, bytes: number): Promise<Round> {
    const { fetch, now } = this.#world;
    const isSmall = bytes < 60_000;
    const url = `${this.#endpoint}/v1/responses`;
    const reply = await post(url, body, fetch, LIMIT_MS, isSmall).catch(() => undefined);
    if (reply === undefined) return FAILED;
    if (reply.status === 413) return this.#shrink(records);
    const receipts = reply.status === 200 ? acknowledged(reply.body, records) : [];
    if (receipts.length === 0) {
      return {
        kind: 'failed',
        retryAfterMs: retryAfterMs(reply.headers.get('retry-after'), now()),
      };
    }
    this.#most = undefined;
    await Promise.all(receipts.map((receipt) => this.#settle(receipt)));
    const isSettled = receipts.some(([, { result }]) => result !== 'conflict');
    this.#conflicts = isSettled ? 0 : this.#conflicts + 1;
    return this.#conflicts > CONFLICTS_IN_A_ROW ? FAILED : { kind: 'progress' };
  }

  /** Too large: half of it next time. One response alone that is too large can only wait for repair. */
  async #shrink(records: readonly OutboxRecord[]): Promise<Round> {
    const [first] = records;
    if (records.length > 1 || first === undefined) {
      this.#most = Math.ceil(records.length / 2);
    } else {
      this.#most = undefined;
      await this.#park(first, 'body_too_large');
    }
    return { kind: 'progress' };
  }

  async #settle([record, receipt]: Acknowledged): Promise<void> {
    const { id, revision } = record;
    switch (receipt.result) {
      case 'stored':
      case 'duplicate':
        await this.#acknowledge(record);
        return this.#tell({ kind: 'sent', id, revision });
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
      const base = Math.max(stored.base, record.revision);
      return isFinal(stored) && stored.revision <= base ? undefined : { ...stored, base };
    });
  }

  async #park(record: OutboxRecord, code: string): Promise<void> {
    await this.#outbox.change(keyOf(record), (stored) =>
      // With another grant than the one that was refused it may yet be taken.
      stored?.grant === record.grant ? { ...stored, parked: code } : stored,
    );
    this.#tell({ kind: 'blocked', id: record.id, code });
  }

  async #reconcile(record: OutboxRecord, stored: Acknowledged[1]['stored']): Promise<void> {
    if (stored === undefined) return;
    const isOver = stored.status === 'completed';
    await this.#outbox.change(keyOf(record), (mine) =>
      mine === undefined || isOver ? undefined : reconciled(mine, stored),
    );
    if (isOver) this.#tell({ kind: 'superseded', id: record.id });
  }

  #tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }
}
