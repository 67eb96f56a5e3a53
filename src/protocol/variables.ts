/** Variables: typed values that come along with a response, each with its provenance. */
import * as z from 'zod/mini';

import { CalendarDate, LocalId } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { Localised } from './localised.ts';

export const VariableType = z.enum(['string', 'number', 'boolean', 'date']);
export type VariableType = z.infer<typeof VariableType>;

/** How a survey declares a variable. Undeclared values are dropped and reported, never stored. */
export const VariableDeclaration = z.strictObject({
  type: VariableType,
  /** What the researcher calls it in exports. */
  label: z.optional(Localised),
});
export type VariableDeclaration = z.infer<typeof VariableDeclaration>;

export const VariableValue = z.union([
  z.string().check(z.maxLength(LIMITS.variableLength)),
  z.number(),
  z.boolean(),
]);
export type VariableValue = z.infer<typeof VariableValue>;

/** Values by name, as a page or a backend gives them. */
export const VariableValues = z
  .record(LocalId, VariableValue)
  .check(
    z.refine((values) => Object.keys(values).length <= LIMITS.pageVariables, 'too many values'),
  );
export type VariableValues = z.infer<typeof VariableValues>;

/** `token`: signed by the customer's backend. `page`: given by the page or app. `auto`: seen by the widget. */
export const Provenance = z.enum(['token', 'page', 'auto']);
export type Provenance = z.infer<typeof Provenance>;

export const Variable = z.strictObject({ value: VariableValue, source: Provenance });
export type Variable = z.infer<typeof Variable>;

/** Values with provenance, by name. A token value wins over a page value, a page value over an automatic one. */
export const Variables = z.record(z.string(), Variable);
export type Variables = z.infer<typeof Variables>;

/** What each declared type accepts; a `date` is a calendar date. */
export const VARIABLE_SCHEMAS = {
  string: z.string().check(z.maxLength(LIMITS.variableLength)),
  number: z.number(),
  boolean: z.boolean(),
  date: CalendarDate,
} as const satisfies Record<VariableType, z.ZodMiniType>;
