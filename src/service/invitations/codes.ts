/**
 * The code of a deep link: 132 bits, and then the local name of its project, so that every query starts with the
 * tenant. It is derived from the invitation's id under a secret of the project, for a reminder needs it once
 * more; the database has its SHA-256 and nothing else of it.
 */
import { createHmac } from 'node:crypto';

import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import { newId, newSecret } from '../identifiers.ts';
import { localName, projectOf } from '../projects/project.ts';
import type { World } from '../world.ts';

/** Characters of base64url, six bits each. */
const RANDOM_LENGTH = 22;

export interface CodeAddress {
  readonly project: string;
  readonly hash: string;
}

export function codeOf(project: string, invitation: string, secret: string): string {
  const mac = createHmac('sha256', secret).update(invitation).digest('base64url');
  return mac.slice(0, RANDOM_LENGTH) + localName(project);
}

/** Where to look for it. What is no code at all is looked for as well: nobody learns how close a guess was. */
export function codeAddress(code: string): CodeAddress {
  return { project: projectOf(code.slice(RANDOM_LENGTH)), hash: sha256(code) };
}

/** It cannot be taken for an API key or a grant, which links and logs refuse to carry. */
export function isSendable(code: string): boolean {
  return !/^ot[kg]_/.test(code);
}

/** An id whose code can be sent. */
export function newInvitation(
  project: string,
  secret: string,
  world: Pick<World, 'randomBytes'>,
): { readonly id: string; readonly codeHash: string } {
  for (;;) {
    const id = newId('inv', world);
    const code = codeOf(project, id, secret);
    if (isSendable(code)) return { id, codeHash: codeAddress(code).hash };
  }
}

/** The project's secret, made on first need. To be called in a transaction. */
export async function ownCodeSecret(
  project: string,
  trx: Kysely<Tables>,
  world: Pick<World, 'randomBytes'>,
): Promise<string> {
  const known = await readCodeSecret(project, trx);
  if (known !== null) return known;
  await trx
    .updateTable('projects')
    .set({ code_secret: newSecret(world) })
    .where('id', '=', project)
    .where('code_secret', 'is', null)
    .execute();
  // Another request may have been first: its secret is the one.
  return (await readCodeSecret(project, trx)) ?? '';
}

/** Null: nobody was ever invited. */
export async function readCodeSecret(project: string, db: Kysely<Tables>): Promise<string | null> {
  const row = await db
    .selectFrom('projects')
    .select('code_secret')
    .where('id', '=', project)
    .executeTakeFirst();
  return row?.code_secret ?? null;
}
