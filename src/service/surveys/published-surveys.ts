/** Surveys as they are published now, several at once. */
import type { Kysely } from 'kysely';

import type { SurveyContent } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { VersionCache } from './version-cache.ts';

export interface PublishedSurvey {
  readonly content: SurveyContent;
  readonly isClosed: boolean;
}

/** Those of them that were ever published, in one statement where their versions are known. */
export async function readPublished(
  project: string,
  surveys: readonly string[],
  versions: VersionCache,
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, PublishedSurvey>> {
  if (surveys.length === 0) return new Map();
  const rows = await db
    .selectFrom('surveys')
    .select(['id', 'status', 'version'])
    .where('project_id', '=', project)
    .where('id', 'in', [...new Set(surveys)])
    .execute();
  const published = new Map<string, PublishedSurvey>();
  for (const { id, status, version } of rows) {
    if (version === null) continue;
    // oxlint-disable-next-line no-await-in-loop -- mostly from memory
    const content = await versions.content(project, id, version, db);
    published.set(id, { content, isClosed: status === 'closed' });
  }
  return published;
}
