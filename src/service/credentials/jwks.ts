/** The public halves of the service's own keys (RFC 7517), for whoever wants to check its tokens. */
import type { Hono } from 'hono';

import { PublicJwk, TOKEN_ALGORITHM } from '../../protocol/index.ts';
import type { AppEnvironment } from '../http/app.ts';
import type { World } from '../world.ts';

export function mountJwks(app: Hono<AppEnvironment>, { database }: World): void {
  app.get('/.well-known/jwks.json', async (c) => {
    const rows = await database.db
      .selectFrom('signing_keys')
      .select(['kid', 'public_jwk'])
      .where('owner', '=', 'service')
      .where('revoked_at', 'is', null)
      .orderBy('kid')
      .execute();
    const keys = rows.map(({ kid, public_jwk }) => ({
      ...PublicJwk.parse(public_jwk),
      kid,
      use: 'sig',
      alg: TOKEN_ALGORITHM,
    }));
    c.header('cache-control', 'public, max-age=300');
    return c.json({ keys });
  });
}
