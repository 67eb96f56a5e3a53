/** The files of a response as the customer reads them: those that its answers name. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { byteStream } from '../export/stream.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { contentOf, fileRow, storedFileOf } from './file-rows.ts';
import type { FileRow } from './file-rows.ts';
import { filesNamedIn } from './named-files.ts';

export function fileReadingHandlers(
  world: World,
): Pick<PrivateHandlers, 'listFiles' | 'downloadFile'> {
  return {
    listFiles: async ({ project, params, db }) => {
      const named = await namedFiles(project, params.id, db);
      const rows = await db
        .selectFrom('files')
        .selectAll()
        .where('project_id', '=', project)
        .where('response_id', '=', params.id)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return { items: rows.filter(({ id }) => named.has(id)).map(storedFileOf) };
    },

    downloadFile: async ({ project, params, db, signal }) => {
      const named = await namedFiles(project, params.id, db);
      const place = { project, response: params.id, id: params.file };
      const row = await fileRow(place, db).executeTakeFirst();
      if (row === undefined || !named.has(row.id)) throw new ProblemError('file_unknown');
      if (row.sha256 === null) throw new ProblemError('file_incomplete');
      return {
        stream: byteStream(contentOf(place, db), signal, world),
        headers: headersOf(row, row.sha256),
      };
    },
  };
}

async function namedFiles(
  project: string,
  response: string,
  db: Kysely<Tables>,
): Promise<ReadonlySet<string>> {
  const row = await db
    .selectFrom('responses')
    .select('document')
    .where('project_id', '=', project)
    .where('id', '=', response)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('response_unknown');
  return filesNamedIn(row.document);
}

function headersOf({ bytes, name }: FileRow, sha256: string): Readonly<Record<string, string>> {
  return {
    'content-length': String(bytes),
    'content-disposition': disposition(name),
    // RFC 9530: who downloads can see that nothing was lost on the way.
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  };
}

/** RFC 6266: the name for those who read ASCII alone, and as it is (RFC 8187). A path in it is none. */
function disposition(name: string): string {
  const base = name.replaceAll(/[\p{Cc}\p{Cf}/\\]/gu, '_');
  const plain = base.replaceAll(/[^\x20-\x7e]|["%]/g, '_');
  const encoded = encodeURIComponent(base).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
