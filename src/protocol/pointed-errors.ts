/** A schema's complaints as pointed errors, so that whoever sent something can find the place. */
import type * as z from 'zod/mini';

import { issueSentence, kindsSentence } from './issue-sentence.ts';
import type { PointedError } from './response.ts';

type Issue = z.core.$ZodIssue;
type Branch = readonly Issue[];

/**
 * One error for each thing to mend. A union complains for its nearest branch only ("no branch fits"
 * tells nobody what to mend), and every unknown key is named by its own pointer.
 */
export function pointedErrors(error: z.core.$ZodError, below = ''): PointedError[] {
  return error.issues.flatMap((issue) => flatten(issue, below));
}

function flatten(issue: Issue, below: string): PointedError[] {
  const pointer = below + jsonPointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer + jsonPointer([key]),
      code: issue.code,
      message: issueSentence(issue),
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = leaves(issue.errors);
    const kinds = branches.flatMap(wrongKind);
    if (kinds.length === branches.length) {
      return [{ pointer, code: 'invalid_type', message: kindsSentence(kinds) }];
    }
    return nearest(branches).flatMap((inner) => flatten(withAllValues(inner, branches), pointer));
  }
  return [{ pointer, code: issue.code, message: issueSentence(issue) }];
}

/** The branches of a union, those of unions that are themselves a branch included. */
function leaves(branches: readonly Branch[]): Branch[] {
  return branches.flatMap((branch) => {
    const [only] = branch;
    const isUnion = branch.length === 1 && only?.code === 'invalid_union' && only.path.length === 0;
    return isUnion && only.errors.length > 0 ? leaves(only.errors) : [branch];
  });
}

/** What the branch expects, when the value is not even of that kind. */
function wrongKind(branch: Branch): string[] {
  const [only] = branch;
  return branch.length === 1 && only?.code === 'invalid_type' && only.path.length === 0
    ? [only.expected]
    : [];
}

function nearest(branches: readonly Branch[]): Branch {
  return branches.reduce((best, branch) => (distance(branch) < distance(best) ? branch : best));
}

/** A wrong literal could have been that of any branch: `op` may be "eq", and "in", and "empty". */
function withAllValues(issue: Issue, branches: readonly Branch[]): Issue {
  if (issue.code !== 'invalid_value') return issue;
  const pointer = jsonPointer(issue.path);
  const values = branches
    .flat()
    .flatMap((other) =>
      other.code === 'invalid_value' && jsonPointer(other.path) === pointer ? other.values : [],
    );
  return { ...issue, values: [...new Set(values)] };
}

/**
 * How far a value is from a branch. An unknown key or a wrong literal (`op`, `type`) says that another
 * branch was meant; a wrong value inside of it does not.
 */
function distance(branch: Branch): number {
  return branch.reduce((sum, issue) => sum + weight(issue), 0);
}

function weight(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return 2 * issue.keys.length;
  if (issue.code === 'invalid_union' && issue.path.length === 0 && issue.errors.length > 0) {
    return distance(nearest(leaves(issue.errors)));
  }
  return issue.code === 'invalid_value' ? 2 : 1;
}

/** RFC 6901: `/screens/0/goTo`, with `~` and `/` escaped. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
