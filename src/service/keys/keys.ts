/** API keys as their owner manages them. */
import { sql } from 'kysely';

import { Scope } from '../../protocol/index.ts';
import type { Key } from '../../protocol/index.ts';
import { newApiKey } from '../credentials/api-key.ts';
import type { Caller } from '../credentials/api-key.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import { sha256 } from '../hash.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

const COLUMNS = [
  'id',
  'name',
  'scopes',
  'created_at',
  'expires_at',
  'revoked_at',
  'last_used_at',
] as const;

type Names = 'listKeys' | 'createKey' | 'revokeKey';

export function keyHandlers(world: World): Pick<PrivateHandlers, Names> {
  return {
    listKeys: async ({ project, query, db }) => {
      const rows = db.selectFrom('api_keys').select(COLUMNS).where('project_id', '=', project);
      return await newestFirst(rows, query, keyOf);
    },

    createKey: async ({ project, caller, body, db }) => {
      requireOwnScopes(caller, body.scopes);
      const secret = newApiKey(project, world);
      const row = await db
        .insertInto('api_keys')
        .values({
          project_id: project,
          id: newId('key', world),
          hash: sha256(secret),
          name: body.name,
          scopes: toJson([...new Set(body.scopes)]),
          expires_at: body.expiresAt ?? null,
          created_at: world.now().toISOString(),
        })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      return { ...keyOf(row), secret };
    },

    revokeKey: async ({ project, params, db }) => {
      const row = await db
        .updateTable('api_keys')
        .set({ revoked_at: sql`coalesce(revoked_at, ${world.now().toISOString()}::timestamptz)` })
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .returning(COLUMNS)
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('key_unknown');
      return keyOf(row);
    },
  };
}

/** Otherwise `keys:write` would be every scope. */
function requireOwnScopes({ scopes }: Caller, wanted: readonly Scope[]): void {
  const foreign = wanted.filter((scope) => !scopes.has(scope));
  if (foreign.length === 0) return;
  const detail = `A key can give only scopes that it has itself; this one lacks ${foreign.join(', ')}.`;
  throw new ProblemError('scope_missing', { detail });
}

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly last_used_at: string | null;
}

function keyOf(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    scopes: Scope.options.filter((scope) => row.scopes.includes(scope)),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
