/**
 * A place to keep records in, and whether it can be relied on. What fails rests, at first for a second and
 * longer each time; then it is tried behind the respondent's back, and counts again once it has kept a record.
 */
import { WidgetError } from '../problem.ts';
import type { Change, RecordStore, StorageKind } from './record-store.ts';
import type { OutboxRecord, RecordKey } from '../record.ts';

const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 15_000;

/** What a record that is there becomes; undefined removes it. */
export type Mend = (stored: OutboxRecord) => OutboxRecord | undefined;

export class Rung {
  readonly kind: StorageKind;
  readonly #store: RecordStore;
  readonly #now: () => number;
  #restMs = 0;
  #until = 0;
  #why: WidgetError | undefined;

  /** @param now milliseconds on a clock that nobody sets */
  constructor(store: RecordStore, now: () => number) {
    this.kind = store.kind;
    this.#store = store;
    this.#now = now;
  }

  /** Why a respondent's answer does not go there now; undefined where it does. */
  get why(): WidgetError | undefined {
    return this.#why;
  }

  /** It has rested, and may be tried where nobody waits for it. */
  get isUsable(): boolean {
    return this.#why === undefined || this.#now() >= this.#until;
  }

  prepare(): void {
    if (this.#why === undefined) this.#store.prepare?.();
  }

  /** Empty while nothing can be read. */
  async all(): Promise<readonly OutboxRecord[]> {
    if (!this.isUsable) return [];
    try {
      return await this.#store.all();
    } catch (error) {
      this.#rest(error);
      return [];
    }
  }

  /**
   * Writes a record, and is relied on again.
   *
   * @throws WidgetError
   */
  async keep(key: RecordKey, change: Change): Promise<OutboxRecord | undefined> {
    try {
      const kept = await this.#store.change(key, change, true);
      this.#restMs = 0;
      this.#why = undefined;
      return kept;
    } catch (error) {
      throw this.#rest(error);
    }
  }

  /** Changes what is there; what cannot be changed now stays as it is. */
  async mend(key: RecordKey, change: Mend): Promise<void> {
    if (!this.isUsable) return;
    const ifThere: Change = (stored) => (stored === undefined ? undefined : change(stored));
    try {
      await this.#store.change(key, ifThere, false);
    } catch (error) {
      this.#rest(error);
    }
  }

  close(): void {
    this.#store.close();
  }

  /** A full place is no broken one: it refuses this record only. */
  #rest(error: unknown): WidgetError {
    if (error instanceof WidgetError) return error;
    this.#store.close();
    this.#restMs = Math.min(LONGEST_REST_MS, this.#restMs * 2 || FIRST_REST_MS);
    this.#until = this.#now() + this.#restMs;
    this.#why = new WidgetError('storage_failed', String(error), { cause: error });
    return this.#why;
  }
}
