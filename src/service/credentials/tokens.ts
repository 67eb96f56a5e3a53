/** `POST /v1/tokens`: the service signs, for customers who keep no key of their own. */
import { signSurveyToken, surveyTokenClaims } from '../../backend/token-format.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newSecret } from '../identifiers.ts';
import type { World } from '../world.ts';
import { ownSigningKey } from './signing-keys.ts';

export function tokenHandlers(world: World): Pick<PrivateHandlers, 'mintToken'> {
  return {
    mintToken: async ({ project, body, db }) => {
      const { kid, privateKey } = await ownSigningKey(project, db, world);
      const claims = surveyTokenClaims(project, body, world.now().getTime(), newSecret(world));
      return {
        token: await signSurveyToken(claims, kid, privateKey),
        expiresAt: new Date(claims.exp * 1000).toISOString(),
      };
    },
  };
}
