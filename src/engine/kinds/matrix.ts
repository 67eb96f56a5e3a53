/** A choice, or several, for each of several rows. */
import type { QuestionOf } from '../../protocol/index.ts';
import type { Facts } from '../facts.ts';
import { own } from '../own.ts';
import { isRequired } from '../required.ts';
import { accept, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { isIn, isList, isRecord } from './given.ts';
import type { Given } from './judge.ts';

type Matrix = QuestionOf<'matrix'>;

/** Rows come in the survey's order, and so do the columns of each; a row without any is left out. */
export function matrix(question: Matrix, given: Given, facts: Facts | undefined): Verdict {
  if (!isRecord(given)) return refuse('type');
  const rows = question.rows.map(({ id }) => id);
  if (!Object.keys(given).every((id) => rows.includes(id))) return refuse('choice');
  const answered: Record<string, string | string[]> = {};
  for (const id of rows) {
    const cells = cellsOf(question, own(given, id));
    if (typeof cells === 'string') return refuse(cells);
    const [first] = cells;
    if (first !== undefined) answered[id] = question.multiple === true ? cells : first;
  }
  const count = Object.keys(answered).length;
  if (count === 0) return accept(null);
  return count < rows.length && isRequired(question, facts)
    ? refuse('rows_missing')
    : accept(answered);
}

/** The columns chosen in a row; or what is wrong with them. */
function cellsOf({ columns, multiple }: Matrix, row: unknown): string[] | 'type' | 'choice' {
  if (row === undefined || row === '') return [];
  if (isList(row) !== (multiple === true)) return 'type';
  const chosen = isList(row) ? row : [row];
  const ids = columns.map(({ id }) => id);
  return chosen.every((one) => isIn(ids, one)) ? ids.filter((id) => chosen.includes(id)) : 'choice';
}
