/** The columns of a survey's table: one per question and variable of all its versions. */
import { isAnswerable } from '../../engine/index.ts';
import { AUTO_VARIABLES } from '../../engine/variables.ts';
import type { AnswerValue, StoredResponse, SurveyContent } from '../../protocol/index.ts';
import type { Cell } from './csv.ts';

export interface Column {
  readonly header: string;
  readonly cell: (response: StoredResponse) => Cell;
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

/** `versions` oldest first: a question keeps its place when later versions add others. */
export function columnsOf(versions: readonly SurveyContent[]): readonly Column[] {
  const questions = new Set(versions.flatMap(questionIds));
  const variables = new Set([...versions.flatMap(variableNames), ...AUTO_VARIABLES]);
  return [
    ...COMMON,
    ...[...questions].map(questionColumn),
    ...[...variables].flatMap(variableColumns),
  ];
}

function questionIds({ screens }: SurveyContent): string[] {
  return screens
    .flatMap(({ questions }) => questions)
    .filter(isAnswerable)
    .map(({ id }) => id);
}

function variableNames({ variables = {} }: SurveyContent): string[] {
  return Object.keys(variables);
}

/** The header is the question's id, unless that is the name of another column. */
function questionColumn(id: string): Column {
  return {
    header: taken.has(id) ? `answer.${id}` : id,
    cell: ({ answers }) => answerCell(Object.hasOwn(answers, id) ? answers[id]?.value : null),
  };
}

/** Ids of choices, since texts differ by language and version. */
function answerCell(value: AnswerValue | undefined): Cell {
  return Array.isArray(value) ? value.join(';') : value;
}

function variableColumns(name: string): Column[] {
  const variable = ({ variables }: StoredResponse) =>
    Object.hasOwn(variables, name) ? variables[name] : undefined;
  return [
    { header: `variable.${name}`, cell: (response) => variable(response)?.value },
    { header: `variable.${name}.source`, cell: (response) => variable(response)?.source },
  ];
}
