/** What an answer to each type of question is. */
import type { Question } from '../../protocol/index.ts';
import { partsOf } from '../parts.ts';
import { expressionKind } from './expression-kinds.ts';
import { DATE, TEXT, WHOLE } from './kinds.ts';
import type { AnswerKind, KnownKinds } from './kinds.ts';

export function answerKind(question: Question, known: KnownKinds): AnswerKind {
  switch (question.type) {
    case 'nps':
      return scale(0, 10);
    case 'csat':
      return scale(1, 5);
    case 'ces':
      return scale(1, question.scale ?? 7);
    case 'rating':
      return scale(1, question.scale);
    case 'single':
      return { kind: 'choice', ids: idsOf(question.choices) };
    case 'multiple':
    case 'ranking':
      return { kind: 'choices', ids: idsOf(question.choices) };
    case 'matrix':
      return parts(idsOf(question.rows), {
        kind: question.multiple === true ? 'choices' : 'choice',
        ids: idsOf(question.columns),
      });
    case 'slider':
      return question.range === true ? WHOLE : numberIn(question);
    case 'number':
      return numberIn(question);
    case 'text':
    case 'email':
    case 'phone':
    case 'url':
      return TEXT;
    case 'date':
      return DATE;
    case 'time':
      return { kind: 'time' };
    case 'address':
    case 'contact':
      return parts(partsOf(question), TEXT);
    case 'consent':
    case 'link':
      return { kind: 'boolean', isTicked: true };
    case 'hidden':
      return expressionKind(question.value, known);
    case 'file':
    case 'signature':
    case 'statement':
      return WHOLE;
  }
}

function scale(min: number, max: number): AnswerKind {
  return { kind: 'number', min, max, isWhole: true };
}

function numberIn({
  min = -Infinity,
  max = Infinity,
}: {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}): AnswerKind {
  return { kind: 'number', min, max, isWhole: false };
}

function parts(names: readonly string[], kind: AnswerKind): AnswerKind {
  return { kind: 'parts', parts: Object.fromEntries(names.map((name) => [name, kind])) };
}

function idsOf(named: readonly { readonly id: string }[]): readonly string[] {
  return named.map(({ id }) => id);
}
