/** What every part of the check is given, and where it writes down what it finds. */
import type { PointedError } from '../../protocol/index.ts';
import type { Outline } from './outline.ts';

export interface Checking {
  readonly outline: Outline;
  /** Origins to which the survey may lead and from which it may show pictures; undefined: not known here. */
  readonly origins: readonly string[] | undefined;
  readonly errors: PointedError[];
}

/** @param message one sentence that says what to do */
export function fault({ errors }: Checking, pointer: string, code: string, message: string): void {
  errors.push({ pointer, code, message });
}
