/** What goes into one request. */
import { LIMITS } from '../protocol/limits.ts';
import { submission } from './record.ts';
import type { OutboxRecord } from './record.ts';

export interface Batch {
  readonly records: readonly OutboxRecord[];
  readonly body: string;
  readonly bytes: number;
}

const ENVELOPE_BYTES = '{"responses":[]}'.length;

/**
 * As many as fit, at least one: a single response that is larger than a batch travels alone.
 *
 * @param most fewer than the usual number, after the service found a batch too large
 */
export function batchOf(
  pending: readonly OutboxRecord[],
  most: number = LIMITS.responsesPerBatch,
): Batch {
  const records: OutboxRecord[] = [];
  const items: string[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const record of pending.slice(0, most)) {
    const item = JSON.stringify(submission(record));
    const size = new TextEncoder().encode(item).length + 1;
    if (records.length > 0 && bytes + size > LIMITS.courierBatchBytes) break;
    records.push(record);
    items.push(item);
    bytes += size;
  }
  return { records, body: `{"responses":[${items.join()}]}`, bytes };
}
