/** Conditions of a scenario: not too deep, and asking only for answers of a survey that has them. */
import { LIMITS } from '../../../../protocol/index.ts';
import type { Condition, SurveyContent } from '../../../../protocol/index.ts';

import { fault, knownSurvey } from './checking.ts';
import type { Checking } from './checking.ts';

interface Question {
  readonly if?: Condition | undefined;
  readonly answersOf?: string | undefined;
}

/** @param by the property that says whose answers are meant */
export function checkQuestion(
  { if: condition, answersOf }: Question,
  pointer: string,
  checking: Checking,
  by: 'answersOf' | 'of' = 'answersOf',
): void {
  const survey =
    answersOf === undefined || by === 'of'
      ? checking.surveys?.get(answersOf ?? '')
      : knownSurvey(answersOf, `${pointer}/${by}`, checking);
  if (condition === undefined) return;
  checkCondition(condition, `${pointer}/if`, checking, {
    depth: 1,
    hasAnswers: answersOf !== undefined,
    survey,
    by,
  });
}

interface Sight {
  readonly depth: number;
  readonly hasAnswers: boolean;
  readonly survey: SurveyContent | undefined;
  readonly by: string;
}

function checkCondition(
  condition: Condition,
  pointer: string,
  checking: Checking,
  sight: Sight,
): void {
  if (sight.depth > LIMITS.conditionDepth) {
    const message = `Nested deeper than ${LIMITS.conditionDepth}; split it into branches.`;
    fault(checking, pointer, 'too_deep', message);
    return;
  }
  const inner = (nested: Condition, below: string): void => {
    const deeper = { ...sight, depth: sight.depth + 1 };
    checkCondition(nested, `${pointer}/${below}`, checking, deeper);
  };
  if ('all' in condition) condition.all.forEach((one, at) => inner(one, `all/${at}`));
  else if ('any' in condition) condition.any.forEach((one, at) => inner(one, `any/${at}`));
  else if ('not' in condition) inner(condition.not, 'not');
  else if ('answer' in condition) checkAnswer(condition.answer, pointer, checking, sight);
}

function checkAnswer(
  id: string,
  pointer: string,
  checking: Checking,
  { hasAnswers, survey, by }: Sight,
): void {
  if (!hasAnswers) {
    const message = `Say by "${by}" whose answers are meant.`;
    fault(checking, `${pointer}/answer`, 'answers_of_nobody', message);
    return;
  }
  if (survey === undefined) return;
  // What is asked in a loop is answered under `<question>__<choice>`.
  const [asked = id] = id.split('__');
  const ids = survey.screens.flatMap(({ questions }) => questions.map((one) => one.id));
  if (ids.includes(id) || ids.includes(asked)) return;
  const message = `The survey has no question "${id}".`;
  fault(checking, `${pointer}/answer`, 'question_unknown', message);
}
