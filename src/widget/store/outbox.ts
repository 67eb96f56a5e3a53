/**
 * What this device keeps for one project: IndexedDB, where that fails localStorage, where that fails
 * memory. A broken rung is left for a while and then tried again, so that persistence comes back without
 * a reload; the respondent waits for it once at most.
 */
import { joined, keyOf } from '../record.ts';
import type { OutboxRecord, RecordKey } from '../record.ts';
import { WidgetError } from '../problem.ts';
import type { Change, RecordStore, StorageKind } from './record-store.ts';

const REST_MS = 30_000;

export interface Saved {
  readonly record: OutboxRecord;
  readonly storage: StorageKind;
  /** Why a better place could not be used. */
  readonly failure?: WidgetError;
}

export class Outbox {
  readonly #rungs: readonly RecordStore[];
  readonly #now: () => number;
  readonly #resting = new Map<RecordStore, { readonly until: number; readonly why: WidgetError }>();

  /** @param rungs best first; the last one never fails */
  constructor(rungs: readonly RecordStore[], now: () => number = Date.now) {
    this.#rungs = rungs;
    this.#now = now;
  }

  /** All records of all respondents; of a record that is on two rungs, the newer. */
  async records(): Promise<readonly OutboxRecord[]> {
    const found = await Promise.all(this.#rungs.map((rung) => this.#read(rung)));
    const newest = new Map<string, OutboxRecord>();
    for (const record of found.flat()) {
      const key = JSON.stringify(keyOf(record));
      if (record.revision > (newest.get(key)?.revision ?? -1)) newest.set(key, record);
    }
    return [...newest.values()];
  }

  /** A record is about to be stored: what takes its time can begin. Nothing is written. */
  prepare(): void {
    const best = this.#rungs[0];
    if (best && this.#isAwake(best)) best.prepare?.();
  }

  /** Stores the record as durably as this device can, joined with what another tab wrote. */
  async save(record: OutboxRecord): Promise<Saved> {
    let failure: WidgetError | undefined;
    for (const rung of this.#rungs) {
      if (!this.#isAwake(rung)) {
        failure ??= this.#resting.get(rung)?.why;
        continue;
      }
      try {
        const change: Change = (stored) => joined(stored, record);
        // oxlint-disable-next-line no-await-in-loop -- the next rung is for the failure of this one
        const stored = (await rung.change(keyOf(record), change, true)) ?? record;
        void this.#tidy(rung, stored);
        return {
          record: stored,
          storage: rung.kind,
          ...(failure === undefined ? {} : { failure }),
        };
      } catch (error) {
        failure ??= storageError(error);
        this.#rest(rung, error);
      }
    }
    throw failure ?? new WidgetError('storage_failed');
  }

  /** Changes or removes a record wherever it is; a place that fails keeps it, and it is sent once more. */
  async change(key: RecordKey, change: Change): Promise<void> {
    const ifThere: Change = (stored) => (stored === undefined ? undefined : change(stored));
    await Promise.all(
      this.#rungs.map(async (rung) => {
        if (!this.#isAwake(rung)) return;
        try {
          await rung.change(key, ifThere, false);
        } catch (error) {
          this.#rest(rung, error);
        }
      }),
    );
  }

  close(): void {
    for (const rung of this.#rungs) rung.close();
  }

  async #read(rung: RecordStore): Promise<readonly OutboxRecord[]> {
    if (!this.#isAwake(rung)) return [];
    try {
      return await rung.all();
    } catch (error) {
      this.#rest(rung, error);
      return [];
    }
  }

  /** Older copies on the rungs that had to stand in. */
  async #tidy(better: RecordStore, kept: OutboxRecord): Promise<void> {
    const below = this.#rungs.slice(this.#rungs.indexOf(better) + 1);
    const drop: Change = (stored) =>
      stored !== undefined && stored.revision <= kept.revision ? undefined : stored;
    await Promise.allSettled(below.map((rung) => rung.change(keyOf(kept), drop, false)));
  }

  #isAwake(rung: RecordStore): boolean {
    return this.#now() >= (this.#resting.get(rung)?.until ?? 0);
  }

  /** A full outbox is no broken one: it refuses this record only. */
  #rest(rung: RecordStore, error: unknown): void {
    if (error instanceof WidgetError) return;
    rung.close();
    this.#resting.set(rung, { until: this.#now() + REST_MS, why: storageError(error) });
  }
}

function storageError(error: unknown): WidgetError {
  if (error instanceof WidgetError) return error;
  return new WidgetError('storage_failed', String(error), { cause: error });
}
