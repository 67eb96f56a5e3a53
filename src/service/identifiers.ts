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

/** UUIDv7 (RFC 9562 section 5.7), for whoever begins to answer without a device that mints one. */
export function newResponseId({ now, randomBytes }: Random & Pick<World, 'now'>): string {
  const time = now().getTime().toString(16).padStart(12, '0');
  const [version, ...tail] = Buffer.from(randomBytes(10)).toString('hex');
  const random = tail.join('');
  const variant = ((Number.parseInt(version ?? '0', 16) & 3) | 8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${random.slice(0, 3)}`,
    `${variant}${random.slice(3, 6)}`,
    random.slice(6, 18),
  ].join('-');
}
