/** The columns of a survey's table: one per question and variable of all its versions. */
import { partsOf } from '../../engine/index.ts';
import { AUTO_VARIABLES } from '../../engine/variables.ts';
import type { AnswerValue, Question, StoredResponse, SurveyContent } from '../../protocol/index.ts';
import type { Cell } from './csv.ts';

export interface Column {
  readonly header: string;
  readonly cell: (response: StoredResponse) => Cell;
  /** Whose answer it holds, or a part of it. */
  readonly question?: string;
  readonly part?: string;
}

const COMMON: readonly Column[] = [
  { header: 'id', cell: ({ id }) => id },
  { header: 'survey', cell: ({ survey }) => survey },
  { header: 'version', cell: ({ version }) => version },
  { header: 'respondent', cell: ({ respondent }) => respondent },
  { header: 'status', cell: ({ status }) => status },
  { header: 'revision', cell: ({ revision }) => revision },
  { header: 'lang', cell: ({ lang }) => lang },
  { header: 'startedAt', cell: ({ timings }) => timings.startedAt },
  { header: 'createdAt', cell: ({ createdAt }) => createdAt },
  { header: 'updatedAt', cell: ({ updatedAt }) => updatedAt },
  { header: 'completedAt', cell: ({ completedAt }) => completedAt },
];

const taken: ReadonlySet<string> = new Set(COMMON.map(({ header }) => header));

/**
 * `versions` oldest first: a question keeps its place when later versions add others. Hidden questions have
 * columns too; a question answered in parts has one for each of them.
 */
export function columnsOf(versions: readonly SurveyContent[]): readonly Column[] {
  const questions = versions
    .flatMap(answerColumns)
    .map((column) => [column.header, column] as const);
  const variables = new Set([...versions.flatMap(variableNames), ...AUTO_VARIABLES]);
  return [...COMMON, ...new Map(questions).values(), ...[...variables].flatMap(variableColumns)];
}

function answerColumns({ screens }: SurveyContent): Column[] {
  return screens
    .flatMap(({ questions }) => questions)
    .filter(({ type }) => type !== 'statement')
    .flatMap((question) => {
      const parts = columnParts(question);
      return parts === undefined
        ? [wholeColumn(question.id)]
        : parts.map((part, at) => partColumn(question.id, part, at));
    });
}

/** What of an answer has a column of its own: a row, a field, an end of a range. */
function columnParts(question: Question): readonly string[] | undefined {
  switch (question.type) {
    case 'matrix':
      return question.rows.map(({ id }) => id);
    case 'address':
    case 'contact':
      return partsOf(question);
    case 'slider':
      // One cell with "1-5" would be a day in May to a spreadsheet.
      return question.range === true ? ['low', 'high'] : undefined;
    default:
      return undefined;
  }
}

function variableNames({ variables = {} }: SurveyContent): string[] {
  return Object.keys(variables);
}

/** The header is the question's id, unless that is the name of another column. */
function wholeColumn(id: string): Column {
  return {
    header: taken.has(id) ? `answer.${id}` : id,
    question: id,
    cell: ({ answers }) => cellOf(valueOf(answers, id)),
  };
}

/** @param at which of two numbers, where the answer is a pair */
function partColumn(id: string, part: string, at: number): Column {
  return {
    header: PREFIXES.has(id) ? `answer.${id}.${part}` : `${id}.${part}`,
    question: id,
    part,
    cell: ({ answers }) => {
      const value = valueOf(answers, id);
      if (typeof value !== 'object' || value === null) return null;
      if (Array.isArray(value)) return typeof value[at] === 'number' ? value[at] : null;
      return cellOf(Object.hasOwn(value, part) ? value[part] : null);
    },
  };
}

/** With these begin the headers of other columns. */
const PREFIXES: ReadonlySet<string> = new Set(['answer', 'variable']);

function valueOf(answers: StoredResponse['answers'], id: string): AnswerValue | undefined {
  return Object.hasOwn(answers, id) ? answers[id]?.value : null;
}

/** Choices by id, since texts differ by language and version; files by name. What has parts has them elsewhere. */
function cellOf(value: AnswerValue | undefined): Cell {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) return null;
  return value.map((one) => (typeof one === 'object' ? one.name : one)).join(';');
}

function variableColumns(name: string): Column[] {
  const variable = ({ variables }: StoredResponse) =>
    Object.hasOwn(variables, name) ? variables[name] : undefined;
  return [
    { header: `variable.${name}`, cell: (response) => variable(response)?.value },
    { header: `variable.${name}.source`, cell: (response) => variable(response)?.source },
  ];
}
