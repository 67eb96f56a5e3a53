/** Published versions never change, so those in use are kept in memory, as they are compiled. */
import type { Kysely } from 'kysely';

import { compileSurvey } from '../../engine/compile.ts';
import type { SurveyContent } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { ProblemError } from '../problem-error.ts';

/** A version may be a megabyte; more than these are read again. */
const VERSIONS_MAX = 50;

export class VersionCache {
  /** In order of last use, the least recent first. */
  readonly #contents = new Map<string, SurveyContent>();

  async content(
    project: string,
    survey: string,
    version: number,
    db: Kysely<Tables>,
  ): Promise<SurveyContent> {
    const key = JSON.stringify([project, survey, version]);
    const content = this.#contents.get(key) ?? (await read(project, survey, version, db));
    this.#contents.delete(key);
    this.#contents.set(key, content);
    for (const oldest of this.#contents.keys()) {
      if (this.#contents.size <= VERSIONS_MAX) break;
      this.#contents.delete(oldest);
    }
    return content;
  }
}

async function read(
  project: string,
  survey: string,
  version: number,
  db: Kysely<Tables>,
): Promise<SurveyContent> {
  const row = await db
    .selectFrom('survey_versions')
    .select('content')
    .where('project_id', '=', project)
    .where('survey_id', '=', survey)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('version_unknown');
  return compileSurvey(row.content as SurveyContent);
}
