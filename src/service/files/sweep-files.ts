/**
 * What becomes of files when their time is over: those that arrived and that a response names stay, the
 * others are deleted. Until then they may still come, or their response may.
 */
import type { Kysely } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import type { World } from '../world.ts';
import { filesNamedIn } from './named-files.ts';

const FILES_AT_ONCE = 100;

export async function sweepFiles({
  database,
  now,
}: Pick<World, 'database' | 'now'>): Promise<void> {
  const until = new Date(now().getTime() - 2 * LIMITS.clockToleranceSeconds * 1000).toISOString();
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one stretch after the other
    const settled = await database.write((trx) => settleSome(until, trx));
    if (settled < FILES_AT_ONCE) return;
  }
}

async function settleSome(until: string, trx: Kysely<Tables>): Promise<number> {
  const due = await trx
    .selectFrom('files')
    .select(['project_id', 'response_id', 'id', 'sha256'])
    .where('expires_at', '<', until)
    .orderBy('expires_at')
    .limit(FILES_AT_ONCE)
    .forUpdate()
    .execute();
  for (const { project_id, response_id, id, sha256 } of due) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    const isKept = sha256 !== null && (await isWanted(project_id, response_id, id, trx));
    // oxlint-disable-next-line no-await-in-loop
    await (isKept ? keep : forget)({ project_id, response_id, id }, trx);
  }
  return due.length;
}

/** By the answers; where some are kept for repair, those may name it too. */
async function isWanted(
  project: string,
  response: string,
  file: string,
  trx: Kysely<Tables>,
): Promise<boolean> {
  const row = await trx
    .selectFrom('responses')
    .select('document')
    .where('project_id', '=', project)
    .where('id', '=', response)
    .executeTakeFirst();
  if (row !== undefined && filesNamedIn(row.document).has(file)) return true;
  const repair = await trx
    .selectFrom('quarantine')
    .select('id')
    .where('project_id', '=', project)
    .where('response_id', '=', response)
    .where('state', '=', 'kept')
    .executeTakeFirst();
  return repair !== undefined;
}

interface Key {
  readonly project_id: string;
  readonly response_id: string;
  readonly id: string;
}

async function keep({ project_id, response_id, id }: Key, trx: Kysely<Tables>): Promise<void> {
  await trx
    .updateTable('files')
    .set({ expires_at: null })
    .where('project_id', '=', project_id)
    .where('response_id', '=', response_id)
    .where('id', '=', id)
    .execute();
}

async function forget({ project_id, response_id, id }: Key, trx: Kysely<Tables>): Promise<void> {
  await trx
    .deleteFrom('file_pieces')
    .where('project_id', '=', project_id)
    .where('response_id', '=', response_id)
    .where('file_id', '=', id)
    .execute();
  await trx
    .deleteFrom('files')
    .where('project_id', '=', project_id)
    .where('response_id', '=', response_id)
    .where('id', '=', id)
    .execute();
}
