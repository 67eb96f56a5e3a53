import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

import { customers } from '../customers.ts';
import type { Theme, Visitor } from '../visitor.ts';
import type { Language } from '../words.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** What goes into the head besides the shop's own. */
  readonly head?: Html;
  /** Inside the app there is no header: the app has its own. */
  readonly bare?: boolean;
}

const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const languages: readonly (readonly [Language, string])[] = [
  ['ru', 'Рус'],
  ['en', 'Eng'],
];

/** The frame around every page of the shop. */
export function layout(visitor: Visitor, page: Page): Html {
  return html`<!doctype html>
    <html lang="${visitor.lang}" data-theme="${visitor.theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${visitor.words.shopName}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/shop.css" />
        ${page.head ?? ''}
      </head>
      <body>
        ${page.bare === true ? '' : header(visitor)}
        <main>${page.body}</main>
        ${page.bare === true ? '' : footer(visitor)}
      </body>
    </html>`;
}

function header({ words, path, customer, lang }: Visitor): Html {
  const link = (to: string, text: string) =>
    path.split('?')[0] === to
      ? html`<a href="${to}" aria-current="page">${text}</a>`
      : html`<a href="${to}">${text}</a>`;
  return html`<header>
    <a class="brand" href="/">${words.shopName}</a>
    <nav>
      ${link('/', words.navShop)} ${link('/order', words.navOrder)}
      ${link('/guide', words.navGuide)} ${link('/phone', words.navPhone)}
      ${link('/results', words.navResults)}
    </nav>
    <details class="account">
      <summary>${words.person} <b>${customer.name[lang]}</b></summary>
      <form method="post" action="/preferences">
        <input type="hidden" name="back" value="/" />
        <p>${words.switchTo}</p>
        ${customers.map(
          (one) =>
            html`<button
              name="customer"
              value="${one.id}"
              aria-pressed="${String(one === customer)}"
            >
              <b>${one.name[lang]}</b> <small>${words.segment[one.segment]}</small>
            </button>`,
        )}
      </form>
    </details>
  </header>`;
}

function footer({ words, path, lang, theme }: Visitor): Html {
  return html`<footer>
    <p>${words.footer}</p>
    <form method="post" action="/preferences" aria-label="${words.languageLabel}">
      <input type="hidden" name="back" value="${path}" />
      ${languages.map(
        ([value, text]) =>
          html`<button
            name="lang"
            value="${value}"
            lang="${value}"
            aria-pressed="${String(value === lang)}"
          >
            ${text}
          </button>`,
      )}
    </form>
    <form method="post" action="/preferences" aria-label="${words.themeLabel}">
      <input type="hidden" name="back" value="${path}" />
      ${themes.map(
        (value) =>
          html`<button name="theme" value="${value}" aria-pressed="${String(value === theme)}">
            ${words.theme[value]}
          </button>`,
      )}
    </form>
  </footer>`;
}
