/** Questions with choices, rows or parts: each once, and as many as are wanted. */
import type { Choice, QuestionOf } from '../../protocol/index.ts';
import { partsOf } from '../parts.ts';
import { checkOrigin } from './addresses.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';

type Chosen = QuestionOf<'single'> | QuestionOf<'multiple'> | QuestionOf<'ranking'>;

export function checkChoices(question: Chosen, pointer: string, checking: Checking): void {
  const { choices } = question;
  const here = `${pointer}/choices`;
  checkIds(choices, here, 'choices', checking);
  choices.forEach((choice, at) => {
    if (choice.picture !== undefined) {
      checkOrigin(choice.picture, 'The picture', `${here}/${at}/picture`, checking);
    }
    if (question.type === 'ranking' && isSpecial(choice)) {
      const message = '"other" and "exclusive" make no sense in a ranking; leave them out.';
      fault(checking, `${here}/${at}`, 'choice_kind', message);
    }
  });
  checkOthers(choices, here, checking);
  if (question.type !== 'ranking' && question.display === 'pictures') {
    checkPictures(choices, here, checking);
  }
  if (question.type === 'multiple') checkSelection(question, pointer, checking);
  if (question.type === 'ranking' && (question.top ?? 1) > choices.length) {
    const message = `There are only ${choices.length} choices; set "top" to that or less.`;
    fault(checking, `${pointer}/top`, 'top_above_choices', message);
  }
}

function isSpecial({ other, exclusive }: Choice): boolean {
  return other === true || exclusive === true;
}

function checkOthers(choices: readonly Choice[], pointer: string, checking: Checking): void {
  const others = [...choices.keys()].filter((at) => choices[at]?.other === true);
  for (const at of others.slice(1)) {
    const message = 'There is one text for "other"; only one choice can ask for it.';
    fault(checking, `${pointer}/${at}/other`, 'other_repeated', message);
  }
}

function checkPictures(choices: readonly Choice[], pointer: string, checking: Checking): void {
  choices.forEach((choice, at) => {
    if (choice.picture !== undefined || isSpecial(choice)) return;
    const message = `The choice "${choice.id}" has no picture; give it one, or show a list.`;
    fault(checking, `${pointer}/${at}`, 'picture_missing', message);
  });
}

function checkSelection(
  { choices, min, max }: QuestionOf<'multiple'>,
  pointer: string,
  checking: Checking,
): void {
  const { length } = choices.filter(({ exclusive }) => exclusive !== true);
  if (min === undefined) return;
  if (min > (max ?? length)) {
    const message = `min ${min} is above max ${max ?? length}.`;
    fault(checking, `${pointer}/min`, 'min_above_max', message);
  }
  if (min > length) {
    const message = `There are only ${length} choices that can be made together.`;
    fault(checking, `${pointer}/min`, 'min_above_choices', message);
  }
}

export function checkMatrix(
  { rows, columns }: QuestionOf<'matrix'>,
  pointer: string,
  checking: Checking,
): void {
  checkIds(rows, `${pointer}/rows`, 'rows', checking);
  checkIds(columns, `${pointer}/columns`, 'columns', checking);
}

export function checkParts(
  question: QuestionOf<'address'> | QuestionOf<'contact'>,
  pointer: string,
  checking: Checking,
): void {
  const parts: readonly string[] = partsOf(question);
  const optional: readonly string[] = question.optional ?? [];
  parts.forEach((part, at) => {
    if (parts.indexOf(part) === at) return;
    fault(checking, `${pointer}/parts/${at}`, 'id_repeated', `"${part}" is listed twice.`);
  });
  optional.forEach((part, at) => {
    if (parts.includes(part)) return;
    const message = `"${part}" is not among the parts that are asked for.`;
    fault(checking, `${pointer}/optional/${at}`, 'part_unknown', message);
  });
}

function checkIds(
  named: readonly { readonly id: string }[],
  pointer: string,
  what: string,
  checking: Checking,
): void {
  named.forEach(({ id }, at) => {
    if (named.findIndex((one) => one.id === id) === at) return;
    fault(checking, `${pointer}/${at}/id`, 'id_repeated', `Two ${what} are called "${id}".`);
  });
}
