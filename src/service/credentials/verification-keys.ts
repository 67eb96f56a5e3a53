/** The public keys that survey tokens are verified with. */
import type { CryptoKey } from 'jose';

import type { World } from '../world.ts';
import { importKey } from './signing-keys.ts';

export interface VerificationKey {
  readonly kid: string;
  /** As it is stored. */
  readonly publicJwk: unknown;
  readonly key: CryptoKey;
}

/** A few keys per tenant; more than these are read again. */
const KEYS_MAX = 1000;

/**
 * Keeps keys imported. What is kept cannot grow old, since the half of a key that is registered never
 * changes, except in one thing: it may be revoked, here or by another process. So whoever acts on a token
 * has to ask for its key once more, in the transaction in which he acts (sessions/situation.ts).
 */
export class VerificationKeys {
  /** In order of last use, the least recent first. */
  readonly #known = new Map<string, VerificationKey>();

  /** Undefined when the project or the key is not known, or the key was revoked before its first use here. */
  async find(project: string, kid: string, world: World): Promise<VerificationKey | undefined> {
    const name = JSON.stringify([project, kid]);
    const found = this.#known.get(name) ?? (await read(project, kid, world));
    if (found === undefined) return undefined;
    this.#known.delete(name);
    this.#known.set(name, found);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > KEYS_MAX) this.#known.delete(oldest);
    return found;
  }
}

async function read(
  project: string,
  kid: string,
  { database }: World,
): Promise<VerificationKey | undefined> {
  const row = await database.db
    .selectFrom('signing_keys')
    .select('public_jwk')
    .where('project_id', '=', project)
    .where('kid', '=', kid)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && { kid, publicJwk: row.public_jwk, key: await importKey(row.public_jwk) };
}
