/** What goes out with every page: who may do what in it, and that nobody keeps it. */
import type { Page } from './document.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { hashSource } from './style-sheets.ts';

const SCRIPT_SOURCE = hashSource(PAGE_SCRIPT);

/** Of every page here, under whatever policy. */
export function documentHeaders(policy: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-store',
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'same-origin',
  };
}

/**
 * `blob:` for the pictures that a respondent adds. `no-store` is for caches on the way and for the browser's own; a
 * service worker keeps what it is told to keep.
 */
export function headersOf(page: Page): Record<string, string> {
  return { ...documentHeaders(policy(page)), vary: 'Accept-Language, Accept-Encoding' };
}

function policy({ styleSource, hasScript, pictures }: Page): string {
  const forScript = [
    `script-src 'self' ${SCRIPT_SOURCE}`,
    "connect-src 'self'",
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types otklik',
  ];
  return [
    "default-src 'none'",
    `style-src ${styleSource}`,
    ["img-src 'self' data: blob:", ...pictures].join(' '),
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(hasScript ? forScript : []),
  ].join('; ');
}
