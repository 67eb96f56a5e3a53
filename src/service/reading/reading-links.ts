/** Links under which a spreadsheet or a report reads one survey: read-only, until they are revoked or expire. */
import type { Selectable } from 'kysely';

import type { ReadingLink } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { ReadingLinksTable } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId, newSecret } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import { localName, projectOf } from '../projects/project.ts';
import { requireSurvey } from '../surveys/survey-rows.ts';
import type { World } from '../world.ts';

export type ReadingLinkRow = Selectable<ReadingLinksTable>;

/** Of what is in the path before the project's name. */
const RANDOM_LENGTH = 43;

type Names = 'createReadingLink' | 'listReadingLinks' | 'deleteReadingLink';

export function readingLinkHandlers(
  world: World,
  publicUrl: string | undefined,
): Pick<PrivateHandlers, Names> {
  return {
    createReadingLink: async ({ project, body, reached, db }) => {
      await requireSurvey(project, body.survey, db);
      const secret = newSecret(world) + localName(project);
      const row = await db
        .insertInto('reading_links')
        .values({
          project_id: project,
          id: newId('rdl', world),
          survey_id: body.survey,
          name: body.name,
          path_hash: sha256(secret),
          texts: body.texts ?? 'ids',
          lang: body.lang ?? null,
          fields: body.fields === undefined ? null : toJson(body.fields),
          expires_at: body.expiresAt ?? null,
          created_at: world.now().toISOString(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const root = (publicUrl ?? reached).replace(/\/+$/, '');
      return {
        ...linkOf(row),
        csv: `${root}/read/${secret}/responses.csv`,
        odata: `${root}/read/${secret}/odata`,
      };
    },

    listReadingLinks: async ({ project, query, db }) => {
      const rows = db.selectFrom('reading_links').selectAll().where('project_id', '=', project);
      return await newestFirst(rows, query, linkOf);
    },

    deleteReadingLink: async ({ project, params, db }) => {
      const row = await db
        .deleteFrom('reading_links')
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('reading_link_unknown');
      return linkOf(row);
    },
  };
}

/** Undefined: it leads nowhere, or no longer. */
export async function findReadingLink(
  secret: string,
  { database: { db }, now }: Pick<World, 'database' | 'now'>,
): Promise<ReadingLinkRow | undefined> {
  const row = await db
    .selectFrom('reading_links')
    .selectAll()
    .where('project_id', '=', projectOf(secret.slice(RANDOM_LENGTH)))
    .where('path_hash', '=', sha256(secret))
    .executeTakeFirst();
  const isOver = row?.expires_at !== null && (row?.expires_at ?? '') <= now().toISOString();
  return isOver ? undefined : row;
}

/** Once an hour is often enough to know whether somebody still needs it. */
const USED_EVERY_MS = 60 * 60_000;

export async function noteUse(row: ReadingLinkRow, { database, now }: World): Promise<void> {
  const { project_id: project, id, last_used_at: last } = row;
  if (last !== null && now().getTime() - Date.parse(last) < USED_EVERY_MS) return;
  await database.write((trx) =>
    trx
      .updateTable('reading_links')
      .set({ last_used_at: now().toISOString() })
      .where('project_id', '=', project)
      .where('id', '=', id)
      .execute(),
  );
}

/** What may be read under it: without a list all but who it was. */
export function fieldsOf({ fields }: ReadingLinkRow): (field: string) => boolean {
  if (fields === null) return (field) => field !== 'respondent';
  const listed = new Set(fields);
  return (field) => listed.has(field);
}

function linkOf(row: ReadingLinkRow): ReadingLink {
  return {
    id: row.id,
    survey: row.survey_id,
    name: row.name,
    texts: row.texts,
    lang: row.lang,
    fields: row.fields,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    createdAt: row.created_at,
  };
}
