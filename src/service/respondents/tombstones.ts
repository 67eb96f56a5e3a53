/** What is left of an erased response: a hash, by which its late answers are recognised and dropped. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';

export function responseHash(project: string, response: string): string {
  return sha256(`${project}/${response}`);
}

export async function isErased(
  project: string,
  response: string,
  db: Kysely<Tables>,
): Promise<boolean> {
  const tombstone = await db
    .selectFrom('tombstones')
    .select('response_hash')
    .where('project_id', '=', project)
    .where('response_hash', '=', responseHash(project, response))
    .executeTakeFirst();
  return tombstone !== undefined;
}
