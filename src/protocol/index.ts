/** What travels between widget, service and the customer's systems: schemas, with types of the same names. */
export * from './alert.ts';
export * from './asking.ts';
export * from './bridge.ts';
export * from './channel.ts';
export * from './condition.ts';
export * from './delivery.ts';
export * from './destination.ts';
export * from './doctor.ts';
export * from './event.ts';
export * from './expression.ts';
export * from './file.ts';
export * from './hook.ts';
export * from './identifiers.ts';
export { surveyJsonSchema } from './json-schema.ts';
export type { JsonSchema } from './json-schema.ts';
export * from './invitation.ts';
export * from './invitation-import.ts';
export * from './key.ts';
export * from './limits.ts';
export * from './localised.ts';
export * from './media-types.ts';
export * from './on-page.ts';
export * from './page-event.ts';
export * from './pointed-errors.ts';
export * from './problem.ts';
export * from './profile.ts';
export * from './problem-document.ts';
export * from './quarantine.ts';
export * from './push-channel.ts';
export {
  NewReadingLink,
  ODATA_PATH,
  READING_PATH,
  ReadingLink,
  ReadingLinkRequest,
} from './reading-out.ts';
export type { TableManner } from './reading-out.ts';
export { Retention } from './retention.ts';
export * from './push-message.ts';
export * from './question.ts';
export * from './response.ts';
export * from './routes.ts';
export * from './scenario.ts';
export * from './scenario-routes.ts';
export * from './session.ts';
export * from './simulation.ts';
export * from './survey.ts';
export * from './token.ts';
export * from './variables.ts';
