/** Somebody who answers anything, is refused, thinks again, goes back, and comes to the end. Not published. */
import type {
  Answers,
  AnswerValue,
  Screen,
  SurveyContent,
  Variables,
} from '../../protocol/index.ts';
import type { AnswerableQuestion } from '../answerable.ts';
import {
  finishScreen,
  firstScreen,
  normalised,
  outlookOf,
  previousScreen,
  visibleAnswerables,
} from '../index.ts';
import type { Facts } from '../index.ts';
import { number } from './logic.ts';
import type { Chance } from './logic.ts';

export const NOW = '2026-11-22T12:00:00.000Z';

/** Answers, among them some that most questions refuse. */
function anything(g: Chance, { type }: AnswerableQuestion): AnswerValue {
  const values: readonly AnswerValue[] = {
    nps: [number(g, 11), 5, 12],
    number: [number(g, 101), 50, 1000],
    single: ['a', 'b', 'c', 'o', 'z'],
    multiple: [['a'], ['b', 'a'], ['a', 'b', 'c'], ['o'], [], ['z']],
    text: ['x', ' fine ', '   ', 'long '.repeat(10)],
    matrix: [{ a: 'a', b: 'b' }, { a: 'c' }, {}, { z: 'a' }],
  }[type as string] ?? [null];
  return values[number(g, values.length + 1)] ?? null;
}

/** Answers that are always taken, the ones that a rule is sure to take among them. */
function fitting(question: AnswerableQuestion): AnswerValue {
  switch (question.type) {
    case 'nps':
      return 5;
    case 'number':
      return 50;
    case 'single':
      return 'a';
    case 'multiple':
      return ['a'];
    case 'matrix':
      return { a: 'a', b: 'b' };
    default:
      return 'x';
  }
}

export interface Answered {
  /** Also those that a change of mind has led past. */
  readonly answers: Answers;
  /** After each screen, as a device would send it. */
  readonly revisions: readonly Answers[];
}

/** @throws Error when nobody could go on */
export function answerAll(g: Chance, content: SurveyContent, variables: Variables): Answered {
  let answers: Answers = {};
  const revisions: Answers[] = [];
  let screen = firstScreen(content, { answers, variables });
  let returns = 3;
  while (screen !== null) {
    const left = leave(g, content, screen, { answers, variables });
    answers = left.answers;
    revisions.push(answers);
    const facts = { answers, variables };
    const back: Screen | null =
      number(g, 8) === 0 ? previousScreen(content, screen.id, facts) : null;
    screen = back !== null && returns > 0 ? back : left.next;
    if (back !== null) returns -= 1;
  }
  return { answers, revisions };
}

/** Fills what is seen, top to bottom, and mends what is refused. */
function leave(
  g: Chance,
  content: SurveyContent,
  screen: Screen,
  facts: Facts,
): { readonly answers: Answers; readonly next: Screen | null } {
  const answers: Answers = { ...facts.answers };
  const here = (): Facts => ({ ...facts, answers: normalised(screen, answers) });
  const fill = (value: (question: AnswerableQuestion) => AnswerValue): void => {
    for (let at = 0; ; at += 1) {
      const question = visibleAnswerables(content, screen, here())[at];
      if (question === undefined) return;
      answers[question.id] = { value: value(question), at: NOW };
    }
  };
  fill((question) => anything(g, question));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const finish = finishScreen(content, screen, here(), NOW);
    if (finish.ok) return finish;
    const faulty = new Set(Object.keys(finish.faults));
    const seen = outlookOf(content, screen.id, here())?.questions ?? [];
    if (![...faulty].every((id) => seen.includes(id))) throw new Error('refused unseen');
    fill((question) =>
      faulty.has(question.id) ? fitting(question) : (answers[question.id]?.value ?? null),
    );
  }
  throw new Error(`nobody gets on from ${screen.id}`);
}
