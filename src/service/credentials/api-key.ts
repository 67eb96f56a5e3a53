/**
 * API keys: `otk_<local name of the project>_<256 random bits>`. The name inside tells the tenant, so
 * that each query can name its project first; the service keeps only the SHA-256.
 */
import { timingSafeEqual } from 'node:crypto';

import { Scope } from '../../protocol/index.ts';
import { sha256 } from '../hash.ts';
import { newSecret } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import { DEFAULT_PROJECT, localName, projectOf } from '../projects/project.ts';
import type { World } from '../world.ts';

/** Who calls, and what they may do. */
export interface Caller {
  readonly project: string;
  /** `key_…`, or `root`. */
  readonly key: string;
  readonly scopes: ReadonlySet<Scope>;
}

const TOUCH_EVERY_MS = 60_000;
const FORMAT = /^otk_([A-Za-z0-9][A-Za-z0-9_-]{0,63})_[A-Za-z0-9_-]{43}$/;

export function newApiKey(project: string, world: World): string {
  return `otk_${localName(project)}_${newSecret(world)}`;
}

/** A plain prefix test: better to take a mistyped key for a key than to log it as something else. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith('otk_');
}

/** What may stand in a log: enough to find the key's row, nothing to use. */
export function keyFingerprint(secret: string): string {
  return sha256(secret).slice(0, 12);
}

/** From "Authorization: Bearer otk_…"; null without that header. */
export function presentedKey(headers: Headers): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1] ?? null;
}

/** The root key acts in the default project with every scope, without a row in the database. */
export async function authenticate(
  secret: string | null,
  rootKey: string | undefined,
  world: World,
): Promise<Caller> {
  if (secret === null) throw new ProblemError('key_missing');
  const hash = sha256(secret);
  if (rootKey !== undefined && equalHashes(hash, sha256(rootKey))) {
    return { project: DEFAULT_PROJECT, key: 'root', scopes: new Set(Scope.options) };
  }
  const local = FORMAT.exec(secret)?.[1];
  if (local === undefined) throw new ProblemError('key_invalid', { reason: 'malformed' });
  return await storedCaller(projectOf(local), hash, world);
}

async function storedCaller(project: string, hash: string, world: World): Promise<Caller> {
  const row = await world.database.db
    .selectFrom('api_keys')
    .select(['id', 'scopes', 'expires_at', 'revoked_at', 'last_used_at'])
    .where('project_id', '=', project)
    .where('hash', '=', hash)
    .executeTakeFirst();
  const now = world.now();
  if (row === undefined) throw new ProblemError('key_invalid', { reason: 'unknown' });
  if (row.revoked_at !== null) throw new ProblemError('key_invalid', { reason: 'revoked' });
  if (row.expires_at !== null && new Date(row.expires_at) <= now) {
    throw new ProblemError('key_invalid', { reason: 'expired' });
  }
  if (isStale(row.last_used_at, now)) world.inBackground(touch(project, row.id, world));
  return { project, key: row.id, scopes: new Set(row.scopes as Scope[]) };
}

function isStale(lastUsedAt: string | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - new Date(lastUsedAt).getTime() >= TOUCH_EVERY_MS;
}

async function touch(project: string, key: string, { database, log, now }: World): Promise<void> {
  try {
    await database.write((trx) =>
      trx
        .updateTable('api_keys')
        .set({ last_used_at: now().toISOString() })
        .where('project_id', '=', project)
        .where('id', '=', key)
        .execute(),
    );
  } catch (error) {
    log.warn({ err: error, project, key }, 'the last use of a key could not be noted');
  }
}

/** In constant time, so that a root key cannot be found digit by digit. */
function equalHashes(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
