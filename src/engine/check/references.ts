/** References to answers and variables: they must exist, and be known by then. */
import type { Question, VariableType } from '../../protocol/index.ts';
import { own } from '../own.ts';
import { AUTO_VARIABLES, TODAY } from '../variables.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import type { Point } from './outline.ts';

/** The question, if it exists and is known at this point. */
export function knownQuestion(
  id: string,
  pointer: string,
  point: Point,
  checking: Checking,
): Question | undefined {
  const place = checking.outline.places.get(id);
  if (place === undefined) {
    fault(checking, pointer, 'question_unknown', `There is no question "${id}".`);
    return undefined;
  }
  const { question, block } = place;
  if (question.type === 'statement') {
    fault(checking, pointer, 'not_a_question', `"${id}" is a statement; it has no answer.`);
    return undefined;
  }
  if (block !== undefined && block !== point.block) {
    const message = `"${id}" is asked in a loop; name one round of it, such as "${id}__choice".`;
    fault(checking, pointer, 'question_in_loop', message);
    return undefined;
  }
  const isEarlier =
    place.screen < point.screen || (place.screen === point.screen && place.index < point.index);
  if (isEarlier) return question;
  const message = `"${id}" comes later; only earlier answers are known.`;
  fault(checking, pointer, 'question_later', message);
  return undefined;
}

/** The variable's type, if it is known at this point. */
export function knownVariable(
  name: string,
  pointer: string,
  { screen }: Pick<Point, 'screen'>,
  checking: Checking,
): VariableType | undefined {
  const { content, first } = checking.outline;
  const declared = own(content.variables ?? {}, name);
  if (declared !== undefined) return declared.type;
  if (name === TODAY) return 'date';
  if (!AUTO_VARIABLES.has(name)) {
    const message = `The survey declares no variable "${name}".`;
    fault(checking, pointer, 'variable_undeclared', message);
    return undefined;
  }
  // The service draws the first screen, and the widget has not told it yet what it sees.
  if (first.has(screen)) {
    const message = `"${name}" is seen by the widget itself, and known after the first screen only.`;
    fault(checking, pointer, 'variable_later', message);
  }
  return 'string';
}
