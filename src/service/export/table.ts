/** A survey's responses as a table: its columns from all versions, its rows a chunk at a time. */
import type { Kysely } from 'kysely';

import { compileSurvey } from '../../engine/compile.ts';
import type { SurveyContent, TableManner } from '../../protocol/index.ts';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/types.ts';
import type { ResponseFilter } from '../responses/response-query.ts';
import { responseOf } from '../responses/response-rows.ts';
import { ANSWER_HEADERS, answerRows } from './answers.ts';
import type { AnswerRow } from './answers.ts';
import { responseChunks } from './chunks.ts';
import { columnsOf } from './columns.ts';
import type { Column } from './columns.ts';
import { csvLine } from './csv.ts';
import { labelled } from './labelled.ts';

const BOM = '\uFEFF';

export interface TableRequest extends TableManner {
  readonly project: string;
  readonly filter: ResponseFilter & { readonly survey: string };
  /** Undefined: all. By answer, `variable.` and name, or `respondent`. */
  readonly lets?: ((field: string) => boolean) | undefined;
}

/** By number, the oldest first. */
export async function readVersions(
  project: string,
  survey: string,
  db: Kysely<Tables>,
): Promise<ReadonlyMap<number, SurveyContent>> {
  const versions = await db
    .selectFrom('survey_versions')
    .select(['version', 'content'])
    .where('project_id', '=', project)
    .where('survey_id', '=', survey)
    .orderBy('version')
    .execute();
  return new Map(
    versions.map(({ version, content }) => [version, compileSurvey(content as SurveyContent)]),
  );
}

export async function* responseTable(
  { project, filter, texts, lang, bom, lets }: TableRequest,
  { db }: Pick<Database, 'db'>,
): AsyncGenerator<string> {
  const versions = await readVersions(project, filter.survey, db);
  const all = columnsOf([...versions.values()]).filter((column) => isLet(column, lets));
  const columns = texts === 'labels' ? labelled(all, versions, lang) : all;
  yield (bom === true ? BOM : '') + csvLine(columns.map(({ header }) => header));
  for await (const rows of responseChunks(project, filter, db)) {
    yield rows
      .map(responseOf)
      .map((row) => csvLine(columns.map(({ cell }) => cell(row))))
      .join('');
  }
}

function isLet({ header, question }: Column, lets: TableRequest['lets']): boolean {
  if (lets === undefined) return true;
  if (question !== undefined) return lets(question);
  if (header === 'respondent') return lets(header);
  return !header.startsWith('variable.') || lets(header.replace(/\.source$/, ''));
}

export async function* answerTable(
  request: TableRequest,
  database: Pick<Database, 'db'>,
): AsyncGenerator<string> {
  yield (request.bom === true ? BOM : '') + csvLine(ANSWER_HEADERS);
  for await (const rows of answerChunks(request, database)) {
    yield rows.map((row) => csvLine(ANSWER_HEADERS.map((name) => row[name]))).join('');
  }
}

export async function* answerChunks(
  { project, filter, lang, lets = () => true }: TableRequest,
  { db }: Pick<Database, 'db'>,
): AsyncGenerator<readonly AnswerRow[]> {
  const versions = await readVersions(project, filter.survey, db);
  for await (const chunk of responseChunks(project, filter, db)) {
    yield chunk.flatMap((row) => {
      const content = versions.get(row.version);
      if (content === undefined) return [];
      const { respondent, ...response } = responseOf(row);
      const person = lets('respondent') ? respondent : null;
      const rows = answerRows({ ...response, respondent: person }, content, lang);
      return rows.filter(({ question }) => lets(question));
    });
  }
}
