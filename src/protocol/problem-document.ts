/** The body of every error answer: `application/problem+json` (RFC 9457). */
import * as z from 'zod/mini';

import { PROBLEMS } from './problem.ts';
import type { ProblemCode } from './problem.ts';
import { PointedError } from './response.ts';

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(PointedError)),
  /** Names the log lines of this request. */
  requestId: z.optional(z.string()),
});
export type ProblemDocument = z.infer<typeof ProblemDocument>;
