/**
 * An answer that is kept for a repeated request may hold a fresh secret, which the database must not
 * know. It is encrypted with a key made from the API key of the request, of which only a hash is kept.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

import * as z from 'zod/mini';

import type { World } from '../world.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const Sealed = z.object({ sealed: z.string() });

interface Opener {
  readonly secret: string;
  /** The Idempotency-Key: each answer has its own encryption key. */
  readonly key: string;
}

export function sealReply(
  body: unknown,
  opener: Opener,
  { randomBytes }: Pick<World, 'randomBytes'>,
): z.infer<typeof Sealed> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, encryptionKey(opener), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(body ?? null)), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64') };
}

export function unsealReply(stored: unknown, opener: Opener): unknown {
  const bytes = Buffer.from(Sealed.parse(stored).sealed, 'base64');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, encryptionKey(opener), nonce);
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  return JSON.parse(Buffer.concat([text, decipher.final()]).toString()) as unknown;
}

function encryptionKey({ secret, key }: Opener): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, key, 'otklik stored answer', 32));
}
