/** Pipes in texts and addresses: what they name must exist, and be known where the text is read. */
import { PIPE } from '../text.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import type { Point } from './outline.ts';
import { partKind } from './kinds.ts';
import { knownQuestion, knownVariable } from './references.ts';

const BRACED = /\{\{[^{}]*\}\}/g;
const NAMED =
  /^\{\{\s*(variable|answer|loop)\.([A-Za-z][A-Za-z0-9_]*)(?:\.([A-Za-z][A-Za-z0-9_]*))?\s*(:[^|]*)?(?:\|.*)?\}\}$/s;

interface PipeRules {
  /** Values stand as they are, without a format. */
  readonly isBare?: boolean;
}

export function checkPipes(
  text: string,
  pointer: string,
  point: Point,
  checking: Checking,
  { isBare = false }: PipeRules = {},
): void {
  for (const written of text.match(BRACED) ?? []) {
    const [, kind, name = '', part, format] = NAMED.exec(written) ?? [];
    if (kind === undefined) continue;
    if (kind === 'loop') checkLoopPipe(written, pointer, point, checking);
    else if (written.search(PIPE) === -1 || (isBare && format !== undefined)) {
      const message = `${written} has a form that is not known; see "Texts" in the description of surveys.`;
      fault(checking, pointer, 'pipe_form', message);
    } else if (kind === 'variable') knownVariable(name, pointer, point, checking);
    else checkAnswerPipe(name, part, pointer, point, checking);
  }
}

/** What looks like a pipe and is none: it will be read as it stands. */
export function strayPipes(text: string): readonly string[] {
  return (text.match(BRACED) ?? []).filter((written) => !NAMED.test(written));
}

function checkAnswerPipe(
  id: string,
  part: string | undefined,
  pointer: string,
  point: Point,
  checking: Checking,
): void {
  const question = knownQuestion(id, pointer, point, checking);
  const kind = checking.outline.kinds.get(id);
  if (question === undefined || kind === undefined || part === undefined) return;
  if (partKind(kind, part) === undefined) {
    fault(checking, pointer, 'part_unknown', `"${id}" has no part "${part}".`);
  }
}

function checkLoopPipe(
  written: string,
  pointer: string,
  { block }: Point,
  checking: Checking,
): void {
  if (!/^\{\{\s*loop\.label\s*\}\}$/.test(written)) {
    const message = `${written} is not known; in a loop there is {{loop.label}}.`;
    fault(checking, pointer, 'pipe_form', message);
  } else if (block === undefined) {
    const message =
      '{{loop.label}} is known in the texts of a loop only; give the screen a "loop".';
    fault(checking, pointer, 'loop_outside', message);
  }
}
