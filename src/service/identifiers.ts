/** Ids and secrets are random: they tell nothing, and no two nodes have to agree on the next one. */
import type { World } from './world.ts';

type Random = Pick<World, 'randomBytes'>;

/** `srv_…`, `key_…`: 128 random bits as hexadecimal digits. */
export function newId(prefix: string, { randomBytes }: Random): string {
  return `${prefix}_${Buffer.from(randomBytes(16)).toString('hex')}`;
}

/** 256 random bits in base64url, 43 characters. */
export function newSecret({ randomBytes }: Random): string {
  return Buffer.from(randomBytes(32)).toString('base64url');
}
