/**
 * What this device keeps for one project: in IndexedDB, where that fails in localStorage, where that fails in
 * memory. A respondent waits for a broken rung once: from then on the next one stands in, the broken one is
 * tried again behind it, and as soon as it holds, what stood lower is raised to it, without a reload.
 */
import { holds, isPending, joined, keyOf } from '../record.ts';
import type { OutboxRecord, RecordKey } from '../record.ts';
import { WidgetError } from '../problem.ts';
import type { RecordStore, StorageKind } from './record-store.ts';
import { Rung } from './rung.ts';
import type { Mend } from './rung.ts';

export interface Saved {
  readonly record: OutboxRecord;
  readonly storage: StorageKind;
  /** Why a better place could not be used. */
  readonly failure?: WidgetError;
}

/** Where this page has kept a record last. */
interface Place {
  readonly storage: StorageKind;
  readonly record: OutboxRecord;
  readonly isPending: boolean;
}

/** A record as it was read, and the best place that holds all of it. */
type Find = Pick<Place, 'storage' | 'record'>;

type Listener = (isRaised: boolean) => void;

export class Outbox {
  readonly #rungs: readonly Rung[];
  readonly #listeners = new Set<Listener>();
  readonly #places = new Map<string, Place>();
  #found: ReadonlyMap<string, Find> = new Map();
  /** What is done with, by key, as it was last: an older copy on a rung that rested is not for sending. */
  readonly #gone = new Map<string, OutboxRecord>();
  #raising: Promise<void> | undefined;

  /**
   * @param stores best first; the last one never fails
   * @param now milliseconds on a clock that nobody sets
   */
  constructor(stores: readonly RecordStore[], now: () => number = () => performance.now()) {
    this.#rungs = stores.map((store) => new Rung(store, now));
  }

