/** Publishing freezes the draft as the next version, for ever. */
import type { Kysely } from 'kysely';

import { checkSurvey, surveyWarnings } from '../../engine/check.ts';
import type { PublishedVersion, SurveyContent } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { canonicalJson } from '../hash.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { VERSION_COLUMNS, versionOf } from './survey-rows.ts';
import type { VersionRow } from './survey-rows.ts';

/** An unchanged draft gives the present version; a closed survey opens again. */
export async function publishSurvey(
  project: string,
  id: string,
  trx: Kysely<Tables>,
  world: World,
): Promise<PublishedVersion> {
  const { draft, version } = await lockSurvey(project, id, trx);
  const errors = checkSurvey(draft, { origins: await originsOf(project, trx) });
  if (errors.length > 0) throw new ProblemError('survey_invalid', { errors });
  const latest = version === null ? undefined : await readVersion(project, id, version, trx);
  const published =
    latest !== undefined && canonicalJson(latest.content) === canonicalJson(draft)
      ? latest
      : await freeze(project, id, (version ?? 0) + 1, draft, trx, world);
  await trx
    .updateTable('surveys')
    .set({
      status: 'published',
      version: published.version,
      updated_at: world.now().toISOString(),
    })
    .where('project_id', '=', project)
    .where('id', '=', id)
    .execute();
  const warnings = surveyWarnings(draft);
  return { ...versionOf(published), ...(warnings.length > 0 && { warnings }) };
}

/** Where a survey may lead, and from where it may show pictures. */
async function originsOf(project: string, trx: Kysely<Tables>): Promise<readonly string[]> {
  const { origins } = await trx
    .selectFrom('projects')
    .select('origins')
    .where('id', '=', project)
    .executeTakeFirstOrThrow();
  return origins;
}

/** Two publications at once would otherwise both make the same next version. */
async function lockSurvey(
  project: string,
  id: string,
  trx: Kysely<Tables>,
): Promise<{ readonly draft: SurveyContent; readonly version: number | null }> {
  const row = await trx
    .selectFrom('surveys')
    .select(['draft', 'version'])
    .where('project_id', '=', project)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('survey_unknown');
  return { draft: row.draft as SurveyContent, version: row.version };
}

async function readVersion(
  project: string,
  id: string,
  version: number,
  trx: Kysely<Tables>,
): Promise<VersionRow> {
  return await trx
    .selectFrom('survey_versions')
    .select(VERSION_COLUMNS)
    .where('project_id', '=', project)
    .where('survey_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
}

async function freeze(
  project: string,
  id: string,
  version: number,
  content: SurveyContent,
  trx: Kysely<Tables>,
  { now }: World,
): Promise<VersionRow> {
  return await trx
    .insertInto('survey_versions')
    .values({
      project_id: project,
      survey_id: id,
      version,
      content: toJson(content),
      published_at: now().toISOString(),
    })
    .returning(VERSION_COLUMNS)
    .executeTakeFirstOrThrow();
}
