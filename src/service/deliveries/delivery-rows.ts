/** Deliveries as the database keeps them, and as they are shown. */
import type { Selectable } from 'kysely';

import type { Delivery, DeliveryAttempt } from '../../protocol/index.ts';
import type { DeliveriesTable, DeliveryAttemptsTable } from '../database/types.ts';
import { sha256 } from '../hash.ts';

export type DeliveryRow = Selectable<DeliveriesTable>;

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    destination: row.destination_id,
    type: row.type,
    subject: row.subject,
    survey: row.survey_id,
    respondent: row.respondent,
    sequence: row.sequence,
    occurredAt: row.occurred_at,
    status: row.status,
    attempts: row.attempts,
    reason: row.reason,
    dueAt: row.due_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function attemptOf(row: Selectable<DeliveryAttemptsTable>): DeliveryAttempt {
  return {
    attempt: row.attempt,
    at: row.begun_at,
    durationMs: row.duration_ms,
    outcome: row.outcome,
    reason: row.reason,
    exchanges: row.exchanges,
  };
}

/** The same for the same thing told to the same destination, whoever finds out about it how often. */
export function deliveryId(
  destination: string,
  { type, subject, sequence }: Pick<DeliveryRow, 'type' | 'subject' | 'sequence'>,
): string {
  return `dlv_${sha256(JSON.stringify([destination, type, subject, sequence])).slice(0, 32)}`;
}
