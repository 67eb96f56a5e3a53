/** Writes one revision of one response: a row that is made once, and replaced by what is newer. */
import type { Insertable, Kysely } from 'kysely';

import type {
  Answers,
  QuestionStatus,
  ResponseDocument,
  ResponseSubmission,
  Variables,
} from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { ResponsesTable, Tables } from '../database/types.ts';
import { notify, responseNotices } from '../deliveries/notices.ts';
import type { Grant } from './grants.ts';
import type { Bench } from './judge-item.ts';
import { documentOf } from './response-rows.ts';
import { judgeRevision } from './revision-rules.ts';

/** A submission that has passed its review. */
export interface Reviewed {
  readonly submission: ResponseSubmission;
  readonly answers: Answers;
  readonly questions: Record<string, QuestionStatus>;
  readonly variables: Variables;
  readonly contentHash: string;
}

export type Outcome =
  | { readonly result: 'stored' | 'duplicate' }
  | { readonly result: 'conflict'; readonly stored: ResponseDocument }
  | { readonly result: 'final'; readonly stored: ResponseDocument }
  /** The row is another person's or survey's: two were given grants for one id. */
  | { readonly result: 'foreign' };

export async function storeRevision(
  reviewed: Reviewed,
  grant: Grant,
  bench: Bench,
): Promise<Outcome> {
  const { trx } = bench;
  const row = await lockRow(grant, trx);
  if (row === undefined) {
    if (await insertRow(reviewed, grant, bench)) {
      await tell(reviewed, grant, true, bench);
      return { result: 'stored' };
    }
    // Another request made the row between the two statements, and has committed it by now.
    return await storeRevision(reviewed, grant, bench);
  }
  if (row.survey_id !== grant.survey || row.respondent !== grant.respondent) {
    return { result: 'foreign' };
  }
  const { submission, contentHash, answers } = reviewed;
  const verdict = judgeRevision(
    {
      revision: row.revision,
      status: row.status,
      writer: row.writer,
      contentHash: row.content_hash,
      answers: documentOf(row).answers,
    },
    {
      revision: submission.revision,
      base: submission.base,
      status: submission.status,
      writer: grant.hash,
      contentHash,
      answers,
    },
  );
  if (verdict === 'duplicate') return { result: 'duplicate' };
  if (verdict !== 'replace') return { result: verdict, stored: documentOf(row) };
  await replaceRow(reviewed, grant, bench);
  await tell(reviewed, grant, false, bench);
  return { result: 'stored' };
}

/** Whoever is to hear of it. */
async function tell(
  { submission }: Reviewed,
  { project, response: id, survey, respondent }: Grant,
  isNew: boolean,
  { trx, world }: Bench,
): Promise<void> {
  const { status, revision } = submission;
  const told = { id, survey, respondent, status, revision, isNew };
  await notify(project, responseNotices(told, world.now().toISOString()), trx);
}

async function lockRow(grant: Grant, trx: Kysely<Tables>) {
  return await trx
    .selectFrom('responses')
    .select(['survey_id', 'respondent', 'status', 'revision', 'writer', 'content_hash', 'document'])
    .where('project_id', '=', grant.project)
    .where('id', '=', grant.response)
    .forUpdate()
    .executeTakeFirst();
}

async function insertRow(
  reviewed: Reviewed,
  grant: Grant,
  { trx, world }: Bench,
): Promise<boolean> {
  const inserted = await trx
    .insertInto('responses')
    .values(newRow(reviewed, grant, world.now()))
    .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export function newRow(reviewed: Reviewed, grant: Grant, now: Date): Insertable<ResponsesTable> {
  return {
    project_id: grant.project,
    id: grant.response,
    survey_id: grant.survey,
    version: grant.version,
    respondent: grant.respondent,
    created_at: now.toISOString(),
    ...revisionColumns(reviewed, grant, now),
  };
}

async function replaceRow(reviewed: Reviewed, grant: Grant, { trx, world }: Bench): Promise<void> {
  await trx
    .updateTable('responses')
    // A repair may have judged the one before by another version.
    .set({ version: grant.version, ...revisionColumns(reviewed, grant, world.now()) })
    .where('project_id', '=', grant.project)
    .where('id', '=', grant.response)
    .execute();
}

function revisionColumns(
  { submission, answers, questions, variables, contentHash }: Reviewed,
  grant: Grant,
  now: Date,
) {
  const { status, revision, lang, timings, page = {}, auto = {} } = submission;
  return {
    status,
    revision,
    writer: grant.hash,
    document: toJson({ lang, answers, timings }),
    content_hash: contentHash,
    questions: toJson(questions),
    variables: toJson(variables),
    page_context: toJson({ page, auto }),
    deadline: grant.expiresAt.toISOString(),
    updated_at: now.toISOString(),
    completed_at: status === 'completed' ? now.toISOString() : null,
  };
}
