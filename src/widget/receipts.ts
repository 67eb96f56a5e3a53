/** What the service's own words are. What does not echo id and revision acknowledges nothing. */
import type { ResponseReceipt } from '../protocol/response.ts';
import type { OutboxRecord } from './record.ts';
import { isObject } from './session-reply.ts';

const RESULTS: ReadonlySet<unknown> = new Set([
  'stored',
  'duplicate',
  'conflict',
  'quarantined',
  'erased',
  'refused',
]);

/** A receipt together with the record that it is for. */
export type Acknowledged = readonly [record: OutboxRecord, receipt: ResponseReceipt];

/** Receipts in a reply, whatever the reply may be, matched with what was sent. */
export function acknowledged(
  body: unknown,
  sent: readonly OutboxRecord[],
): readonly Acknowledged[] {
  const results: unknown = isObject(body) ? body['results'] : undefined;
  if (!Array.isArray(results)) return [];
  return sent.flatMap((record): Acknowledged[] => {
    const receipt: unknown = results.find((result) => isReceiptFor(result, record));
    return receipt === undefined ? [] : [[record, receipt as ResponseReceipt]];
  });
}

function isReceiptFor(value: unknown, { id, revision }: OutboxRecord): boolean {
  return (
    isObject(value) &&
    value['id'] === id &&
    value['revision'] === revision &&
    RESULTS.has(value['result']) &&
    (value['result'] !== 'conflict' || isDocument(value['stored']))
  );
}

/** What the service has stored: a widget merges with it, so that it must be whole. */
function isDocument(value: unknown): boolean {
  return (
    isObject(value) &&
    Number.isSafeInteger(value['revision']) &&
    typeof value['status'] === 'string' &&
    isObject(value['answers']) &&
    Object.values(value['answers']).every(
      (answer) => isObject(answer) && typeof answer['at'] === 'string',
    )
  );
}

/** The code of a problem, if it is our service that speaks, and nobody on the way to it. */
export function problemIn(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const code = String(body['code']);
  return body['type'] === `urn:otklik:problem:${code}` ? code : undefined;
}
