/** Credentials of push services at rest: sealed with AES-256-GCM where the operator has set a key for it. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

import type { World } from '../world.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = 'v1.';
const PLAIN = 'plain.';

class SecretKeyError extends Error {
  override readonly name = 'SecretKeyError';
  readonly code = 'secret_key';
}

export class SealedSecrets {
  readonly #key: Buffer | undefined;
  readonly #randomBytes: World['randomBytes'];

  /** @param key OTKLIK_SECRET_KEY; undefined: secrets are kept as they are, and the doctor says so */
  constructor(key: string | undefined, { randomBytes }: Pick<World, 'randomBytes'>) {
    this.#key = key === undefined ? undefined : createHash('sha256').update(key).digest();
    this.#randomBytes = randomBytes;
  }

  /** @param place where it stands: a sealed secret cannot be moved to another project or channel */
  seal(text: string, place: string): string {
    if (this.#key === undefined) return PLAIN + Buffer.from(text).toString('base64url');
    const nonce = this.#randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(place));
    const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return SEALED + Buffer.concat(parts).toString('base64url');
  }

  /** @throws SecretKeyError: sealed with another key, or with one while there is none */
  open(sealed: string, place: string): string {
    if (sealed.startsWith(PLAIN)) {
      return Buffer.from(sealed.slice(PLAIN.length), 'base64url').toString('utf8');
    }
    if (this.#key === undefined) {
      throw new SecretKeyError(
        'Push credentials are sealed: start with the OTKLIK_SECRET_KEY of then.',
      );
    }
    const bytes = Buffer.from(sealed.slice(SEALED.length), 'base64url');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonce)
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SecretKeyError('Push credentials were sealed with another OTKLIK_SECRET_KEY.', {
        cause,
      });
    }
  }
}

export function isSealed(stored: string): boolean {
  return stored.startsWith(SEALED);
}
