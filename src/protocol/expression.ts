/** What a `hidden` question computes: scores, sums, date differences, texts. Data, never code. */
import * as z from 'zod/mini';

import { Condition } from './condition.ts';
import { LocalId } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { VariableValue } from './variables.ts';

/**
 * What has no value is left out of `sum`, `product`, `average`, `least` and `greatest`; where it stands alone
 * the result has none either. Dividing by zero gives no value.
 */
export type Expression =
  | VariableValue
  /** An earlier answer; `part`: a row of a matrix, a field of a contact or address. */
  | { answer: string; part?: string | undefined }
  | { variable: string }
  | { sum: Expression[] }
  | { product: Expression[] }
  | { average: Expression[] }
  | { least: Expression[] }
  | { greatest: Expression[] }
  /** The first less the second. */
  | { difference: [Expression, Expression] }
  /** The first by the second. */
  | { quotient: [Expression, Expression] }
  | { round: Expression; digits?: number | undefined }
  /** Points of the chosen choices, added up; what is not listed counts nothing. */
  | { points: string; of: Record<string, number> }
  /** How many choices were made, files given, or rows answered. */
  | { count: string }
  /** Whole days from the first calendar date to the second. */
  | { days: [Expression, Expression] }
  /** A text with pipes, the same in every language. */
  | { text: string }
  | { if: Condition; then: Expression; else?: Expression | undefined };

const inner = z.lazy(() => Expression);
const several = () => z.array(inner).check(z.minLength(1), z.maxLength(LIMITS.conditionsPerGroup));
const pair = z.tuple([inner, inner]);

/** Nested to a depth of eight at most, which the publishing check enforces. */
export const Expression: z.ZodMiniType<Expression> = z.union([
  VariableValue,
  z.strictObject({ answer: LocalId, part: z.optional(LocalId) }),
  z.strictObject({ variable: LocalId }),
  z.strictObject({ sum: several() }),
  z.strictObject({ product: several() }),
  z.strictObject({ average: several() }),
  z.strictObject({ least: several() }),
  z.strictObject({ greatest: several() }),
  z.strictObject({ difference: pair }),
  z.strictObject({ quotient: pair }),
  z.strictObject({
    round: inner,
    digits: z.optional(z.int().check(z.minimum(0), z.maximum(6))),
  }),
  z.strictObject({ points: LocalId, of: z.record(LocalId, z.number()) }),
  z.strictObject({ count: LocalId }),
  z.strictObject({ days: pair }),
  z.strictObject({ text: z.string().check(z.minLength(1), z.maxLength(LIMITS.variableLength)) }),
  // oxlint-disable-next-line unicorn/no-thenable -- a word of the format; nobody awaits a schema's shape
  z.strictObject({ if: z.lazy(() => Condition), then: inner, else: z.optional(inner) }),
]);
