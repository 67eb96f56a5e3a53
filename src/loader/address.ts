/** Addresses of pages, and the patterns that rules name them by. */

/** As `location` has them. */
interface Address {
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

/**
 * Whether the address fits, `*` standing for anything. In linear time: the pieces between are looked for one behind the
 * other, and none is ever looked for again.
 */
export function fitsAddress(pattern: string, address: Address): boolean {
  const text = textFor(pattern, address);
  const pieces = pattern.split('*');
  let at = 0;
  return pieces.every((piece, place) => {
    const isLast = place === pieces.length - 1;
    const found = isLast ? text.length - piece.length : text.indexOf(piece, at);
    const fits = found >= at && (place > 0 || found === 0) && text.startsWith(piece, found);
    at = found + piece.length;
    return fits;
  });
}

/** As much of it as the pattern speaks of. */
function textFor(pattern: string, { origin, pathname, search, hash }: Address): string {
  const has = (part: string): boolean => pattern.includes(part);
  return `${pattern.startsWith('/') ? '' : origin}${pathname}${has('?') ? search : ''}${has('#') ? hash : ''}`;
}

/** What makes one page another. A fragment leads to another place of the same page, unless it looks like a path. */
export function pageOf({ pathname, search, hash }: Address): string {
  return pathname + search + (/^#!?\//.test(hash) ? hash : '');
}
