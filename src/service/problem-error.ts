/** The one error of the service that a caller gets to see; everything else becomes `internal`. */
import { PROBLEMS } from '../protocol/index.ts';
import type { PointedError, ProblemCode } from '../protocol/index.ts';

export interface ProblemParticulars {
  /** For the developer who reads the answer; never holds what was sent. */
  readonly detail?: string;
  readonly errors?: readonly PointedError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Why, for the log alone: a caller who guesses must not learn how close the guess was. */
  readonly reason?: string;
  readonly cause?: unknown;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly particulars: ProblemParticulars;

  constructor(code: ProblemCode, particulars: ProblemParticulars = {}) {
    super(PROBLEMS[code].title, { cause: particulars.cause });
    this.code = code;
    this.particulars = particulars;
  }
}
