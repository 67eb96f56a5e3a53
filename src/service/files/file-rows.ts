/** Files as rows, and as the API shows them. */
import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely';

import type { StoredFile } from '../../protocol/index.ts';
import type { FilesTable, Tables } from '../database/types.ts';

export type FileRow = Selectable<FilesTable>;

/** One file of one response of one project. */
export interface FileAddress {
  readonly project: string;
  readonly response: string;
  readonly id: string;
}

export function fileRow(
  { project, response, id }: FileAddress,
  db: Kysely<Tables>,
): SelectQueryBuilder<Tables, 'files', FileRow> {
  return db
    .selectFrom('files')
    .selectAll()
    .where('project_id', '=', project)
    .where('response_id', '=', response)
    .where('id', '=', id);
}

export function storedFileOf(row: FileRow): StoredFile {
  return {
    id: row.id,
    question: row.question_id,
    name: row.name,
    type: row.type,
    bytes: row.bytes,
    complete: row.completed_at !== null,
    sha256: row.sha256,
    createdAt: row.created_at,
    completedAt: row.completed_at,
  };
}

/** The content piece by piece, each by its own short query: nothing is held open for a slow reader. */
export async function* contentOf(
  { project, response, id }: FileAddress,
  db: Kysely<Tables>,
): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each piece begins where the one before ended
    const piece = await db
      .selectFrom('file_pieces')
      .select('content')
      .where('project_id', '=', project)
      .where('response_id', '=', response)
      .where('file_id', '=', id)
      .where('start', '=', start)
      .executeTakeFirst();
    if (piece === undefined) return;
    yield piece.content;
    start += piece.content.byteLength;
  }
}

/** All files of these responses, with what is in them. */
export async function deleteFiles(
  project: string,
  responses: readonly string[],
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .deleteFrom('file_pieces')
    .where('project_id', '=', project)
    .where('response_id', 'in', responses)
    .execute();
  await trx
    .deleteFrom('files')
    .where('project_id', '=', project)
    .where('response_id', 'in', responses)
    .execute();
}
