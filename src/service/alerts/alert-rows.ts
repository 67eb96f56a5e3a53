/** Alerts as the database keeps them, and as their owner sees them. */
import type { Selectable } from 'kysely';

import type { Alert, AlertTarget } from '../../protocol/index.ts';
import type { AlertsTable } from '../database/types.ts';
import type { SealedSecrets } from '../push/sealed-secrets.ts';

export type AlertRow = Selectable<AlertsTable>;

export function alertOf(row: AlertRow): Alert {
  return {
    id: row.id,
    name: row.name,
    when: row.condition,
    to: row.origins,
    state: row.state,
    since: row.since,
    found: row.found,
    lookedAt: row.looked_at,
    createdAt: row.created_at,
  };
}

/** An address of Slack is a password: whoever has it can write there. */
export function sealTargets(
  targets: readonly AlertTarget[],
  row: Pick<AlertRow, 'project_id' | 'id'>,
  secrets: SealedSecrets,
): string {
  return secrets.seal(JSON.stringify(targets), placeOf(row));
}

/** @throws SecretKeyError */
export function openTargets(
  row: Pick<AlertRow, 'project_id' | 'id' | 'targets'>,
  secrets: SealedSecrets,
): AlertTarget[] {
  return JSON.parse(secrets.open(row.targets, placeOf(row))) as AlertTarget[];
}

/** What a sealed text of this alert is bound to. */
export function placeOf({ project_id, id }: Pick<AlertRow, 'project_id' | 'id'>): string {
  return `${project_id}/alerts/${id}`;
}
