/** Who is told of events while they are being stored. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import type { EventFacts } from '../scenarios/journey.ts';

export interface ArrivedEvent extends EventFacts {
  readonly respondent: string;
}

/**
 * Called once for each event that was not there yet, in the transaction that stores it: what it does is kept together
 * with the event, or not at all. A repeat tells nobody. Late and future events come at once; `at` says when they happened.
 */
export type EventListener = (
  arrival: { readonly project: string; readonly events: readonly ArrivedEvent[] },
  trx: Kysely<Tables>,
) => Promise<void>;
