/** Credentials that somebody without an API key presents for an invitation or a response. */
import { grantAddress } from '../credentials/grant.ts';
import { originProblem } from '../credentials/origin.ts';
import type { PublicCall } from '../http/public-routes.ts';
import { ProblemError } from '../problem-error.ts';
import { readGrants } from '../responses/grants.ts';
import { refusalOf } from '../responses/judge-item.ts';
import type { World } from '../world.ts';
import type { InvitationKey } from './invitation-rows.ts';
import { presentCode } from './present-code.ts';

export interface Subject {
  readonly key: InvitationKey;
  /** Whom the credential names; undefined: it is the invitation's, whoever holds it. */
  readonly respondent?: string | null;
}

export interface Desk {
  /** The service's own origin; null: the one that a request has reached. */
  readonly publicOrigin: string | null;
  readonly world: World;
}

type Call = PublicCall<'reportPageEvents'> | PublicCall<'optOut'>;

export async function byCode(
  code: string,
  call: Call,
  { publicOrigin, world }: Desk,
): Promise<Subject> {
  const { project_id: project, id } = await presentCode(code, call, world);
  if (call.origin !== (publicOrigin ?? call.reached)) {
    const { origins } = await world.database.db
      .selectFrom('projects')
      .select('origins')
      .where('id', '=', project)
      .executeTakeFirstOrThrow();
    const problem = originProblem(call.origin, origins);
    if (problem !== null) throw new ProblemError(problem);
  }
  return { key: { project, id } };
}

export async function byGrant(
  secret: string,
  { origin }: Pick<Call, 'origin'>,
  { world }: Desk,
): Promise<Subject> {
  const address = grantAddress(secret);
  if (address === null) throw new ProblemError('grant_invalid');
  const { project, hash } = address;
  const grant = (await readGrants(project, [hash], world.database.db)).get(hash);
  if (grant === undefined) throw new ProblemError('grant_invalid');
  const problem = refusalOf({ id: grant.response }, grant, origin);
  if (problem !== null) throw new ProblemError(problem);
  return { key: { project, response: grant.response } };
}
