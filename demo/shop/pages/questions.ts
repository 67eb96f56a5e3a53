import { html } from 'hono/html';

import { exampleText, questionExamples } from '../examples.ts';
import type { Example } from '../examples.ts';
import { playgroundWords } from '../playground/words.ts';
import type { Visitor } from '../visitor.ts';
import type { Html, Page } from './layout.ts';

/** All types of question, to choose one from. */
export function questionsPage({ lang }: Visitor): Page {
  const words = playgroundWords(lang);
  return {
    title: words.questionsTitle,
    head: html`<link rel="stylesheet" href="/playground.css" />`,
    body: html`<div class="types">
      <h1>${words.questionsTitle}</h1>
      <p>${words.questionsText}</p>
      ${menu(lang, '')}
    </div>`,
  };
}

/** One type: live, and the JSON that makes it. */
export function questionPage(visitor: Visitor, service: string, type: string, one: Example): Page {
  const { lang, theme } = visitor;
  const words = playgroundWords(lang);
  const title = one.title[lang] ?? type;
  return {
    title,
    head: html`<link rel="stylesheet" href="/playground.css" />
      <script type="module" src="/built/question.js"></script>
      <script type="module" src="${service}/otklik.js"></script>`,
    body: html`<div class="types">
      ${menu(lang, type)}
      <h1>${title} <code>${type}</code></h1>
      <div class="beside">
        <otklik-survey
          preview
          display="inline"
          lang="${lang}"
          theme="${theme}"
          data-source="/surveys/${one.file}"
        ></otklik-survey>
        <div>
          <p><a href="/playground?example=${one.file}">${words.open}</a></p>
          <pre tabindex="0" role="region" aria-label="JSON"><code>${exampleText(one)}</code></pre>
        </div>
      </div>
    </div>`,
  };
}

function menu(lang: string, current: string): Html {
  return html`<nav class="menu">
    ${[...questionExamples].map(
      ([type, { title }]) =>
        html`<a href="/questions/${type}" ${type === current ? html`aria-current="page"` : ''}
          >${title[lang] ?? type}</a
        >`,
    )}
  </nav>`;
}
