/** A survey at a glance: where each question stands, for conditions and texts may only look back. */
import type { Question, Screen, SurveyContent } from '../../protocol/index.ts';
import { blocksOf, copyId, loopedChoices, otherId } from '../compile/loops.ts';
import type { Block } from '../compile/loops.ts';
import { answerKind } from './answer-kinds.ts';
import type { AnswerKind } from './kinds.ts';
import { firstScreens } from '../reachability.ts';

/** A place that looks back. */
export interface Point {
  /** Index; the number of screens at the end. */
  readonly screen: number;
  /** Within the screen; the questions before it are known. */
  readonly index: number;
  /** The loop in which it is. */
  readonly block: Block | undefined;
}

/** Where a question stands. */
export interface Place extends Point {
  readonly question: Question;
}

export interface Outline {
  readonly content: SurveyContent;
  readonly blocks: readonly Block[];
  /** By id, also those that only the service writes: texts of "other", copies in loops. */
  readonly places: ReadonlyMap<string, Place>;
  /** What their answers are. */
  readonly kinds: ReadonlyMap<string, AnswerKind>;
  /** Indexes of screens that somebody may see first. */
  readonly first: ReadonlySet<number>;
}

export function outlineOf(content: SurveyContent): Outline {
  const blocks = blocksOf(content.screens);
  const places = new Map<string, Place>();
  content.screens.forEach((screen, at) => {
    const block = blockAt(at, blocks);
    for (const place of placesOn(screen, at, block)) places.set(place.question.id, place);
  });
  for (const block of blocks) {
    const loop = places.get(block.loop)?.question;
    for (const { id: choice } of loopedChoices(loop)) {
      for (const place of copies(block, choice)) places.set(place.question.id, place);
    }
  }
  const kinds = new Map<string, AnswerKind>();
  for (const [id, { question }] of places) kinds.set(id, answerKind(question, { content, kinds }));
  return { content, blocks, places, kinds, first: firstScreens(content) };
}

export function blockAt(screen: number, blocks: readonly Block[]): Block | undefined {
  return blocks.find(({ from, screens }) => screen >= from && screen < from + screens.length);
}

function placesOn(screen: Screen, at: number, block: Block | undefined): readonly Place[] {
  return screen.questions.flatMap((question, index) => {
    const place = { screen: at, index, block, question };
    const other = otherOf(question);
    return other === undefined
      ? [place]
      : [place, { ...place, index: index + 0.5, question: other }];
  });
}

/** The question that asks for the text of "other". */
function otherOf({ id, ...question }: Question): Question | undefined {
  if (question.type !== 'single' && question.type !== 'multiple') return undefined;
  const choice = question.choices.find(({ other }) => other === true);
  return choice && { id: otherId(id), type: 'text', size: 'short', of: id, title: choice.label };
}

/** After the loop, each of its questions is known under as many names as there are choices. */
function copies({ from, screens }: Block, choice: string): readonly Place[] {
  const after = { screen: from + screens.length - 1, index: Infinity, block: undefined };
  return screens
    .flatMap(({ questions }) => questions)
    .flatMap((question) => {
      const copy = { ...question, id: copyId(question.id, choice) };
      const other = otherOf(copy);
      return [copy, ...(other === undefined ? [] : [other])];
    })
    .map((question) => ({ ...after, question }));
}
