/** Loops written out: screens in a row that are asked once for each choice made become screens for each choice. */
import type { Choice, Question, Screen, SurveyContent } from '../../protocol/index.ts';
import { textIn } from '../prepared-text.ts';
import { mapTexts } from '../localised-texts.ts';
import { joined } from './joined.ts';
import { renamedIn } from './renaming.ts';
import type { Names } from './renaming.ts';

/** Screens in a row with the same `loop`. */
export interface Block {
  readonly loop: string;
  /** Index of its first screen. */
  readonly from: number;
  readonly screens: readonly Screen[];
}

export function blocksOf(screens: readonly Screen[]): readonly Block[] {
  const blocks: Block[] = [];
  screens.forEach((screen, index) => {
    if (screen.loop === undefined) return;
    const last = blocks[blocks.length - 1];
    const isSame = last?.loop === screen.loop && last.from + last.screens.length === index;
    if (isSame) blocks[blocks.length - 1] = { ...last, screens: [...last.screens, screen] };
    else blocks.push({ loop: screen.loop, from: index, screens: [screen] });
  });
  return blocks;
}

/** The choices that are asked about: not "other", which has no name, and not "none of these". */
export function loopedChoices(question: Question | undefined): readonly Choice[] {
  if (question?.type !== 'multiple') return [];
  return question.choices.filter(({ other, exclusive }) => other !== true && exclusive !== true);
}

export function copyId(id: string, choice: string): string {
  return `${id}__${choice}`;
}

/** The id of the question that asks for the text of the choice "other". */
export function otherId(question: string): string {
  return `${question}_other`;
}

export function withoutLoops(content: SurveyContent): SurveyContent {
  const blocks = blocksOf(content.screens);
  if (blocks.length === 0) return content;
  const questions = content.screens.flatMap((screen) => screen.questions);
  const screens = content.screens.flatMap((screen, index) => {
    const block = blocks.find(({ from }) => from === index);
    if (block === undefined) return screen.loop === undefined ? [screen] : [];
    const choices = loopedChoices(questions.find(({ id }) => id === block.loop));
    return choices.flatMap((choice) => copiesFor(choice, block, content.defaultLanguage));
  });
  return { ...content, screens: screens.map((screen) => entered(screen, blocks, content)) };
}

/** A way into a loop leads to its first round. */
function entered(screen: Screen, blocks: readonly Block[], content: SurveyContent): Screen {
  if (screen.goTo === undefined) return screen;
  const questions = content.screens.flatMap((one) => one.questions);
  const goTo = screen.goTo.map((entry) => {
    const block = blocks.find(({ screens }) => screens[0]?.id === entry.to);
    const [first] = loopedChoices(questions.find(({ id }) => id === block?.loop));
    return first === undefined ? entry : { ...entry, to: copyId(entry.to, first.id) };
  });
  return { ...screen, goTo };
}

function copiesFor(choice: Choice, { loop, screens }: Block, defaultLanguage: string): Screen[] {
  const questions = screens.flatMap((screen) => screen.questions);
  const copies = (ids: readonly string[]): ReadonlyMap<string, string> =>
    new Map(ids.map((id) => [id, copyId(id, choice.id)]));
  const others = questions.map(({ id }) => [otherId(id), otherId(copyId(id, choice.id))] as const);
  const names: Names = {
    answers: new Map([...others, ...copies(questions.map(({ id }) => id))]),
    screens: copies(screens.map(({ id }) => id)),
  };
  const chosen = { answer: loop, op: 'includes', value: choice.id } as const;
  return screens.map(({ loop: _written, ...screen }) => {
    const renamed = renamedIn(screen, names);
    const labelled = labelledIn(renamed, choice, defaultLanguage);
    return { ...labelled, showIf: joined(chosen, labelled.showIf) };
  });
}

const LOOP_LABEL = /\{\{\s*loop\.label\s*\}\}/g;

/** The choice by its name in the language of each text; an expression's text is in the default one. */
function labelledIn(
  screen: Omit<Screen, 'loop'>,
  { label }: Choice,
  fallback: string,
): Omit<Screen, 'loop'> {
  const inText = (text: string, lang: string): string =>
    text.replace(LOOP_LABEL, () => textIn(label, lang, fallback));
  const texts = mapTexts(screen, (text) =>
    Object.fromEntries(Object.entries(text).map(([lang, words]) => [lang, inText(words, lang)])),
  );
  const questions = texts.questions.map((question) =>
    question.type === 'hidden'
      ? { ...question, value: mapTemplates(question.value, (text) => inText(text, fallback)) }
      : question,
  );
  return { ...texts, questions };
}

/** Changes each `text` of an expression. */
function mapTemplates<T>(part: T, change: (text: string) => string): T {
  if (Array.isArray(part)) return part.map((inner: unknown) => mapTemplates(inner, change)) as T;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) =>
    name === 'text' && typeof value === 'string'
      ? [name, change(value)]
      : [name, mapTemplates(value, change)],
  );
  return Object.fromEntries(entries) as T;
}
