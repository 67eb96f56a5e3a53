import type { Transport } from './transport.ts';

/** The page in whose frame this one stands, if it comes from exactly that origin; `*` is none. */
export function parentFrame(hostOrigin: string | null, page: Window): Transport | undefined {
  const origin = originIn(hostOrigin);
  if (origin === undefined || page.parent === page) return undefined;
  return {
    name: 'parent frame',
    post: (text) => page.parent.postMessage(text, origin),
    receive: (hear) =>
      page.addEventListener('message', (event) => {
        if (event.source === page.parent && event.origin === origin) hear(event.data);
      }),
  };
}

function originIn(written: string | null): string | undefined {
  try {
    const { origin } = new URL(written ?? '');
    return origin === written && origin !== 'null' ? origin : undefined;
  } catch {
    return undefined; // Not an address: nobody is spoken to.
  }
}
