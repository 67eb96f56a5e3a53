/** Conditions: whether what they look at exists, is known by then, and can ever be as they want it. */
import { LIMITS } from '../../protocol/limits.ts';
import type { Condition, SimpleCondition } from '../../protocol/index.ts';
import { own } from '../own.ts';
import { variableKind } from './kinds.ts';
import type { AnswerKind } from './kinds.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import { checkComparison, SAID } from './comparisons.ts';
import { contradiction } from './contradictions.ts';
import type { Point } from './outline.ts';
import { knownQuestion, knownVariable } from './references.ts';

export function checkCondition(
  condition: Condition | undefined,
  pointer: string,
  point: Point,
  checking: Checking,
  depth = 1,
): void {
  if (condition === undefined) return;
  if (depth > LIMITS.conditionDepth) {
    const message = `Nested deeper than ${LIMITS.conditionDepth}; compute parts of it in hidden questions.`;
    fault(checking, pointer, 'too_deep', message);
    return;
  }
  const inner = (nested: Condition, below: string): void => {
    checkCondition(nested, `${pointer}/${below}`, point, checking, depth + 1);
  };
  if ('all' in condition) {
    condition.all.forEach((one, at) => inner(one, `all/${at}`));
    const name = contradiction(condition.all);
    if (name !== null) {
      fault(
        checking,
        pointer,
        'never_holds',
        `It can never hold: what it wants of "${name}" excludes itself.`,
      );
    }
  } else if ('any' in condition) condition.any.forEach((one, at) => inner(one, `any/${at}`));
  else if ('not' in condition) inner(condition.not, 'not');
  else checkSimple(condition, pointer, point, checking);
}

function checkSimple(
  condition: SimpleCondition,
  pointer: string,
  point: Point,
  checking: Checking,
): void {
  if ('variable' in condition) {
    const { variable } = condition;
    const type = knownVariable(variable, `${pointer}/variable`, point, checking);
    if (type === undefined) return;
    checkComparison(variableKind(type), condition, `"${variable}" is a ${type}`, pointer, checking);
    return;
  }
  const { answer, part } = condition;
  const kind = lookedAt(answer, part, pointer, point, checking);
  if (kind === undefined) return;
  const subject = part === undefined ? `"${answer}"` : `"${part}" of "${answer}"`;
  checkComparison(kind, condition, `${subject} is ${SAID[kind.kind]}`, pointer, checking);
}

/** What an answer or a part of it is, if it is known at this point. */
export function lookedAt(
  id: string,
  part: string | undefined,
  pointer: string,
  point: Point,
  checking: Checking,
): AnswerKind | undefined {
  const question = knownQuestion(id, `${pointer}/answer`, point, checking);
  if (question === undefined) return undefined;
  const kind = checking.outline.kinds.get(id);
  if (kind === undefined || part === undefined) return kind;
  const found = kind.kind === 'parts' ? own(kind.parts, part) : undefined;
  if (found === undefined) {
    const named = kind.kind === 'parts' ? `; it has ${Object.keys(kind.parts).join(', ')}` : '';
    fault(checking, `${pointer}/part`, 'part_unknown', `"${id}" has no part "${part}"${named}.`);
  }
  return found;
}
