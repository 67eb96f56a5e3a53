/** Every schema of the API once, by name, referring to each other. */
import * as z from 'zod/mini';

import {
  AddressRequest,
  Alert,
  AskingCheck,
  AskingVerdict,
  AutomationEntry,
  Check,
  EventType,
  EventTypeRequest,
  EventRequest,
  Profile,
  ProfileChange,
  StoredEvent,
  Condition,
  Delivery,
  DeliveryPayload,
  Destination,
  DestinationRequest,
  DestinationRule,
  Expression,
  FileReference,
  Hook,
  Invitation,
  Key,
  NewAlert,
  NewDestination,
  NewHook,
  NewKey,
  NewReadingLink,
  OnPageConfiguration,
  OnPageRule,
  OnPageRules,
  PushAddress,
  PushChannelState,
  PointedError,
  privateRoutes,
  ProblemDocument,
  OptOut,
  Project,
  ProjectAskingPolicy,
  PublishedVersion,
  publicRoutes,
  Question,
  QuarantinedResponse,
  ReadingLink,
  Retention,
  ResponseDocument,
  ResponseReceipt,
  ResponseSubmission,
  Scenario,
  ScenarioStep,
  SigningKey,
  StoredFile,
  StoredJourney,
  StoredResponse,
  StoredScenario,
  Survey,
  SurveyAskingPolicy,
  SurveyContent,
  SurveyVersion,
  Taken,
  Erasure,
  MintedToken,
} from '../../protocol/index.ts';
import type { Route } from '../../protocol/index.ts';

const shared = {
  AddressRequest,
  Alert,
  AskingCheck,
  AskingVerdict,
  AutomationEntry,
  Check,
  EventType,
  EventTypeRequest,
  EventRequest,
  Profile,
  ProfileChange,
  StoredEvent,
  Condition,
  Delivery,
  DeliveryPayload,
  Destination,
  DestinationRequest,
  DestinationRule,
  Expression,
  Erasure,
  FileReference,
  Hook,
  Invitation,
  Key,
  MintedToken,
  NewAlert,
  NewDestination,
  NewHook,
  NewKey,
  NewReadingLink,
  OnPageConfiguration,
  OnPageRule,
  OnPageRules,
  PointedError,
  ProblemDocument,
  OptOut,
  Project,
  ProjectAskingPolicy,
  PublishedVersion,
  PushAddress,
  PushChannelState,
  Question,
  QuarantinedResponse,
  ReadingLink,
  Retention,
  ResponseDocument,
  ResponseReceipt,
  ResponseSubmission,
  Scenario,
  ScenarioStep,
  SigningKey,
  StoredFile,
  StoredJourney,
  StoredResponse,
  StoredScenario,
  Survey,
  SurveyAskingPolicy,
  SurveyContent,
  SurveyVersion,
  Taken,
} as const satisfies Record<string, z.ZodMiniType>;

const routes: Readonly<Record<string, Route>> = { ...privateRoutes, ...publicRoutes };

/** What a route takes and gives: a shared schema by its name, another by the route's. */
export const componentNames = {
  body: (route: string): string => nameOf(routes[route]?.body) ?? `${capitalised(route)}Request`,
  reply: (route: string): string => {
    const reply = routes[route]?.reply;
    return (typeof reply === 'string' ? undefined : nameOf(reply)) ?? `${capitalised(route)}Reply`;
  },
};

export function componentSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  const add = (id: string, schema: z.ZodMiniType): void => {
    if (!registry.has(schema)) registry.add(schema, { id });
  };
  for (const [name, schema] of Object.entries(shared)) add(name, schema);
  for (const [name, { body, reply }] of Object.entries(routes)) {
    if (body !== undefined) add(componentNames.body(name), body);
    if (reply !== undefined && typeof reply !== 'string') add(componentNames.reply(name), reply);
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _own, $schema: _dialect, ...schema }]) => [
      id,
      schema,
    ]),
  );
}

function nameOf(schema: z.ZodMiniType | undefined): string | undefined {
  return Object.entries(shared).find(([, one]) => one === schema)?.[0];
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
