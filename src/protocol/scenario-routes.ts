/** Scenarios as they are kept, who is on the way through them, and the log of what was done for whom. */
import * as z from 'zod/mini';

import {
  InvitationId,
  JourneyId,
  LocalId,
  RespondentId,
  ScenarioId,
  SurveyId,
  Timestamp,
} from './identifiers.ts';
import { InvitationStatus, SuppressionReason } from './invitation.ts';
import { page, paging } from './paging.ts';
import type { PrivateRoute } from './route.ts';
import { Scenario } from './scenario.ts';
import { Simulation, SimulationRequest } from './simulation.ts';

/**
 * `published`: events begin journeys. `paused`: they begin no new ones, and those under way go on. `ended`: those
 * under way are left, and their open invitations cancelled.
 */
export const ScenarioStatus = z.enum(['draft', 'published', 'paused', 'ended']);
export type ScenarioStatus = z.infer<typeof ScenarioStatus>;

export const ScenarioRequest = z.strictObject({ id: z.optional(ScenarioId), draft: Scenario });
export type ScenarioRequest = z.infer<typeof ScenarioRequest>;

export const StoredScenario = z.object({
  id: ScenarioId,
  status: ScenarioStatus,
  draft: Scenario,
  /** By which journeys begin now; null: it was never published. */
  version: z.nullable(z.int()),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type StoredScenario = z.infer<typeof StoredScenario>;

/** One person on the way. */
export const StoredJourney = z.object({
  id: JourneyId,
  scenario: ScenarioId,
  version: z.int(),
  respondent: RespondentId,
  /** What tells two journeys of one person apart, such as an order's number; empty: there is one at a time. */
  occasion: z.string(),
  status: z.enum(['active', 'ended', 'left']),
  /** Where the person is; null: it is over. */
  step: z.nullable(LocalId),
  since: Timestamp,
  /** When it goes on by the clock; null: it waits for an answer, or is over. */
  dueAt: z.nullable(Timestamp),
  /** Of each step that has asked: what became of it. */
  asked: z.record(
    LocalId,
    z.object({
      survey: SurveyId,
      invitation: z.nullable(InvitationId),
      status: InvitationStatus,
      reason: z.optional(SuppressionReason),
    }),
  ),
  enteredAt: Timestamp,
});
export type StoredJourney = z.infer<typeof StoredJourney>;

/** Something that the automation did, or did not do, and why, in words. */
export const AutomationEntry = z.object({
  id: z.string(),
  at: Timestamp,
  scenario: ScenarioId,
  /** Null: the person did not set out. */
  journey: z.nullable(JourneyId),
  respondent: RespondentId,
  occasion: z.string(),
  step: z.nullable(LocalId),
  /** That the step asks, if it asks one. */
  survey: z.nullable(SurveyId),
  what: z.string(),
  why: z.string(),
});
export type AutomationEntry = z.infer<typeof AutomationEntry>;

const params = z.strictObject({ id: ScenarioId });

export const scenarioRoutes = {
  listScenarios: {
    method: 'GET',
    path: '/v1/scenarios',
    summary: 'The scenarios of the project, newest first.',
    scope: 'surveys:read',
    query: paging,
    status: 200,
    reply: page(StoredScenario),
  },
  createScenario: {
    method: 'POST',
    path: '/v1/scenarios',
    summary: 'Create a scenario with its first draft.',
    scope: 'surveys:write',
    body: ScenarioRequest,
    status: 201,
    reply: StoredScenario,
  },
  getScenario: {
    method: 'GET',
    path: '/v1/scenarios/{id}',
    summary: 'One scenario with its draft.',
    scope: 'surveys:read',
    params,
    status: 200,
    reply: StoredScenario,
  },
  putScenario: {
    method: 'PUT',
    path: '/v1/scenarios/{id}',
    summary:
      'Write the draft; creates the scenario when there is none. Journeys go by published versions.',
    scope: 'surveys:write',
    params,
    body: z.strictObject({ draft: Scenario }),
    status: 200,
    reply: StoredScenario,
  },
  publishScenario: {
    method: 'POST',
    path: '/v1/scenarios/{id}/publish',
    summary:
      'Check the draft and let events begin journeys by it. Those under way keep to their version.',
    scope: 'surveys:write',
    params,
    status: 200,
    reply: StoredScenario,
  },
  pauseScenario: {
    method: 'POST',
    path: '/v1/scenarios/{id}/pause',
    summary: 'Begin no new journeys. Those under way go on. Publishing ends the pause.',
    scope: 'surveys:write',
    params,
    status: 200,
    reply: StoredScenario,
  },
  endScenario: {
    method: 'POST',
    path: '/v1/scenarios/{id}/end',
    summary: 'Begin no new journeys, and end those under way; open invitations are cancelled.',
    scope: 'surveys:write',
    params,
    status: 200,
    reply: StoredScenario,
  },
  simulateScenario: {
    method: 'POST',
    path: '/v1/scenarios/{id}/simulate',
    summary: 'Play a history against the draft on a virtual clock: who is asked when, and why not.',
    scope: 'surveys:read',
    params,
    body: SimulationRequest,
    status: 200,
    reply: Simulation,
  },
  listJourneys: {
    method: 'GET',
    path: '/v1/scenarios/{id}/journeys',
    summary: 'Who is on the way, or was, newest first.',
    scope: 'responses:read',
    params,
    query: z.extend(paging, {
      respondent: z.optional(RespondentId),
      status: z.optional(StoredJourney.shape.status),
    }),
    status: 200,
    reply: page(StoredJourney),
  },
  listAutomationLog: {
    method: 'GET',
    path: '/v1/automation-log',
    summary: 'What scenarios did and did not do for whom, and why, newest first.',
    scope: 'responses:read',
    query: z.extend(paging, {
      scenario: z.optional(ScenarioId),
      respondent: z.optional(RespondentId),
      survey: z.optional(SurveyId),
    }),
    status: 200,
    reply: page(AutomationEntry),
  },
} as const satisfies Record<string, PrivateRoute>;
