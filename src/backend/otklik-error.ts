import { PROBLEMS } from '../protocol/problem.ts';
import type { ProblemCode } from '../protocol/problem.ts';
import type { ProblemDocument } from '../protocol/problem-document.ts';
import type { PointedError } from '../protocol/response.ts';

/** What can go wrong on the way, besides the service's own problem codes. */
const OWN_PROBLEMS = {
  network: 'The service cannot be reached; is the endpoint right, and the service running?',
  timeout: 'The service did not answer in time.',
  reply_unexpected: 'Something other than the survey service answered; check the endpoint.',
} as const;

/** A problem code of the service (`PROBLEMS` in `otklik/protocol`), or what kept it from answering. */
export type OtklikErrorCode = ProblemCode | keyof typeof OWN_PROBLEMS;

export interface OtklikErrorParticulars {
  /** What exactly, after the code's own sentence. Never a credential. */
  readonly detail?: string | undefined;
  readonly status?: number | undefined;
  readonly problem?: ProblemDocument | undefined;
  readonly errors?: readonly PointedError[] | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Everything that this module throws, except the reason of your own `signal`.
 *
 * @example
 * try {
 *   await client.publishSurvey({ id: 'srv_delivery' });
 * } catch (error) {
 *   if (error instanceof OtklikError && error.code === 'survey_invalid') console.log(error.errors);
 *   else throw error;
 * }
 */
export class OtklikError extends Error {
  override readonly name = 'OtklikError';
  readonly code: OtklikErrorCode;
  /** The HTTP status; absent when nothing was answered, or nothing was asked. */
  readonly status: number | undefined;
  /** The service's answer (RFC 9457), when it was one. Its `requestId` finds the service's log lines. */
  readonly problem: ProblemDocument | undefined;
  /** Places to mend, as JSON Pointers (RFC 6901) into what was given. */
  readonly errors: readonly PointedError[];
  /** How long the service asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: OtklikErrorCode, particulars: OtklikErrorParticulars = {}) {
    const { detail, status, problem, cause } = particulars;
    const errors = particulars.errors ?? problem?.errors ?? [];
    super(
      sentence(code, detail ?? problem?.detail, errors),
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.status = status;
    this.problem = problem;
    this.errors = errors;
    this.retryAfterMs = particulars.retryAfterMs;
  }
}

function sentence(
  code: OtklikErrorCode,
  detail: string | undefined,
  errors: readonly PointedError[],
): string {
  const title =
    code in OWN_PROBLEMS
      ? OWN_PROBLEMS[code as keyof typeof OWN_PROBLEMS]
      : PROBLEMS[code as ProblemCode].title;
  const places = errors.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; ');
  return [title, detail, places && `(${places})`].filter(Boolean).join(' ');
}
