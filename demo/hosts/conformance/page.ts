import { html } from 'hono/html';

import type { Html } from '../../shop/pages/layout.ts';

/**
 * To be opened in an app's web view: it plays a visit with a real survey, listens to what goes over the bridge, and
 * shows for each rule of `otklik/1` whether the app keeps it. Which survey is asked, the app's token says.
 */
export function conformancePage(service: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>otklik/1: running</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shop.css" />
        <script type="module" src="/built/conformance.js"></script>
        <script type="module" src="${service}/otklik.js"></script>
      </head>
      <body>
        <main>
          <h1>otklik/1</h1>
          <ol id="rules"></ol>
          <otklik-survey display="inline">
            <a id="outside" href="https://example.com/">A link that leaves</a>
          </otklik-survey>
        </main>
      </body>
    </html>`;
}
