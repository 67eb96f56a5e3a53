/**
 * UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, the version, the variant, random bits.
 * `crypto.randomUUID` is missing in insecure contexts, such as a developer's phone on a local network.
 */
export function newResponseId(
  now: number,
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bits = Array.from(random(new Uint8Array(19)), (byte) => byte & 15);
  // A clock without a battery may begin before 1970.
  const time = Math.max(0, now).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7xxx-yxxx-xxxxxxxxxxxx`.replace(/[xy]/g, (place) => {
    const four = bits.pop() ?? 0;
    return (place === 'y' ? 8 + (four & 3) : four).toString(16);
  });
}
