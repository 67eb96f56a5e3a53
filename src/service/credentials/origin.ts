/** Which pages may use a token or a grant: those that it names, else those of its project. */
import type { ProblemCode } from '../../protocol/index.ts';

/** Nothing is allowed by default, and a request that names no origin is no page's. */
export function originProblem(
  origin: string | null,
  allowed: readonly string[],
): Extract<ProblemCode, 'origin_missing' | 'origin_not_allowed'> | null {
  if (origin === null) return allowed.length > 0 ? 'origin_missing' : 'origin_not_allowed';
  // `null` is what sandboxed frames and files call themselves: it proves nothing, listed or not.
  return origin !== 'null' && allowed.includes(origin) ? null : 'origin_not_allowed';
}
