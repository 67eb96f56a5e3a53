/** The way out for tests: names that push services have lead to their stand-ins on this machine. */
import { outbound } from '../outbound.ts';
import type { Outbound } from '../outbound.ts';

export function outboundTo(standIns: Readonly<Record<string, string>> = {}): Outbound {
  const open = outbound({ isOpen: true });
  return {
    ...open,
    request: (text, request, withinMs) => {
      const { origin } = new URL(text);
      const standIn = standIns[origin] ?? origin;
      if (!standIn.startsWith('http://127.0.0.1:'))
        throw new Error(`A test must not call ${origin}.`);
      return open.request(text.replace(origin, standIn), request, withinMs);
    },
  };
}
