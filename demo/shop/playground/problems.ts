/** What is wrong with a survey that is being written, with the place of each problem. */
import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { checkSurvey, surveyWarnings } from 'otklik/check';
import { pointedErrors, SurveyContent } from 'otklik/protocol';
import type { PointedError } from 'otklik/protocol';

export interface Problem {
  /** Characters in the text. */
  readonly from: number;
  readonly to: number;
  readonly pointer: string;
  readonly message: string;
  readonly level: 'error' | 'warning';
}

export interface Reading {
  /** Undefined while it is no survey at all. */
  readonly content: (SurveyContent & { readonly id?: string }) | undefined;
  readonly problems: readonly Problem[];
}

/** The JSON first, then its shape, then how its parts fit together: each only when the one before is sound. */
export function readSurvey(text: string): Reading {
  const faults: ParseError[] = [];
  const root = parseTree(text, faults, { disallowComments: true });
  if (root === undefined || faults.length > 0) {
    return { content: undefined, problems: faults.map((one) => syntaxProblem(one, text)) };
  }
  const { id, $schema: _forEditors, ...given } = JSON.parse(text) as Record<string, unknown>;
  const parsed = SurveyContent.safeParse(given);
  const locate = (level: Problem['level']) => (error: PointedError) => located(error, level, root);
  if (!parsed.success) {
    const problems = pointedErrors(parsed.error).map(locate('error'));
    return { content: undefined, problems };
  }
  const problems = [
    ...checkSurvey(parsed.data).map(locate('error')),
    ...surveyWarnings(parsed.data).map(locate('warning')),
  ];
  const content = typeof id === 'string' ? { id, ...parsed.data } : parsed.data;
  return { content, problems };
}

function syntaxProblem({ error, offset, length }: ParseError, text: string): Problem {
  const words = printParseErrorCode(error)
    .replaceAll(/(?=[A-Z])/g, ' ')
    .trim()
    .toLowerCase();
  const from = Math.min(offset, Math.max(text.length - 1, 0));
  const to = Math.min(from + Math.max(length, 1), text.length);
  return { from, to, pointer: '', message: `This is no JSON: ${words}.`, level: 'error' };
}

/** Where it stands, or where what is missing would be. */
function located({ pointer, message }: PointedError, level: Problem['level'], root: Node): Problem {
  const path = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node = root;
  for (const name of path) {
    const key = node.type === 'array' ? Number(name) : name;
    const inner = findNodeAtLocation(node, [key]);
    if (inner === undefined) break;
    node = inner;
  }
  // Of a property its name, of a long thing its beginning: nobody wants half of the text underlined.
  const place = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  const { offset, length } = place ?? node;
  const to = offset + Math.min(length, place === undefined ? 1 : length);
  return { from: offset, to, pointer, message, level };
}
