/** Parses what came in by its schema, once; what does not fit is a problem with pointers. */
import type * as z from 'zod/mini';

import { pointedErrors } from '../../protocol/index.ts';
import { ProblemError } from '../problem-error.ts';

/** Enough to mend a body; a hostile one must not make the answer larger than the question. */
const ERRORS_MAX = 50;

/** `below`: where in the request it stands, when that is not the body: `/query`, `/params`. */
export function parseBySchema<S extends z.ZodMiniType>(
  schema: S,
  value: unknown,
  below = '',
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = pointedErrors(parsed.error, below).slice(0, ERRORS_MAX);
  throw new ProblemError('request_invalid', { errors });
}
