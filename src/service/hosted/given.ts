/** From the fields of a form to answers, as the widget would have made them; they are judged elsewhere. */
import { partsOf } from '../../engine/index.ts';
import type { AnswerableQuestion } from '../../engine/index.ts';
import { TYPED } from '../../engine/kinds/signature.ts';
import { numberOf } from '../../engine/written-number.ts';
import type { AnswerValue, QuestionOf } from '../../protocol/index.ts';
import { partName } from './controls/control.ts';

/** @param before what was answered earlier: what a form cannot show it does not take away */
export function givenIn(
  form: URLSearchParams,
  question: AnswerableQuestion,
  before: AnswerValue,
): AnswerValue {
  const { id } = question;
  const text = textOf(form, id);
  switch (question.type) {
    case 'nps':
    case 'csat':
    case 'ces':
    case 'rating':
      return /^\d{1,2}$/.test(text) ? Number(text) : null;
    case 'multiple':
      return orNull(form.getAll(id));
    case 'matrix':
      return matrix(form, question);
    case 'ranking':
      return ranking(form, question);
    case 'slider':
      return question.range === true ? range(form, id) : numeric(text);
    case 'number':
      return numeric(text);
    case 'time':
      // Browsers may add seconds.
      return text.slice(0, 5) || null;
    case 'address':
    case 'contact':
      return recordOf(partsOf(question).map((part) => [part, textOf(form, partName(id, part))]));
    case 'consent':
      return text === 'true' ? true : null;
    case 'signature':
      if (text.trim() !== '') return TYPED + text;
      return typeof before === 'string' && !before.startsWith(TYPED) ? before : null;
    case 'file':
    case 'link':
      return before;
    default:
      return text || null;
  }
}

/** Forms end their lines as the network does. */
function textOf(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').replaceAll('\r\n', '\n');
}

function numeric(text: string): number | string | null {
  return text.trim() === '' ? null : numberOf(text);
}

function orNull(list: string[]): string[] | null {
  return list.length === 0 ? null : list;
}

function recordOf(entries: readonly (readonly [string, string])[]): Record<string, string> | null {
  const filled = entries.filter(([, text]) => text !== '');
  return filled.length === 0 ? null : Object.fromEntries(filled);
}

function matrix(form: URLSearchParams, { id, rows, multiple }: QuestionOf<'matrix'>): AnswerValue {
  const entries = rows.flatMap((row): [string, string | string[]][] => {
    const chosen = form.getAll(partName(id, row.id));
    const [one] = chosen;
    return one === undefined ? [] : [[row.id, multiple === true ? chosen : one]];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** An order, where the places make one: each from the first on, and each once. Else the places as they stand. */
function ranking(form: URLSearchParams, { id, choices }: QuestionOf<'ranking'>): AnswerValue {
  const places = recordOf(
    choices.map((choice) => [choice.id, textOf(form, partName(id, choice.id))]),
  );
  if (places === null) return null;
  const ranked = Object.entries(places).sort(([, a], [, b]) => Number(a) - Number(b));
  const isOrder = ranked.every(([, place], index) => place === String(index + 1));
  return isOrder ? ranked.map(([choice]) => choice) : places;
}

function range(form: URLSearchParams, id: string): AnswerValue {
  const typed = recordOf(['from', 'to'].map((end) => [end, textOf(form, partName(id, end))]));
  if (typed === null) return null;
  const [low, high] = [numeric(typed['from'] ?? ''), numeric(typed['to'] ?? '')];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : typed;
}
