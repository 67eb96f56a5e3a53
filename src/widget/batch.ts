/**
 * What goes into the next request, by what became of the former ones: oldest first, little at first, twice as
 * much after each request that was answered, half after each that was not. So a slow line gets no more than it
 * carries. Who was in a request that failed lets the others go first, and travels with none of them: so what no
 * service takes holds up nobody.
 */
import { LIMITS } from '../protocol/limits.ts';
import { submission } from './record.ts';
import type { OutboxRecord } from './record.ts';

export interface Batch {
  readonly records: readonly OutboxRecord[];
  readonly body: string;
  readonly bytes: number;
  /** Nothing that waits was left behind. */
  readonly isAll: boolean;
}

const ENVELOPE_BYTES = '{"responses":[]}'.length;

export class Batches {
  #most: number = LIMITS.courierBatchBytes;
  /** By id. */
  readonly #failures = new Map<string, number>();

  /** At least one: a single response that is larger than a batch travels alone. */
  next(pending: readonly OutboxRecord[]): Batch {
    const records: OutboxRecord[] = [];
    const items: string[] = [];
    let bytes = ENVELOPE_BYTES;
    for (const record of this.#inOrder(pending)) {
      const item = JSON.stringify(submission(record));
      const size = new TextEncoder().encode(item).length + 1;
      if (records.length > 0 && !this.#fits(record, size, { records, bytes })) break;
      records.push(record);
      items.push(item);
      bytes += size;
    }
    const isAll = records.length === pending.length;
    return { records, body: `{"responses":[${items.join()}]}`, bytes, isAll };
  }

  /** @param acknowledged of the batch's records; the service has said nothing about the others */
  succeeded({ records, isAll }: Batch, acknowledged: readonly OutboxRecord[]): void {
    if (!isAll) this.#most = Math.min(LIMITS.publicBodyBytes, this.#most * 2);
    for (const record of records) {
      if (acknowledged.includes(record)) this.#failures.delete(record.id);
      else this.#blame(record);
    }
  }

  failed({ records, bytes }: Batch): void {
    if (records.length > 1) this.#most = bytes / 2;
    for (const record of records) this.#blame(record);
  }

  #fits(
    record: OutboxRecord,
    size: number,
    { records, bytes }: Pick<Batch, 'records' | 'bytes'>,
  ): boolean {
    return (
      records.length < LIMITS.responsesPerBatch &&
      bytes + size <= this.#most &&
      records.every(({ id }) => {
        // One response may stand here twice, begun by a token and by a link: a receipt is for one of them.
        return id !== record.id && this.#failuresOf(id) === this.#failuresOf(record.id);
      })
    );
  }

  #blame({ id }: OutboxRecord): void {
    this.#failures.set(id, 1 + this.#failuresOf(id));
  }

  #failuresOf(id: string): number {
    return this.#failures.get(id) ?? 0;
  }

  /** An id begins with the time at which it was made. */
  #inOrder(pending: readonly OutboxRecord[]): readonly OutboxRecord[] {
    return [...pending].sort(
      (a, b) => this.#failuresOf(a.id) - this.#failuresOf(b.id) || (a.id < b.id ? -1 : 1),
    );
  }
}
