/** Answers as people read them: by the words of the survey, not its ids. */
import type {
  AnswerValue,
  Choice,
  FileReference,
  Localised,
  Question,
  QuestionOf,
} from '../protocol/index.ts';
import { otherId } from './compile/loops.ts';
import { answerOf } from './facts.ts';
import { dateText, listText, numberText, timeText, valueText } from './format.ts';
import type { Manner } from './format.ts';
import { TYPED } from './kinds/signature.ts';
import { own } from './own.ts';
import { textIn } from './prepared-text.ts';
import type { Piping } from './text.ts';

interface Speech extends Manner {
  readonly piping: Piping;
}

/**
 * Empty where there is nothing to read: no answer, lines drawn, a box ticked.
 *
 * @param part one row of a matrix, or one field of a contact or address
 */
export function answerText(
  id: string,
  part: string | undefined,
  format: string,
  piping: Piping,
): string {
  const question = questionOf(piping, id);
  const value = answerOf(piping.facts, id, part);
  if (question === undefined || value === null) return '';
  const speech: Speech = { format, lang: piping.lang, piping };
  if (part === undefined) return whole(question, value, speech);
  if (question.type === 'matrix') return cellText(question, value, speech);
  return typeof value === 'string' ? value : '';
}

function questionOf({ content }: Piping, id: string): Question | undefined {
  for (const screen of content.screens) {
    const found = screen.questions.find((question) => question.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whatever is not of the kind that the question takes has no words. */
function whole(question: Question, value: NonNullable<AnswerValue>, speech: Speech): string {
  if (question.type === 'hidden') return typeof value === 'object' ? '' : valueText(value, speech);
  if (typeof value === 'number') return numberText(value, speech);
  if (typeof value === 'string') return stringText(question, value, speech);
  if (Array.isArray(value)) return severalText(question, value, speech);
  return typeof value === 'object' ? recordText(question, value, speech) : '';
}

function stringText(question: Question, value: string, speech: Speech): string {
  switch (question.type) {
    case 'single':
      return choiceText(question, value, speech);
    case 'date':
      return dateText(value, speech);
    case 'time':
      return timeText(value, speech.lang);
    case 'signature':
      return value.startsWith(TYPED) ? value.slice(TYPED.length) : '';
    default:
      return value;
  }
}

type Several = string[] | [number, number] | FileReference[];

function severalText(question: Question, items: Several, speech: Speech): string {
  const texts = items.map((item) => {
    if (typeof item === 'object') return item.name;
    if (typeof item === 'number') return numberText(item, speech);
    return 'choices' in question ? choiceText(question, item, speech) : item;
  });
  return question.type === 'slider' ? texts.join(' – ') : listText(texts, speech);
}

/** Who has chosen "other" is quoted. */
function choiceText(
  question: { readonly id: string; readonly choices: readonly Choice[] },
  value: string,
  speech: Speech,
): string {
  const choice = question.choices.find(({ id }) => id === value);
  const { facts } = speech.piping;
  const written = choice?.other === true ? answerOf(facts, otherId(question.id)) : null;
  if (typeof written === 'string') return written;
  return choice === undefined ? value : say(choice.label, speech);
}

type Parts = Readonly<Record<string, string | string[]>>;

function recordText(question: Question, parts: Parts, speech: Speech): string {
  if (question.type !== 'matrix') return partsText(parts);
  return question.rows
    .flatMap(({ id, label }) => {
      const cell = own(parts, id);
      return cell === undefined ? [] : `${say(label, speech)}: ${cellText(question, cell, speech)}`;
    })
    .join('; ');
}

function cellText(
  { columns }: QuestionOf<'matrix'>,
  cell: NonNullable<AnswerValue>,
  speech: Speech,
): string {
  const chosen: readonly unknown[] = [cell].flat();
  const labels = columns
    .filter(({ id }) => chosen.includes(id))
    .map(({ label }) => say(label, speech));
  return listText(labels, speech);
}

/** As on an envelope or a visiting card; a name is one. */
function partsText({ firstName, lastName, ...others }: Parts): string {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return [name, ...Object.values(others)].filter(Boolean).join(', ');
}

function say(label: Localised, { piping }: Speech): string {
  return textIn(label, piping.lang, piping.content.defaultLanguage);
}
