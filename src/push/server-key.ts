/** The service's key as browsers take it: bytes, where the service writes base64url (RFC 8292 section 4). */

export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function sameKey(bytes: ArrayBuffer | null, key: string): boolean {
  if (bytes === null) return false;
  const wanted = keyBytes(key);
  const given = new Uint8Array(bytes);
  return given.length === wanted.length && given.every((byte, index) => byte === wanted[index]);
}
