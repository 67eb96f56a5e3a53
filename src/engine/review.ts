/** The service's second look at a response: the same engine, on what arrived. */
import type {
  Answers,
  PointedError,
  QuestionStatus,
  ResponseStatus,
  Screen,
  SurveyContent,
  Variables,
} from '../protocol/index.ts';
import { isAnswerable } from './answerable.ts';
import type { AnswerableQuestion } from './answerable.ts';
import { answersOnPath, questionStatuses } from './statuses.ts';
import { isFinished } from './flow.ts';
import { validateAnswer } from './validation.ts';
import type { Fault } from './validation.ts';

export interface Review {
  readonly answers: Answers;
  readonly questions: Record<string, QuestionStatus>;
  /** Empty when the response fits its survey; pointers into what was sent. */
  readonly errors: readonly PointedError[];
}

export interface Reviewable {
  readonly status: ResponseStatus;
  readonly answers: Answers;
}

/** Judges every answer, drops those off the way, and recomputes each status: nothing is taken on trust. */
export function review(
  content: SurveyContent,
  { status, answers: given }: Reviewable,
  variables: Variables,
): Review {
  const { answers, errors } = judgeAll(content, given);
  const facts = { answers, variables };
  if (status === 'completed' && errors.length === 0 && !isFinished(content, facts)) {
    errors.push({
      pointer: '/status',
      code: 'not_finished',
      message: 'It says completed, but questions on its way have neither an answer nor a skip.',
    });
  }
  return {
    answers: answersOnPath(content, facts),
    questions: questionStatuses(content, facts, status),
    errors,
  };
}

function judgeAll(
  content: SurveyContent,
  given: Answers,
): { answers: Answers; errors: PointedError[] } {
  const questions = answerables(content.screens);
  const answers: Answers = {};
  const errors: PointedError[] = [];
  for (const [id, answer] of Object.entries(given)) {
    const question = questions.get(id);
    if (question === undefined) {
      errors.push(unknownQuestion(id));
      continue;
    }
    const verdict = validateAnswer(question, answer.value);
    if (verdict.ok) answers[id] = { value: verdict.value, at: answer.at };
    else errors.push(unfit(id, verdict.fault));
  }
  return { answers, errors };
}

function answerables(screens: readonly Screen[]): Map<string, AnswerableQuestion> {
  const all = screens.flatMap(({ questions }) => questions).filter(isAnswerable);
  return new Map(all.map((question) => [question.id, question]));
}

function unknownQuestion(id: string): PointedError {
  return {
    pointer: `/answers/${id}`,
    code: 'question_unknown',
    message: `This version of the survey has no question "${id}".`,
  };
}

const SENTENCES: Readonly<Record<Fault['code'], (limit: number | undefined) => string>> = {
  required: () => 'The question is required.',
  type: () => 'The answer is of another kind than the question.',
  scale: () => 'The answer is not a point on the scale.',
  choice: () => 'The answer names a choice that the question does not have.',
  selection_min: (limit) => `Fewer than ${limit} choices.`,
  selection_max: (limit) => `More than ${limit} choices.`,
  too_long: (limit) => `Longer than ${limit} characters.`,
  email: () => 'Not an e-mail address.',
};

function unfit(id: string, { code, limit }: Fault): PointedError {
  return { pointer: `/answers/${id}/value`, code, message: SENTENCES[code](limit) };
}
