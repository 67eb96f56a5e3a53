/**
 * A strict link lets in one device, which it knows by the id of the response that the device has thought of. Until
 * something is answered nothing else is stored here; so this device remembers that id for as long as the service
 * takes the link once more: a reload, or a second tab, is no second device. One link at a time, and no more of its
 * code than tells it from another.
 */
const KEY = 'otklik-link';
/** As long as the service: `strictCodeMinutes`. */
const KEPT_MS = 6e5;
const NAME_LENGTH = 8;

/** To mention it may throw: in a sandboxed frame, or where somebody allows no storage. */
export type LinkStorage = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface OwnLink {
  /** The response that it was opened for here within the last minutes. */
  readonly known: string | undefined;
  /** The first opening counts. */
  remember(id: string): void;
}

export function ownLink(code: string, now: number, storage: LinkStorage): OwnLink {
  const name = code.slice(0, NAME_LENGTH);
  let known: string | undefined;
  try {
    const [stored, id, at] = JSON.parse(storage().getItem(KEY) ?? '') as [string, string, number];
    if (Math.abs(now - at) >= KEPT_MS) storage().removeItem(KEY);
    else if (stored === name) known = id;
  } catch {
    // No storage, nothing in it, or somebody else's text: the link opens once, as it says.
  }
  return {
    known,
    remember(id) {
      try {
        if (!known) storage().setItem(KEY, JSON.stringify([name, id, now]));
      } catch {
        // As above.
      }
    },
  };
}
