import { html } from 'hono/html';

import type { Visitor } from '../visitor.ts';
import type { Page } from './layout.ts';

/** The rows are drawn by results.js from /results.json. */
export function resultsPage({ words }: Visitor, surveys: readonly string[]): Page {
  return {
    title: words.resultsTitle,
    head: html`<script type="module" src="/results.js"></script>`,
    body: html`<section class="results">
      <h1>${words.resultsTitle}</h1>
      <p>${words.resultsText}</p>
      <p class="links">
        <span
          id="live"
          role="status"
          data-live="${words.resultsLive}"
          data-stale="${words.resultsStale}"
        ></span>
        ${surveys.map(
          (survey) => html`<a href="/results.csv?survey=${survey}">${words.csv}: ${survey}</a>`,
        )}
      </p>
      <dl class="legend">
        ${Object.entries(words.provenance).map(
          ([source, text]) =>
            html`<div>
              <dt class="source source-${source}">${source}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
      <div class="scroll" tabindex="0" role="region" aria-label="${words.resultsTitle}">
        <table id="responses" data-words="${JSON.stringify(rowWords(words))}">
          <thead>
            <tr>
              ${words.columns.map((column) => html`<th scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody></tbody>
        </table>
      </div>
      <p id="empty" hidden>${words.resultsEmpty}</p>
    </section>`,
  };
}

function rowWords({ locale, status, questionStatus, anonymous }: Visitor['words']): object {
  return { locale, status, questionStatus, anonymous };
}
