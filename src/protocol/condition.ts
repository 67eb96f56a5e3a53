/** Conditions on answers and variables, for "show if" and "go to". Data, never code. */
import * as z from 'zod/mini';

import { LocalId } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { VariableValue } from './variables.ts';

/**
 * - `eq ne lt lte gt gte`: compare with `value`. `lt` and its kin compare numbers, and dates as dates.
 * - `in`: is one of the values in `value`.
 * - `includes`: a multiple choice holds the choice `value`; a text holds `value` as a part.
 * - `matches`: the whole text fits the pattern `value`; see the engine's pattern.ts for what a pattern may hold.
 * - `answered`, `empty`: whether there is a value at all.
 *
 * `part` looks at one row of a matrix, or one field of a contact or address.
 *
 * With no value on the left only `empty` and `ne` hold.
 */
export const ComparisonOperator = z.enum([
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'includes',
  'matches',
]);
export type ComparisonOperator = z.infer<typeof ComparisonOperator>;

const list = z.array(VariableValue).check(z.minLength(1), z.maxLength(LIMITS.choicesPerQuestion));

const answer = { answer: LocalId, part: z.optional(LocalId) };

const AnswerCondition = z.union([
  z.strictObject({ ...answer, op: ComparisonOperator, value: VariableValue }),
  z.strictObject({ ...answer, op: z.literal('in'), value: list }),
  z.strictObject({ ...answer, op: z.enum(['answered', 'empty']) }),
]);

const VariableCondition = z.union([
  z.strictObject({ variable: LocalId, op: ComparisonOperator, value: VariableValue }),
  z.strictObject({ variable: LocalId, op: z.literal('in'), value: list }),
  z.strictObject({ variable: LocalId, op: z.enum(['answered', 'empty']) }),
]);

export type SimpleCondition = z.infer<typeof AnswerCondition> | z.infer<typeof VariableCondition>;

/** Nested to a depth of eight at most, which the publishing check enforces. */
export type Condition =
  | SimpleCondition
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const group = () =>
  z.array(z.lazy(() => Condition)).check(z.minLength(1), z.maxLength(LIMITS.conditionsPerGroup));

export const Condition: z.ZodMiniType<Condition> = z.union([
  AnswerCondition,
  VariableCondition,
  z.strictObject({ all: group() }),
  z.strictObject({ any: group() }),
  z.strictObject({ not: z.lazy(() => Condition) }),
]);
