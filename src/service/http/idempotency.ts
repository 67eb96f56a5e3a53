/**
 * `Idempotency-Key` on private writes: the effect and the memory of its answer are one transaction, so
 * that a repeated request finds either both or neither.
 */
import type { Kysely } from 'kysely';

import type { PrivateRoute } from '../../protocol/index.ts';
import type { Caller } from '../credentials/api-key.ts';
import type { Tables } from '../database/types.ts';
import { toJson } from '../database/json.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { sealReply, unsealReply } from './sealed-reply.ts';

export interface StoredReply {
  readonly status: number;
  readonly body: unknown;
}

interface Write {
  readonly headers: Headers;
  readonly route: PrivateRoute;
  readonly caller: Caller;
  /** The API key itself: what is stored can be read only with it. */
  readonly secret: string;
  readonly input: { readonly params: unknown; readonly query: unknown; readonly body: unknown };
}

type Work = (db: Kysely<Tables>) => Promise<StoredReply>;

export async function idempotent(write: Write, work: Work, world: World): Promise<StoredReply> {
  const key = write.headers.get('idempotency-key');
  if (key === null) return await world.database.write(work);
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) throw new ProblemError('idempotency_invalid');
  return await world.database.write((trx) => onceOnly(key, write, work, trx, world));
}

async function onceOnly(
  key: string,
  write: Write,
  work: Work,
  trx: Kysely<Tables>,
  world: World,
): Promise<StoredReply> {
  const { caller, secret } = write;
  if (!(await claim(key, write, trx, world))) return await recall(key, write, trx);
  const reply = await work(trx);
  await trx
    .updateTable('idempotency_keys')
    .set({ status: reply.status, body: toJson(sealReply(reply.body, { secret, key }, world)) })
    .where('project_id', '=', caller.project)
    .where('key', '=', key)
    .execute();
  return reply;
}

/** A second request with the same key waits here until the first has committed or given up. */
async function claim(
  key: string,
  write: Write,
  trx: Kysely<Tables>,
  { now }: World,
): Promise<boolean> {
  const { caller, route } = write;
  const claimed = await trx
    .insertInto('idempotency_keys')
    .values({
      project_id: caller.project,
      key,
      route: `${route.method} ${route.path}`,
      request_hash: requestHash(write),
      status: 0,
      body: toJson(null),
      created_at: now().toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return claimed !== undefined;
}

async function recall(key: string, write: Write, trx: Kysely<Tables>): Promise<StoredReply> {
  const { caller, secret } = write;
  const row = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'body'])
    .where('project_id', '=', caller.project)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (row.request_hash !== requestHash(write)) throw new ProblemError('idempotency_mismatch');
  return { status: row.status, body: unsealReply(row.body, { secret, key }) };
}

/** The caller counts too: another key of the project may not read the answer, and it could not. */
function requestHash({ route, caller, input: { params, query, body } }: Write): string {
  const { method, path } = route;
  return sha256(canonicalJson({ method, path, params, query, body, key: caller.key }));
}
