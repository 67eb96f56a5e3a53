/** Destinations as the database keeps them: credentials sealed, and apart from what may be shown. */
import type { Selectable } from 'kysely';

import type {
  DeliveryEvent,
  Destination,
  DestinationRule,
  DestinationTarget,
} from '../../protocol/index.ts';
import type { DestinationsTable } from '../database/types.ts';
import type { SealedSecrets } from '../push/sealed-secrets.ts';

export type DestinationRow = Selectable<DestinationsTable>;
type Key = Pick<DestinationRow, 'project_id' | 'id'>;

/** Signs webhooks. An older one signs beside the newest until its time is over. */
export interface SigningSecret {
  readonly secret: string;
  /** RFC 3339; absent: the newest. */
  readonly until?: string;
}

/** What a rule means that names no events. */
const EVENTS: readonly DeliveryEvent[] = ['response.completed'];

/** What Slack or Bitrix24 give as an address is a password: whoever has it can write there. */
const SECRET_ADDRESSES: ReadonlySet<string> = new Set(['slack', 'bitrix24']);
const SECRETS: ReadonlySet<string> = new Set(['auth', 'clientSecret']);

export function shownOf(target: DestinationTarget): Record<string, unknown> {
  const { kind, ...rest } = target;
  const open = Object.entries(rest).filter(([name]) => !SECRETS.has(name));
  const shown = Object.fromEntries(open) as Record<string, unknown>;
  return SECRET_ADDRESSES.has(kind) && 'url' in target
    ? { ...shown, url: new URL(target.url).origin }
    : shown;
}

export function eventsOf({ events = [...EVENTS] }: DestinationRule): DeliveryEvent[] {
  return events;
}

export function sealTarget(target: DestinationTarget, key: Key, secrets: SealedSecrets): string {
  return secrets.seal(JSON.stringify(target), placeOf(key));
}

/** @throws SecretKeyError */
export function openTarget(
  row: Key & Pick<DestinationRow, 'secrets'>,
  secrets: SealedSecrets,
): DestinationTarget {
  return JSON.parse(secrets.open(row.secrets, placeOf(row))) as DestinationTarget;
}

export function sealSigning(
  signing: readonly SigningSecret[],
  key: Key,
  secrets: SealedSecrets,
): string {
  return secrets.seal(JSON.stringify(signing), placeOf(key));
}

/**
 * Those that sign now, the newest first.
 *
 * @throws SecretKeyError
 */
export function openSigning(
  row: Key & Pick<DestinationRow, 'signing'>,
  secrets: SealedSecrets,
  now: Date,
): readonly SigningSecret[] {
  const all = JSON.parse(secrets.open(row.signing, placeOf(row))) as SigningSecret[];
  return all.filter(({ until }) => until === undefined || Date.parse(until) > now.getTime());
}

export function destinationOf(row: DestinationRow): Destination {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    target: row.shown,
    rule: row.rule,
    crossBorder: row.cross_border,
    status: row.status,
    reason: row.reason,
    failingSince: row.failing_since,
    restsUntil: row.rests_until,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function placeOf({ project_id, id }: Key): string {
  return `${project_id}/destinations/${id}`;
}
