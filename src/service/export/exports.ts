/** Everything at once, streamed: CSV for a spreadsheet, NDJSON for a program. */
import { decodeCursor } from '../cursor.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import type { ResponseFilter } from '../responses/response-query.ts';
import { responseOf } from '../responses/response-rows.ts';
import { requireSurvey } from '../surveys/survey-rows.ts';
import type { World } from '../world.ts';
import { changesSince } from './changes.ts';
import { responseChunks } from './chunks.ts';
import { ndjson } from './ndjson.ts';
import { textStream } from './stream.ts';
import { answerChunks, answerTable, responseTable } from './table.ts';

type Names =
  | 'exportCsv'
  | 'exportNdjson'
  | 'exportAnswersCsv'
  | 'exportAnswersNdjson'
  | 'exportChanges';

export function exportHandlers(world: World): Pick<PrivateHandlers, Names> {
  const { database } = world;
  return {
    exportCsv: async ({ project, query, db, signal }) => {
      await requireSurvey(project, query.survey, db);
      const { texts, lang, bom } = query;
      const request = { project, filter: query, texts, lang, bom };
      return textStream(responseTable(request, database), signal, world);
    },
    exportNdjson: async ({ project, query, signal }) =>
      ndjson(responses(project, query, world), signal, world),
    exportAnswersCsv: async ({ project, query, db, signal }) => {
      await requireSurvey(project, query.survey, db);
      const { lang, bom } = query;
      const request = { project, filter: query, lang, bom };
      return textStream(answerTable(request, database), signal, world);
    },
    exportAnswersNdjson: async ({ project, query, db, signal }) => {
      await requireSurvey(project, query.survey, db);
      const request = { project, filter: query, lang: query.lang };
      return ndjson(answerChunks(request, database), signal, world);
    },
    exportChanges: async ({ project, query, signal }) => {
      // Before the first byte, so that it is an answer.
      if (query.cursor !== undefined) decodeCursor(query.cursor);
      return ndjson(changesSince(project, query, world), signal, world);
    },
  };
}

async function* responses(
  project: string,
  filter: ResponseFilter,
  { database }: World,
): AsyncGenerator<readonly unknown[]> {
  for await (const rows of responseChunks(project, filter, database.db)) yield rows.map(responseOf);
}
