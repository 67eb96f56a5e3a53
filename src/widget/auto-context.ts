import type { AutoContext } from '../protocol/response.ts';
import { WIDGET_VERSION } from './version.ts';

/** What the widget sees by itself. Addresses come without query and fragment: those may hold secrets. */
export function autoContext(window: Window = globalThis.window): AutoContext {
  const { navigator, location, document, innerWidth, innerHeight } = window;
  return {
    url: bare(location.href),
    ...(document.referrer === '' ? {} : { referrer: bare(document.referrer) }),
    locale: navigator.language.slice(0, 64),
    platform: navigator.platform.slice(0, 64),
    viewport: `${innerWidth}x${innerHeight}`,
    widgetVersion: WIDGET_VERSION,
  };
}

/** The hosted page has its code in the path. */
function bare(address: string): string {
  const path = address.split(/[?#]/)[0] ?? '';
  return path.replace(/\/s\/[\w-]{22,}$/, '/s/').slice(0, 1000);
}
