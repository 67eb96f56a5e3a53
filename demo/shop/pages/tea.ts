import { html } from 'hono/html';

import { price, teas } from '../teas.ts';
import type { Tea } from '../teas.ts';
import type { Visitor } from '../visitor.ts';
import type { Html, Page } from './layout.ts';

/** The shelf: all teas. */
export function shelfPage({ words }: Visitor): Page {
  return {
    title: words.tagline,
    body: html`<section class="hero">
        <h1>${words.heroTitle}</h1>
        <p>${words.heroText}</p>
      </section>
      <ul class="shelf">
        ${teas.map(
          (tea) =>
            html`<li>
              <a href="/teas/${tea.id}">
                ${tin(tea)}
                <h2>${words.teas[tea.id].name}</h2>
                <p>${words.teas[tea.id].kind}</p>
                <p class="price">${price(tea, words)}</p>
              </a>
            </li>`,
        )}
      </ul>`,
  };
}

/** One tea, with the button that starts it all. */
export function teaPage({ words }: Visitor, tea: Tea): Page {
  const { name, kind, text } = words.teas[tea.id];
  return {
    title: name,
    body: html`<article class="product">
      ${tin(tea)}
      <div>
        <p class="kind">${kind}</p>
        <h1>${name}</h1>
        <p>${text}</p>
        <p class="steep">${words.steep(tea.minutes, tea.degrees)}</p>
        <form method="post" action="/orders">
          <input type="hidden" name="tea" value="${tea.id}" />
          <button class="primary">${words.orderTea} · ${price(tea, words)}</button>
        </form>
      </div>
    </article>`,
  };
}

/** A tea tin, drawn; its colours come from the style sheet. */
export function tin(tea: Tea): Html {
  return html`<svg class="tin tin-${tea.id}" viewBox="0 0 200 220" aria-hidden="true">
    <ellipse class="shade" cx="100" cy="204" rx="70" ry="9" />
    <path class="body" d="M44 62h112v126q0 14-14 14H58q-14 0-14-14z" />
    <path class="gloss" d="M56 62h16v140H58q-8-2-8-12z" />
    <rect class="lid" x="38" y="34" width="124" height="32" rx="9" />
    <rect class="label" x="44" y="92" width="112" height="76" />
    <path class="leaf" d="M100 104c22 10 26 34 0 54-26-20-22-44 0-54z" />
    <path class="vein" d="M100 112v44m0-26 9-8m-9 20 10-8m-10-4-9-8m9 20-10-8" />
  </svg>`;
}
