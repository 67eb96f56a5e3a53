/** Ed25519 keys that sign survey tokens: the service's own, and the customer's public halves. */
import { importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import { generateSigningKey } from '../../backend/token-keys.ts';
import { PublicJwk, TOKEN_ALGORITHM } from '../../protocol/index.ts';
import type { SigningKey } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

const COLUMNS = ['kid', 'owner', 'public_jwk', 'created_at', 'revoked_at'] as const;

/** The service's own key of the project, made on first need. To be called in a transaction. */
export async function ownSigningKey(
  project: string,
  trx: Kysely<Tables>,
  { now }: World,
): Promise<{ readonly kid: string; readonly privateKey: CryptoKey }> {
  const row = await trx
    .selectFrom('signing_keys')
    .select(['kid', 'private_jwk'])
    .where('project_id', '=', project)
    .where('owner', '=', 'service')
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('kid')
    .executeTakeFirst();
  if (row !== undefined) return { kid: row.kid, privateKey: await importKey(row.private_jwk) };
  const made = await generateSigningKey();
  await trx
    .insertInto('signing_keys')
    .values({
      project_id: project,
      kid: made.kid,
      owner: 'service',
      public_jwk: toJson(made.publicKey),
      private_jwk: toJson(made.privateKey),
      created_at: now().toISOString(),
    })
    .execute();
  return { kid: made.kid, privateKey: await importKey(made.privateKey) };
}

/** @throws TypeError, or jose's or the platform's error, when the JWK is no public or private key of ours */
export async function importKey(jwk: unknown): Promise<CryptoKey> {
  const key = await importJWK(jwk as JWK, TOKEN_ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('a symmetric key among the signing keys');
  return key;
}

type Names = 'listSigningKeys' | 'createSigningKey' | 'revokeSigningKey';

export function signingKeyHandlers({ now }: World): Pick<PrivateHandlers, Names> {
  return {
    listSigningKeys: async ({ project, query, db }) => {
      const rows = db.selectFrom('signing_keys').select(COLUMNS).where('project_id', '=', project);
      return await newestFirst(rows, query, signingKey, 'kid');
    },

    createSigningKey: async ({ project, body, db }) => {
      await requireUsable(body.publicKey);
      const row = await db
        .insertInto('signing_keys')
        .values({
          project_id: project,
          kid: body.kid,
          owner: 'customer',
          public_jwk: toJson(body.publicKey),
          created_at: now().toISOString(),
        })
        .onConflict((conflict) => conflict.columns(['project_id', 'kid']).doNothing())
        .returning(COLUMNS)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('signing_key_exists');
      return signingKey(row);
    },

    revokeSigningKey: async ({ project, params, db }) => {
      const row = await db
        .updateTable('signing_keys')
        .set({ revoked_at: sql`coalesce(revoked_at, ${now().toISOString()}::timestamptz)` })
        .where('project_id', '=', project)
        .where('kid', '=', params.kid)
        .returning(COLUMNS)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('key_unknown');
      return signingKey(row);
    },
  };
}

/** Thirty-two bytes are not yet a key: who registers something else should hear it now. */
async function requireUsable(publicKey: PublicJwk): Promise<void> {
  try {
    await importKey(publicKey);
  } catch (cause) {
    const message = 'is no Ed25519 public key';
    const errors = [{ pointer: '/publicKey/x', code: 'key_unusable', message }];
    throw new ProblemError('request_invalid', { errors, cause });
  }
}

interface SigningKeyRow {
  readonly kid: string;
  readonly owner: 'service' | 'customer';
  readonly public_jwk: unknown;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

function signingKey(row: SigningKeyRow): SigningKey {
  return {
    kid: row.kid,
    owner: row.owner,
    publicKey: PublicJwk.parse(row.public_jwk),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}
