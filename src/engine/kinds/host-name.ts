/** RFC 1034 section 3.5, in any script; a hyphen not at the ends. */
const LABEL = /^(?:[\p{L}\p{N}]|[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])$/u;

/** In lower case, with a dot: a name that the whole world can look up. */
export function isHostName(host: string): boolean {
  const labels = host.split('.');
  return labels.length > 1 && labels.every((label) => LABEL.test(label));
}
