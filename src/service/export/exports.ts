/** Everything at once, streamed: CSV for a spreadsheet, NDJSON for a program. */
import { compileSurvey } from '../../engine/compile.ts';
import type { SurveyContent } from '../../protocol/index.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import type { ResponseFilter } from '../responses/response-query.ts';
import { responseOf } from '../responses/response-rows.ts';
import { requireSurvey } from '../surveys/survey-rows.ts';
import type { World } from '../world.ts';
import { responseChunks } from './chunks.ts';
import { columnsOf } from './columns.ts';
import { csvLine } from './csv.ts';
import { ndjson } from './ndjson.ts';
import { textStream } from './stream.ts';

export function exportHandlers(world: World): Pick<PrivateHandlers, 'exportCsv' | 'exportNdjson'> {
  return {
    exportCsv: async ({ project, query, db, signal }) => {
      await requireSurvey(project, query.survey, db);
      return textStream(csvTable(project, query.survey, query, world), signal, world);
    },
    exportNdjson: async ({ project, query, signal }) =>
      ndjson(responses(project, query, world), signal, world),
  };
}

async function* csvTable(
  project: string,
  survey: string,
  filter: ResponseFilter,
  { database }: World,
): AsyncGenerator<string> {
  const versions = await database.db
    .selectFrom('survey_versions')
    .select('content')
    .where('project_id', '=', project)
    .where('survey_id', '=', survey)
    .orderBy('version')
    .execute();
  const columns = columnsOf(versions.map(({ content }) => compileSurvey(content as SurveyContent)));
  yield csvLine(columns.map(({ header }) => header));
  for await (const rows of responseChunks(project, filter, database.db)) {
    const lines = rows.map(responseOf).map((row) => csvLine(columns.map(({ cell }) => cell(row))));
    yield lines.join('');
  }
}

async function* responses(
  project: string,
  filter: ResponseFilter,
  { database }: World,
): AsyncGenerator<readonly unknown[]> {
  for await (const rows of responseChunks(project, filter, database.db)) yield rows.map(responseOf);
}