  /**
   * Calls back when a record has another place, or none: `isRaised` when nobody had asked for that.
   *
   * @returns what takes the listener off again
   */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Undefined for what this page has neither saved nor found. */
  storageOf(record: OutboxRecord): StorageKind | undefined {
    const name = nameOf(keyOf(record));
    return (this.#places.get(name) ?? this.#found.get(name))?.storage;
  }

  /** What this page has kept, as it was last; also what the service has meanwhile. Known without asking the device. */
  get kept(): readonly OutboxRecord[] {
    return [...this.#places.values()].map(({ record, isPending: isWaiting }) =>
      isWaiting ? record : { ...record, base: record.revision },
    );
  }

  /** Something is nowhere but in this page. */
  get isVolatile(): boolean {
    return [...this.#places.values()].some((at) => at.storage === 'memory' && at.isPending);
  }

  /** Whether `records` are all that there are: a place that failed a moment ago is not looked into. */
  get isReadable(): boolean {
    return this.#rungs.every((rung) => rung.isUsable);
  }

  /** All records of all respondents; of one that is on two rungs, all that was answered in either. */
  async records(): Promise<readonly OutboxRecord[]> {
    const found = await Promise.all(
      this.#rungs.map(async (rung) =>
        (await rung.all()).map((record) => ({ record, storage: rung.kind })),
      ),
    );
    const finds = new Map<string, Find>();
    for (const { record, storage } of found.flat()) {
      const name = nameOf(keyOf(record));
      const gone = this.#gone.get(name);
      if (gone && isPast(record, gone)) void this.#drop(gone);
      else finds.set(name, joinedFind(finds.get(name), { record, storage }));
    }
    this.#found = finds;
    for (const name of this.#places.keys()) this.#raise(name);
    return [...finds.values()].map(({ record }) => record);
  }

  /** A record is about to be stored: what takes its time can begin. Nothing is written. */
  prepare(): void {
    this.#rungs[0]?.prepare();
  }

  /** Stores the record as durably as this device can, joined with what another tab wrote. */
  async save(given: OutboxRecord): Promise<Saved> {
    const record = this.#afterwards(given);
    let failure: WidgetError | undefined;
    for (const rung of this.#rungs) {
      failure ??= rung.why;
      if (rung.why !== undefined) continue;
      try {
        // oxlint-disable-next-line no-await-in-loop -- the next rung is for the failure of this one
        const kept = await this.#keep(rung, record);
        this.#raise(nameOf(keyOf(kept)));
        return { record: kept, storage: rung.kind, ...(failure === undefined ? {} : { failure }) };
      } catch (error) {
        failure ??= error as WidgetError;
      }
    }
    throw failure ?? new WidgetError('storage_failed');
  }

  /** Changes or removes a record wherever it is; a place that fails keeps it, and it is sent once more. */
  async change(key: RecordKey, change: Mend): Promise<void> {
    const name = nameOf(key);
    const place = this.#places.get(name);
    let gone: OutboxRecord | undefined;
    let last: OutboxRecord | undefined;
    await Promise.all(
      this.#rungs.map((rung) =>
        rung.mend(key, (stored) => {
          // The newest counts; an older copy waits to be overwritten by it. One with more in it is no copy.
          const newest = rung.kind === place?.storage ? undefined : place?.record;
          const isOlder =
            newest && stored.revision < newest.revision && holds(newest, stored.answers);
          const next = isOlder ? stored : change(stored);
          if (next === undefined && stored.revision > (gone?.revision ?? -1)) gone = stored;
          if (!isOlder) last = next ?? last;
          return next;
        }),
      ),
    );
    if (place)
      this.#places.set(name, {
        ...place,
        ...(last && { record: last }),
        isPending: last !== undefined && isPending(last),
      });
    if (gone) await this.#forget(gone);
    this.#tell(false);
  }

  close(): void {
    for (const rung of this.#rungs) rung.close();
  }

  /**
   * Laid over what this page knows to be kept: a lower rung knows nothing of it. Whoever goes on with what was
   * done with makes a later revision than those that are not for sending.
   */
  #afterwards(record: OutboxRecord): OutboxRecord {
    const name = nameOf(keyOf(record));
    const next = joined(this.#places.get(name)?.record, record);
    const gone = this.#gone.get(name)?.revision ?? -1;
    return next.revision > gone ? next : { ...next, revision: gone + 1 };
  }

  async #keep(rung: Rung, record: OutboxRecord): Promise<OutboxRecord> {
    const key = keyOf(record);
    const kept = (await rung.keep(key, (stored) => joined(stored, record))) ?? record;
    // Older copies on the rungs that had to stand in.
    void this.#drop(kept, this.#rungs.slice(this.#rungs.indexOf(rung) + 1));
    const name = nameOf(key);
    // While it was raised, it may have been done with, or a newer one may have come to stand below.
    const gone = this.#gone.get(name);
    const last = this.#places.get(name)?.record;
    const hasLast = last === undefined || kept.status === 'completed' || holds(kept, last.answers);
    if (gone && isPast(kept, gone)) void this.#drop(gone);
    else if (hasLast) {
      this.#places.set(name, { storage: rung.kind, record: kept, isPending: isPending(kept) });
      this.#tell(false);
    }
    return kept;
  }

  /** What had to be put on a lower rung goes up as soon as a better one takes it. Nobody waits for that. */
  #raise(name: string): void {
    const place = this.#places.get(name);
    if (!place?.isPending || this.#raising !== undefined) return;
    const own = this.#rungs.findIndex(({ kind }) => kind === place.storage);
    const better = this.#rungs.slice(0, own).find(({ isUsable }) => isUsable);
    if (better === undefined) return;
    const done = (): void => {
      this.#raising = undefined;
    };
    this.#raising = this.#keep(better, place.record).then(() => {
      done();
      this.#tell(true);
      this.#raise(name);
    }, done);
  }

  async #forget(record: OutboxRecord): Promise<void> {
    this.#gone.set(nameOf(keyOf(record)), record);
    await this.#drop(record);
  }

  async #drop(record: OutboxRecord, rungs = this.#rungs): Promise<void> {
    const older: Mend = (stored) => (isPast(stored, record) ? undefined : stored);
    await Promise.all(rungs.map((rung) => rung.mend(keyOf(record), older)));
  }

  #tell(isRaised: boolean): void {
    for (const listener of this.#listeners) listener(isRaised);
  }
}

/** Two tabs that stored in different places have each gone on from where they came in. */
function united(one: OutboxRecord | undefined, other: OutboxRecord): OutboxRecord {
  if (one === undefined) return other;
  return one.revision < other.revision ? joined(one, other) : joined(other, one);
}

function joinedFind(better: Find | undefined, lower: Find): Find {
  const record = united(better?.record, lower.record);
  const isInBetter = better !== undefined && isPast(record, better.record);
  return { record, storage: isInBetter ? better.storage : lower.storage };
}

/** Nothing is in it that is not in the later one. */
function isPast(record: OutboxRecord, later: OutboxRecord): boolean {
  return record.revision <= later.revision && holds(later, record.answers);
}

function nameOf(key: RecordKey): string {
  return JSON.stringify(key);
}
