/** A survey token for something else than a session: verified as for one, and not used up. */
import { sql } from 'kysely';

import type { SurveyTokenClaims } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { sha256 } from '../hash.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { originProblem } from './origin.ts';
import { verifySurveyToken } from './survey-token.ts';
import type { VerificationKeys } from './verification-keys.ts';

/**
 * @throws ProblemError `token_invalid`, `token_expired`, `origin_missing`, `origin_not_allowed`, and
 *   `response_erased` for a token that is older than the erasure of its respondent
 */
export async function standingToken(
  token: string,
  origin: string | null,
  keys: VerificationKeys,
  world: World,
): Promise<SurveyTokenClaims> {
  const { claims, key } = await verifySurveyToken(token, keys, world);
  const { iss: project, sub = null, iat, org } = claims;
  const { rows } = await sql<{ readonly origins: string[]; readonly erased: boolean }>`
    select origins, exists (
      select 1 from erasures
      where project_id = ${project} and respondent_hash = ${sha256(`${project}/${sub ?? ''}`)}
        and requested_at >= ${new Date(iat * 1000).toISOString()}
    ) as erased
    from projects where id = ${project} and exists (
      select 1 from signing_keys
      where project_id = ${project} and kid = ${key.kid} and revoked_at is null
        and public_jwk = ${toJson(key.publicJwk)}::jsonb
    )`.execute(world.database.db);
  const [row] = rows;
  if (row === undefined) {
    throw new ProblemError('token_invalid', { reason: 'the signing key is revoked' });
  }
  const problem = originProblem(origin, org ?? row.origins);
  if (problem !== null) throw new ProblemError(problem);
  if (row.erased) throw new ProblemError('response_erased');
  return claims;
}
