import type { Page } from '@playwright/test';

import type { HostSite } from './host-site.ts';

export interface HostPage {
  /** Where the widget comes from: the service, or a line in front of it. */
  readonly service: string;
  /** Attributes of the element, as written. */
  readonly attributes?: string;
  readonly head?: string;
  readonly body?: string;
  /** A module script of the page, run before the element is upgraded. */
  readonly script?: string;
  readonly csp?: string;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
}

/**
 * A page as a customer would write it. The events of the element are collected in `window.seen`,
 * from before it exists.
 */
export function hostPage(site: HostSite, path: string, page: HostPage): string {
  const {
    service,
    attributes = '',
    head = '',
    body = '',
    script = '',
    csp,
    lang = 'en',
    dir = 'ltr',
  } = page;
  const scriptPath = `${path}.js`.replace('/.js', '/index.js');
  site.script(scriptPath, `${listening}\n${script}`);
  site.page(
    path,
    `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A customer's page</title>
<link rel="icon" href="data:,">
${head}
<script type="module" src="${scriptPath}"></script>
<script type="module" src="${service}/otklik.js"></script>
</head>
<body>
<main>
<h1>A customer's page</h1>
${body}
<otklik-survey ${attributes}></otklik-survey>
</main>
</body>
</html>`,
    csp === undefined ? {} : { 'content-security-policy': csp },
  );
  return site.origin + path;
}

const listening = `
window.seen = [];
for (const type of ['shown', 'answered', 'completed', 'dismissed', 'delivery', 'token-needed', 'error']) {
  document.addEventListener('otklik-' + type, (event) => {
    seen.push({ type, at: performance.now(), code: event.code, delivery: event.delivery });
  });
}
document.addEventListener('securitypolicyviolation', (event) => {
  seen.push({ type: 'violation', at: performance.now(), code: event.violatedDirective });
});
`;

/** What a page heard, in order. */
export interface Heard {
  readonly type: string;
  /** Milliseconds since the page was opened. */
  readonly at: number;
  readonly code?: string;
  readonly delivery?: string;
}

export function heardBy(page: Page): Promise<readonly Heard[]> {
  return page.evaluate(() => (window as unknown as { seen: Heard[] }).seen);
}
