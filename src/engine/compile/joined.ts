import type { Condition } from '../../protocol/index.ts';

/** Both have to hold; an absent one always does. */
export function joined(outer: Condition, inner: Condition | undefined): Condition;
export function joined(
  outer: Condition | undefined,
  inner: Condition | undefined,
): Condition | undefined;
export function joined(
  outer: Condition | undefined,
  inner: Condition | undefined,
): Condition | undefined {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  return { all: [outer, inner] };
}
