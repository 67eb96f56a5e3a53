/** A response's row as the API shows it. */
import type {
  Answers,
  QuestionStatus,
  ResponseDocument,
  ResponseStatus,
  StoredResponse,
  Variables,
} from '../../protocol/index.ts';

/** The jsonb column `document`. */
interface StoredDocument {
  readonly lang: string;
  readonly answers: Answers;
  readonly timings: ResponseDocument['timings'];
}

export const RESPONSE_COLUMNS = [
  'id',
  'survey_id',
  'version',
  'respondent',
  'status',
  'revision',
  'document',
  'questions',
  'variables',
  'created_at',
  'updated_at',
  'completed_at',
] as const;

export interface ResponseRow {
  readonly id: string;
  readonly survey_id: string;
  readonly version: number;
  readonly respondent: string | null;
  readonly status: ResponseStatus;
  readonly revision: number;
  readonly document: unknown;
  readonly questions: unknown;
  readonly variables: unknown;
  readonly created_at: string;
  readonly updated_at: string;
  readonly completed_at: string | null;
}

/** The part that a device merges with its own. */
export function documentOf(
  row: Pick<ResponseRow, 'revision' | 'status' | 'document'>,
): ResponseDocument {
  const { answers, timings } = row.document as StoredDocument;
  return { revision: row.revision, status: row.status, answers, timings };
}

export function responseOf(row: ResponseRow): StoredResponse {
  const { lang, answers, timings } = row.document as StoredDocument;
  return {
    id: row.id,
    survey: row.survey_id,
    version: row.version,
    respondent: row.respondent,
    status: row.status,
    revision: row.revision,
    lang,
    answers,
    questions: row.questions as Record<string, QuestionStatus>,
    variables: row.variables as Variables,
    timings,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    completedAt: row.completed_at,
  };
}
