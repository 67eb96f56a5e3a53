/**
 * The respondent's way, walked from the first screen. Only what was asked on it counts: an answer that a
 * later change of mind has led past is as unknown as one that was never given. So the device, which keeps
 * such answers, and the service, which never gets them, walk the same way.
 */
import type {
  Answer,
  Answers,
  Question,
  QuestionOf,
  Screen,
  SurveyContent,
} from '../protocol/index.ts';
import { isAnswerable } from './answerable.ts';
import type { AnswerableQuestion } from './answerable.ts';
import { holds } from './condition.ts';
import { evaluate } from './expression.ts';
import type { Facts } from './facts.ts';
import { own } from './own.ts';

/** A screen with something to show. */
export interface Stop {
  readonly screen: Screen;
  readonly questions: readonly Question[];
}

export interface Way {
  /** As far as the answers go, and the first that lacks one. */
  readonly stops: readonly Stop[];
  /** What counts: the answers given on the way, and the values of hidden questions passed on it. */
  readonly facts: Facts;
  readonly isFinished: boolean;
  /** The ending that the last "go to" has named. */
  readonly ending: string | null;
}

export interface Walk {
  /** The screen where the respondent is: what comes before it counts as passed, and the walk ends there. */
  readonly at?: string | undefined;
  /** Goes on from there, although it may lack answers. */
  readonly isLeaving?: boolean;
  /** The answer to a question that is shown. */
  readonly take?: (
    question: AnswerableQuestion,
    screen: Screen,
    known: Facts,
  ) => Answer | undefined;
}

export function walk(content: SurveyContent, given: Facts, options: Walk = {}): Way {
  const { screens } = content;
  const { at, isLeaving = false, take } = options;
  const known: Answers = {};
  const facts = { answers: known, variables: given.variables };
  const stops: Stop[] = [];
  const answer = take ?? (({ id }: AnswerableQuestion) => own(given.answers, id));
  const here = screens.findIndex(({ id }) => id === at);
  let exit: Exit = { index: 0, ending: null };
  for (const [index, screen] of screens.entries()) {
    if (here !== -1 && index > here && !isLeaving) break;
    const isJumped = index < exit.index;
    const questions = enter(screen, facts, isJumped, (question) => answer(question, screen, facts));
    if (questions.length === 0) continue;
    stops.push({ screen, questions });
    if (index > here && !isPassed(questions, facts)) {
      return { stops, facts, isFinished: false, ending: null };
    }
    exit = exitOf(content, index, facts);
  }
  const isFinished = here === -1 || isLeaving;
  return { stops, facts, isFinished, ending: exit.ending };
}

/** What a screen shows with these facts, which get the answers to it and its hidden values. */
export function enterAnyway(screen: Screen, facts: Facts, given: Facts): readonly Question[] {
  return enter({ ...screen, showIf: undefined }, facts, false, ({ id }) => own(given.answers, id));
}

/**
 * What the screen shows, question after question, each by what is known before it. Hidden questions are
 * computed in passing, also where a "go to" jumps over them.
 */
function enter(
  screen: Screen,
  facts: Facts,
  isJumped: boolean,
  take: (question: AnswerableQuestion) => Answer | undefined,
): readonly Question[] {
  if (!holds(screen.showIf, facts)) return [];
  const shown: Question[] = [];
  for (const question of screen.questions) {
    if (question.type === 'hidden') compute(question, facts);
    else if (!isJumped && holds(question.showIf, facts) && isKnown(question)) {
      shown.push(question);
      const answer = isAnswerable(question) ? take(question) : undefined;
      if (answer !== undefined) facts.answers[question.id] = answer;
    }
  }
  return shown;
}

/** Computed, not given: whoever stores it sets the time. */
const NEVER = '1970-01-01T00:00:00.000Z';

function compute({ id, showIf, value }: QuestionOf<'hidden'>, facts: Facts): void {
  if (holds(showIf, facts)) facts.answers[id] = { value: evaluate(value, facts), at: NEVER };
}

function isPassed(questions: readonly Question[], { answers }: Facts): boolean {
  return questions.every(
    (question) => !isAnswerable(question) || own(answers, question.id) !== undefined,
  );
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(
  Object.keys({
    nps: true,
    csat: true,
    ces: true,
    rating: true,
    single: true,
    multiple: true,
    matrix: true,
    ranking: true,
    slider: true,
    text: true,
    email: true,
    phone: true,
    url: true,
    number: true,
    date: true,
    time: true,
    address: true,
    contact: true,
    consent: true,
    file: true,
    signature: true,
    statement: true,
    link: true,
    hidden: true,
  } satisfies Record<Question['type'], true>),
);

/** A survey written for a newer widget may hold types that this one does not know; they are left out. */
function isKnown({ type }: Question): boolean {
  return KNOWN_TYPES.has(type);
}

interface Exit {
  /** Of the next screen, if that one shows something; the number of screens at the end. */
  readonly index: number;
  readonly ending: string | null;
}

/** Where the "go to" of a screen leads; to the next one without. */
function exitOf({ screens, endings = [] }: SurveyContent, from: number, facts: Facts): Exit {
  const to = screens[from]?.goTo?.find((goTo) => holds(goTo.if, facts))?.to;
  if (to === undefined) return { index: from + 1, ending: null };
  const target = screens.findIndex(({ id }) => id === to);
  // Publishing refuses ways back; a target that is not later is ignored, so that nobody goes in circles.
  if (target !== -1) return { index: Math.max(target, from + 1), ending: null };
  const ending = endings.some(({ id }) => id === to) ? to : null;
  const isEnd = to === 'end' || ending !== null;
  return { index: isEnd ? screens.length : from + 1, ending };
}
