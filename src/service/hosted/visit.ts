/** What is known of somebody who answers by the form, once the code was exchanged: all that a session told them. */
import { collectVariables } from '../../engine/index.ts';
import type { ResponseDocument, SurveyContent, Variables } from '../../protocol/index.ts';
import { grantAddress } from '../credentials/grant.ts';
import { ProblemError } from '../problem-error.ts';
import { readGrants } from '../responses/grants.ts';
import { isErased } from '../respondents/tombstones.ts';
import { documentOf } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';

export interface Visit {
  readonly content: SurveyContent;
  readonly lang: string;
  readonly variables: Variables;
  readonly response: string;
  readonly grant: string;
  /** What the database holds of it. */
  readonly stored: ResponseDocument | undefined;
}

/**
 * Whether the grant still writes is judged when it does.
 *
 * @throws ProblemError `code_invalid`, and `response_erased` where its person was
 */
export async function visitUnder(
  { response, grant, lang }: Pick<Visit, 'response' | 'grant' | 'lang'>,
  versions: VersionCache,
  { database, now }: Pick<World, 'database' | 'now'>,
): Promise<Visit> {
  const address = grantAddress(grant);
  if (address === null) throw new ProblemError('code_invalid');
  const { project, hash } = address;
  const found = (await readGrants(project, [hash], database.db)).get(hash);
  if (found?.response !== response) throw new ProblemError('code_invalid');
  if (await isErased(project, response, database.db)) throw new ProblemError('response_erased');
  const content = await versions.content(project, found.survey, found.version, database.db);
  const row = await database.db
    .selectFrom('responses')
    .select(['revision', 'status', 'document', 'variables'])
    .where('project_id', '=', project)
    .where('id', '=', response)
    .executeTakeFirst();
  const today = now().toISOString().slice(0, 10);
  const { variables } = collectVariables(content, { token: found.signed, auto: { today } });
  return {
    content,
    lang,
    response,
    grant,
    variables: { ...variables, ...(row?.variables as Variables | undefined) },
    stored: row && documentOf(row),
  };
}
