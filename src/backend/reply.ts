/** What comes back: a value, a stream, or a problem. */
import { ProblemDocument } from '../protocol/problem-document.ts';
import type { MediaType } from '../protocol/routes.ts';

import { OtklikError } from './otklik-error.ts';

/**
 * The value of a success. It is not held against the reply's schema: a newer service may say more than this
 * version knows, and a survey with a question type of tomorrow must not break today's list.
 */
export async function valueOf(
  response: Response,
  expected: MediaType | 'application/json' | undefined,
): Promise<unknown> {
  if (expected === undefined) return undefined;
  const { status } = response;
  const type = response.headers.get('content-type') ?? 'nothing';
  if (!type.startsWith(expected)) {
    await response.body?.cancel();
    throw new OtklikError('reply_unexpected', {
      status,
      detail: `It sent ${type}, not ${expected}.`,
    });
  }
  if (expected !== 'application/json') return response.body ?? new Blob().stream();
  return parsed(await response.text(), status);
}

function parsed(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new OtklikError('reply_unexpected', { status, detail: 'It is not JSON.', cause });
  }
}

/** The error for an answer that is not a success. */
export async function problemOf(
  response: Response,
  retryAfter: number | undefined,
): Promise<OtklikError> {
  const { status } = response;
  const text = await response.text();
  const problem = isProblem(response) ? problemIn(text) : undefined;
  if (problem !== undefined) {
    return new OtklikError(problem.code, { status, problem, retryAfterMs: retryAfter });
  }
  const location = response.headers.get('location');
  const detail =
    location === null
      ? `It answered with status ${status}.`
      : `It redirects to ${location}; use that address as endpoint.`;
  return new OtklikError('reply_unexpected', { status, detail, retryAfterMs: retryAfter });
}

function isProblem(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').startsWith('application/problem+json');
}

/** Undefined for a body that only claims to be a problem, or has a code that this version does not know. */
function problemIn(text: string): ProblemDocument | undefined {
  try {
    return ProblemDocument.parse(JSON.parse(text));
  } catch {
    // Not lost: the caller reports the status as an unexpected reply.
    return undefined;
  }
}

/** `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date. */
export function retryAfterMs(response: Response, nowMs: number): number | undefined {
  const header = response.headers.get('retry-after')?.trim();
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
