import { html } from 'hono/html';

import type { Visitor } from '../visitor.ts';
import type { Page } from './layout.ts';

export function notFoundPage({ words }: Visitor): Page {
  return {
    title: words.notFoundTitle,
    body: html`<article class="order">
      <h1>${words.notFoundTitle}</h1>
      <p>${words.notFoundText}</p>
      <p class="links"><a href="/">${words.back}</a></p>
    </article>`,
  };
}
