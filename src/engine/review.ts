/** The service's second look at a response: the same engine, on what arrived. */
import type {
  Answer,
  Answers,
  AnswerValue,
  PointedError,
  Question,
  QuestionStatus,
  ResponseStatus,
  Screen,
  SurveyContent,
  Timings,
  Variables,
} from '../protocol/index.ts';
import { asGiven } from './as-given.ts';
import { isAnswerable } from './answerable.ts';
import type { AnswerableQuestion } from './answerable.ts';
import type { Facts } from './facts.ts';
import { choiceOrder } from './order.ts';
import { own } from './own.ts';
import { questionStatuses } from './statuses.ts';
import { validateAnswer } from './validation.ts';
import type { Fault, Verdict } from './validation.ts';
import { walk } from './way.ts';

export interface Review {
  /** What counts: normalised, with the values of hidden questions and the order of shuffled choices. */
  readonly answers: Answers;
  readonly questions: Record<string, QuestionStatus>;
  /** Empty when the response fits its survey; pointers into what was sent. */
  readonly errors: readonly PointedError[];
  /** By which texts were filled and conditions held. */
  readonly facts: Facts;
}

export interface Reviewable {
  /** By which choices were shuffled. */
  readonly id: string;
  readonly status: ResponseStatus;
  readonly answers: Answers;
  readonly timings: Pick<Timings, 'updatedAt'>;
}

/** Judges every answer, drops those off the way, and recomputes each status: nothing is taken on trust. */
export function review(content: SurveyContent, response: Reviewable, variables: Variables): Review {
  const bench = new Bench(content, response);
  const way = walk(content, { answers: response.answers, variables }, { take: bench.take });
  bench.judgeTheRest();
  const { errors } = bench;
  if (response.status === 'completed' && errors.length === 0 && !way.isFinished) {
    errors.push({
      pointer: '/status',
      code: 'not_finished',
      message: 'It says completed, but questions on its way have neither an answer nor a skip.',
    });
  }
  const { facts } = way;
  return {
    answers: stored(content, response, facts),
    questions: questionStatuses(content, facts, response.status),
    errors,
    facts,
  };
}

/** Judges answers in the order of the way, since what is required may depend on what came before. */
class Bench {
  readonly errors: PointedError[] = [];
  readonly #questions: ReadonlyMap<string, Question>;
  readonly #response: Reviewable;
  readonly #judged = new Set<string>();

  constructor({ screens }: SurveyContent, response: Reviewable) {
    const all = screens.flatMap(({ questions }) => questions);
    this.#questions = new Map(all.map((question) => [question.id, question]));
    this.#response = response;
  }

  readonly take = (
    question: AnswerableQuestion,
    _screen: Screen,
    facts: Facts,
  ): Answer | undefined => {
    const answer = own(this.#response.answers, question.id);
    this.#judged.add(question.id);
    if (answer === undefined) return undefined;
    const verdict = this.#verdict(question, answer.value, facts);
    if (verdict.ok) return asGiven(answer, verdict.value);
    this.errors.push(unfit(question.id, verdict.fault));
    return answer;
  };

  /** What lies off the way is not stored; all the same it must be an answer to this survey. */
  judgeTheRest(): void {
    for (const [id, { value }] of Object.entries(this.#response.answers)) {
      const question = this.#questions.get(id);
      if (question === undefined || question.type === 'statement') {
        this.errors.push(unknownQuestion(id));
      } else if (isAnswerable(question) && !this.#judged.has(id)) {
        const verdict = validateAnswer(question, value);
        if (!verdict.ok) this.errors.push(unfit(id, verdict.fault));
      }
    }
  }

  /** Who is not done may be in the middle of a change: what depends on other answers is not held against it. */
  #verdict(question: AnswerableQuestion, value: AnswerValue, facts: Facts): Verdict {
    return validateAnswer(
      question,
      value,
      this.#response.status === 'completed' ? facts : undefined,
    );
  }
}

/** Hidden values are as new as the response; an order is kept with what was chosen from it. */
function stored(
  { screens }: SurveyContent,
  { id: seed, timings }: Reviewable,
  { answers }: Facts,
): Answers {
  const kept: Answers = {};
  for (const question of screens.flatMap(({ questions }) => questions)) {
    const answer = own(answers, question.id);
    if (answer === undefined) continue;
    const order = choiceOrder(question, seed);
    const at = question.type === 'hidden' ? timings.updatedAt : answer.at;
    kept[question.id] = {
      ...asGiven({ ...answer, at }, answer.value),
      ...(order !== undefined && { order: [...order] }),
    };
  }
  return kept;
}

function unknownQuestion(id: string): PointedError {
  return {
    pointer: `/answers/${id}`,
    code: 'question_unknown',
    message: `This version of the survey has no question "${id}".`,
  };
}

const SENTENCES: Readonly<Record<Fault['code'], (fault: Fault) => string>> = {
  required: () => 'The question is required.',
  type: () => 'The answer is of another kind than the question.',
  scale: () => 'The answer is not a point on the scale.',
  choice: () => 'The answer names a choice that the question does not have, or one twice.',
  selection_min: ({ limit }) => `Fewer than ${limit} choices.`,
  selection_max: ({ limit }) => `More than ${limit} choices.`,
  exclusive: () => 'A choice that stands alone was chosen together with others.',
  rows_missing: () => 'Not every row has an answer.',
  too_short: ({ limit }) => `Shorter than ${limit} characters.`,
  too_long: ({ limit, item }) => `${partOf(item)}Longer than ${limit} characters.`,
  pattern: () => 'The text does not fit the pattern of the question.',
  email: ({ item }) => `${partOf(item)}Not an e-mail address.`,
  phone: ({ item }) => `${partOf(item)}Not a telephone number.`,
  url: () => 'Not a web address.',
  number: () => 'Not a number.',
  step: ({ limit }) => `Not on a step of ${limit}.`,
  too_small: ({ limit }) => `Below ${limit}.`,
  too_large: ({ limit }) => `Above ${limit}.`,
  date: () => 'Not a day of the calendar.',
  time: () => 'Not a time of day.',
  too_early: ({ limit }) => `Before ${limit}.`,
  too_late: ({ limit }) => `After ${limit}.`,
  part_missing: ({ item }) => `"${item}" is missing.`,
  file_type: ({ item }) => `"${item}" is of a kind that the question does not take.`,
  file_size: ({ item, limit }) => `"${item}" is larger than ${limit} MB.`,
  file_count: ({ limit }) => `More than ${limit} files.`,
  rule: ({ rule = 0 }) => `The answer breaks rule ${rule + 1} of the question.`,
};

/** Which part of a contact or address it is about. */
function partOf(item: string | undefined): string {
  return item === undefined ? '' : `"${item}": `;
}

function unfit(id: string, fault: Fault): PointedError {
  const { code } = fault;
  return { pointer: `/answers/${id}/value`, code, message: SENTENCES[code](fault) };
}
