/** Payloads that could not be stored: look, judge again, delete. */
import * as z from 'zod/mini';

import { QuarantineId, SurveyId, Timestamp } from './identifiers.ts';
import { page, paging } from './paging.ts';
import {
  DiscardRequest,
  QuarantinedDetail,
  QuarantinedResponse,
  QuarantineReason,
  QuarantineState,
  Repair,
  RepairRequest,
} from './quarantine.ts';
import type { PrivateRoute } from './route.ts';

const quarantineFilter = {
  survey: z.optional(SurveyId),
  reason: z.optional(QuarantineReason),
  /** Default: `kept`. */
  state: z.optional(QuarantineState),
  /** Kept at or after. */
  since: z.optional(Timestamp),
  /** Kept before. */
  until: z.optional(Timestamp),
};

const quarantineParams = z.strictObject({ id: QuarantineId });

export const quarantineRoutes = {
  listQuarantine: {
    method: 'GET',
    path: '/v1/quarantine',
    summary: 'Payloads with answers that could not be stored, kept for repair; newest first.',
    scope: 'responses:read',
    query: z.extend(paging, quarantineFilter),
    status: 200,
    reply: page(QuarantinedResponse),
  },
  getQuarantined: {
    method: 'GET',
    path: '/v1/quarantine/{id}',
    summary: 'One payload in quarantine, beside what is stored of its response.',
    scope: 'responses:read',
    params: quarantineParams,
    status: 200,
    reply: QuarantinedDetail,
  },
  repairQuarantined: {
    method: 'POST',
    path: '/v1/quarantine/{id}/repair',
    summary:
      'Judge a payload again, with corrections or as it came, and store it as a revision of its response. Once.',
    scope: 'responses:repair',
    params: quarantineParams,
    body: RepairRequest,
    status: 200,
    reply: Repair,
  },
  discardQuarantined: {
    method: 'POST',
    path: '/v1/quarantine/{id}/discard',
    summary: 'Delete a payload for good. Who did it, when and why is kept.',
    scope: 'responses:repair',
    params: quarantineParams,
    body: DiscardRequest,
    status: 200,
    reply: QuarantinedResponse,
  },
} as const satisfies Record<string, PrivateRoute>;
