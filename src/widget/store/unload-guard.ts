/**
 * Asks before a page is left that alone holds answers: no place on the device took them, and the service does
 * not have them yet. Listened for only then, for Firefox keeps no page ready for going back that listens
 * (https://developer.mozilla.org/en-US/docs/Web/API/Window/beforeunload_event).
 */
import type { Outbox } from './outbox.ts';

export function guardUnload(outbox: Outbox, page: EventTarget = globalThis): void {
  const ask = (event: Event): void => event.preventDefault();
  outbox.listen(() => {
    if (outbox.isVolatile) page.addEventListener('beforeunload', ask);
    else page.removeEventListener('beforeunload', ask);
  });
}
