/** Pages of the doubles: drawn from what is there now, and again when that changes. */
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What a page shows, one card below the other. */
export interface Shown {
  readonly cards: readonly ShownCard[];
}

export interface ShownCard {
  readonly title: string;
  readonly badge?: string;
  /** Name and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly entries: readonly {
    readonly kind: string;
    readonly title?: string;
    readonly text: string;
  }[];
  /** Where its button leads, and what it says. */
  readonly action?: { readonly to: string; readonly label: string };
}

const STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#f4f5f7, #15171b); --card: light-dark(#fff, #1f2228);
  --ink: light-dark(#1b1e24, #eceef2); --quiet: light-dark(#5b6270, #a3abb9); --line: light-dark(#dfe2e8, #343943);
  --accent: light-dark(#2456c8, #8fb2ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { padding: 20px 16px 4px; max-width: 760px; margin: 0 auto; }
h1 { font-size: 22px; margin: 0; } header p { margin: 2px 0 0; color: var(--quiet); font-size: 15px; }
main { max-width: 760px; margin: 0 auto; padding: 12px 16px 48px; display: grid; gap: 16px; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px; }
article > div:first-child { display: flex; gap: 12px; align-items: center; justify-content: space-between; flex-wrap: wrap; }
h2 { font-size: 18px; margin: 0; overflow-wrap: anywhere; }
.badge { font-size: 13px; border: 1px solid var(--line); border-radius: 99px; padding: 2px 10px; color: var(--quiet); }
dl { display: grid; grid-template-columns: minmax(96px, max-content) 1fr; gap: 4px 16px; margin: 12px 0 0; font-size: 15px; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
ol { list-style: none; margin: 14px 0 0; padding: 0; display: grid; gap: 10px; }
li { border-inline-start: 3px solid var(--accent); padding-inline-start: 12px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 15px; }
li b { display: block; } li small { color: var(--quiet); display: block; font-size: 13px; }
form { margin: 14px 0 0; } button { font: inherit; min-height: 44px; padding: 8px 18px; border-radius: 10px; border: 0;
  background: var(--accent); color: light-dark(#fff, #10131a); cursor: pointer; }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
a { color: var(--accent); }
.empty { color: var(--quiet); font-size: 15px; margin: 12px 0 0; }
`;

/** Looks once a second whether something is new, and draws by text alone. */
const SCRIPT = `
const main = document.querySelector('main');
const el = (name, text, className) => {
  const one = document.createElement(name);
  if (text !== undefined) one.textContent = text;
  if (className) one.className = className;
  return one;
};
function card({ title, badge, facts, entries, action }) {
  const article = el('article');
  const head = el('div');
  head.append(el('h2', title));
  if (badge) head.append(el('span', badge, 'badge'));
  article.append(head);
  if (facts.length) {
    const list = el('dl');
    for (const [name, value] of facts) list.append(el('dt', name), el('dd', value));
    article.append(list);
  }
  const log = el('ol');
  for (const { kind, title, text } of entries) {
    const entry = el('li');
    entry.append(el('small', kind));
    if (title) entry.append(el('b', title));
    for (const part of text.split(/(https?:\\/\\/\\S+)/)) {
      if (!/^https?:/.test(part)) { entry.append(part); continue; }
      const link = el('a', part);
      link.href = part;
      entry.append(link);
    }
    log.append(entry);
  }
  article.append(entries.length ? log : el('p', 'Nothing here yet.', 'empty'));
  if (action) {
    const form = el('form');
    form.method = 'post';
    form.action = action.to;
    form.append(el('button', action.label));
    article.append(form);
  }
  return article;
}
let last = '';
async function draw() {
  const text = await (await fetch('/state')).text().catch(() => last);
  if (text === last) return;
  last = text;
  const hadFocus = document.activeElement?.tagName === 'BUTTON';
  main.replaceChildren(...JSON.parse(text).cards.map(card));
  if (hadFocus) main.querySelector('button')?.focus();
}
draw();
setInterval(draw, 1000);
`;

export function doublePage(name: string, words: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${name}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${name}</h1>
          <p>${words}</p>
        </header>
        <main aria-live="polite"></main>
        <script type="module">
          ${raw(SCRIPT)};
        </script>
      </body>
    </html>`;
}
