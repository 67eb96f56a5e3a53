import { html } from 'hono/html';

import { questionExamples, surveyExamples } from '../examples.ts';
import type { Example } from '../examples.ts';
import { playgroundWords } from '../playground/words.ts';
import type { Visitor } from '../visitor.ts';
import type { Html, Page } from './layout.ts';

const displays = ['inline', 'sheet', 'popover', 'dialog', 'page', 'banner', 'tab'];
const positions = 'bottom-end bottom-start top-end top-start end start top bottom'.split(' ');
const presets = ['quiet', 'bold', 'native'];

/** A survey's JSON on one side, the survey on the other. */
export function playgroundPage({ lang }: Visitor): Page {
  const words = playgroundWords(lang);
  const titled = ({ file, title }: Example): readonly [string, string] => [
    file,
    title[lang] ?? file,
  ];
  return {
    title: words.title,
    head: html`<link rel="stylesheet" href="/playground.css" />
      <script type="module" src="/built/playground.js"></script>`,
    body: html`<div class="playground">
      <header>
        <h1>${words.title}</h1>
        <p>${words.intro} <a href="/questions">${words.questionsTitle}</a></p>
      </header>
      <form id="settings">
        <label
          >${words.example}
          <select id="example" name="example">
            <optgroup label="${words.allTypes}">
              ${options([...questionExamples.values()].map(titled))}
            </optgroup>
            <optgroup label="${words.surveys}">${options(surveyExamples.map(titled))}</optgroup>
          </select></label
        >
        ${choice('size', words.size, Object.entries(words.sizes))}
        ${choice('display', words.display, displays.map(same))}
        ${choice('position', words.position, [['', words.usual], ...positions.map(same)])}
        ${choice('theme', words.theme, Object.entries(words.themes))}
        ${choice('preset', words.preset, [['', words.usual], ...presets.map(same)])}
        ${choice('lang', words.language, [['', words.byItself]])}
        ${choice('dir', words.direction, [
          ['ltr', words.ltr],
          ['rtl', words.rtl],
        ])}
        <label class="tick"><input type="checkbox" name="debug" /> ${words.debug}</label>
        <fieldset>
          <legend>${words.variables}</legend>
          <div id="variables"></div>
        </fieldset>
      </form>
      <section class="writing" aria-label="${words.editor}">
        <div class="tools">
          <button type="button" id="tidy">${words.format}</button>
          <button type="button" id="copy">${words.copy}</button>
        </div>
        <div id="editor"></div>
        <h2>${words.problems}</h2>
        <ul id="problems" aria-live="polite"></ul>
      </section>
      <section class="seeing" aria-label="${words.stage}">
        <div class="tools"><button type="button" id="restart">${words.restart}</button></div>
        <div id="stage-place">
          <iframe id="stage" src="/playground/stage" title="${words.stage}"></iframe>
        </div>
        <h2>${words.events}</h2>
        <ol id="events"></ol>
      </section>
    </div>`,
  };
}

/** The page in the frame: what overlays are laid over, and a place for what stands in the page. */
export function stagePage({ words, lang }: Visitor, service: string): Html {
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.guideTitle}</title>
        <link rel="stylesheet" href="/shop.css" />
        <script type="module" src="${service}/otklik.js"></script>
        <script type="module" src="/built/stage.js"></script>
      </head>
      <body>
        <main>
          <h1>${words.guideTitle}</h1>
          <p>${words.guideText}</p>
          <div id="place"></div>
          <p>${words.tagline}</p>
        </main>
      </body>
    </html>`;
}

function choice(
  name: string,
  label: string,
  entries: readonly (readonly [string, string])[],
): Html {
  return html`<label
    >${label}
    <select name="${name}">
      ${options(entries)}
    </select></label
  >`;
}

function options(entries: readonly (readonly [string, string])[]): Html[] {
  return entries.map(([value, text]) => html`<option value="${value}">${text}</option>`);
}

function same(value: string): readonly [string, string] {
  return [value, value];
}
