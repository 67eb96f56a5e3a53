/** One entry of a batch, before anything in it is believed. */
import { ResponseId } from '../../protocol/index.ts';
import type { ResponseReceipt } from '../../protocol/index.ts';
import { grantAddress } from '../credentials/grant.ts';
import type { GrantAddress } from '../credentials/grant.ts';

export interface Item {
  /** As it came. */
  readonly raw: unknown;
  /** The echo: what of id and revision is usable. */
  readonly id: string | null;
  readonly revision: number | null;
  /** Null: without a usable id and grant nobody can say whose answers these are. */
  readonly address: GrantAddress | null;
}

export function identify(raw: unknown): Item {
  const { id, grant, revision } = fieldsOf(raw);
  const parsed = ResponseId.safeParse(id);
  return {
    raw,
    id: parsed.success ? parsed.data : null,
    revision: typeof revision === 'number' ? revision : null,
    address: parsed.success && typeof grant === 'string' ? grantAddress(grant) : null,
  };
}

export function presentedGrant({ raw }: Item): string | null {
  const { grant } = fieldsOf(raw);
  return typeof grant === 'string' ? grant : null;
}

/** What came, without its grant: what may be kept. */
export function payloadOf({ raw }: Item): Record<string, unknown> {
  const { grant: _secret, ...payload } = fieldsOf(raw);
  return payload;
}

function fieldsOf(raw: unknown): Record<string, unknown> {
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  return isObject ? (raw as Record<string, unknown>) : {};
}

/** The same in every transaction, so that two batches cannot wait for each other. Stable for one id. */
export function inLockingOrder(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => compare(orderOf(a), orderOf(b)));
}

function orderOf({ address, id }: Item): string {
  return `${address?.project ?? ''} ${id ?? ''}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function receiptFor(
  { id, revision }: Item,
  outcome: Omit<ResponseReceipt, 'id' | 'revision'>,
): ResponseReceipt {
  return { id, revision, ...outcome };
}
