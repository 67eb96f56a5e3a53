/** Ed25519 keys: making them, and reading them in the forms in which people keep them. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, importPKCS8 } from 'jose';

import { PublicJwk, TOKEN_ALGORITHM } from '../protocol/token.ts';

/** The private half of an Ed25519 key (RFC 8037). Keep it where you keep passwords. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** A JWK, the text of a PKCS #8 PEM file, or a key that Web Crypto already holds. */
export type PrivateKeyMaterial = PrivateJwk | string | CryptoKey;

export interface NewSigningKey {
  /** The key's RFC 7638 thumbprint. */
  readonly kid: string;
  readonly publicKey: PublicJwk;
  readonly privateKey: PrivateJwk;
}

/**
 * Makes an Ed25519 key pair to sign survey tokens with. Register the public half once, keep the private
 * half on your backend.
 *
 * @example
 * const { kid, publicKey, privateKey } = await generateSigningKey();
 * await client.createSigningKey({ kid, publicKey });
 */
export async function generateSigningKey(): Promise<NewSigningKey> {
  const pair = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true });
  const { d = '' } = await exportJWK(pair.privateKey);
  const publicKey = PublicJwk.parse(await exportJWK(pair.publicKey));
  return {
    kid: await calculateJwkThumbprint(publicKey),
    publicKey,
    privateKey: { ...publicKey, d },
  };
}

/** Reads a private key; throws an error of unspecified type when it is no Ed25519 private key. */
export async function importSigningKey(material: PrivateKeyMaterial): Promise<CryptoKey> {
  const key = await toCryptoKey(material);
  if (key.type !== 'private' || key.algorithm.name !== 'Ed25519' || !key.usages.includes('sign')) {
    throw new TypeError('not an Ed25519 private key that may sign');
  }
  return key;
}

async function toCryptoKey(material: PrivateKeyMaterial): Promise<CryptoKey> {
  if (typeof material === 'string') return importPKCS8(material, TOKEN_ALGORITHM);
  if (material instanceof CryptoKey) return material;
  // Only the members of the key itself: a stored `alg` or `key_ops` of another tool must not matter.
  const { kty, crv, x, d } = material;
  const key = await importJWK({ kty, crv, x, d }, TOKEN_ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('a symmetric key');
  return key;
}
