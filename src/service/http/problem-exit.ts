/** The one place where an error becomes an answer (RFC 9457). */
import { PROBLEMS } from '../../protocol/index.ts';
import type { ProblemDocument } from '../../protocol/index.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import { ProblemError } from '../problem-error.ts';

export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof DatabaseUnavailable) {
    return new ProblemError('unavailable', {
      headers: { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) },
      cause: error,
    });
  }
  return new ProblemError('internal', { cause: error });
}

export function problemResponse({ code, particulars }: ProblemError, requestId: string): Response {
  const { status, title } = PROBLEMS[code];
  const { detail, errors, headers } = particulars;
  const document: ProblemDocument = {
    type: `urn:otklik:problem:${code}`,
    title,
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors: [...errors] }),
    requestId,
  };
  return new Response(JSON.stringify(document), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
