/** What is left of an erased response: a hash, by which its late answers are recognised and dropped. */
import type { Kysely, QueryCreator, SelectQueryBuilder } from 'kysely';

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
  return (await tombstone(project, response, db).executeTakeFirst()) !== undefined;
}

/** The tombstone of one response, as a query. */
export function tombstone(
  project: string,
  response: string,
  db: QueryCreator<Tables>,
): SelectQueryBuilder<Tables, 'tombstones', { response_hash: string }> {
  return db
    .selectFrom('tombstones')
    .select('response_hash')
    .where('project_id', '=', project)
    .where('response_hash', '=', responseHash(project, response));
}
