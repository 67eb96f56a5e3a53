/** A whole page: what stands around a screen or a notice. */
import type { Preface, Question } from '../../protocol/index.ts';
import { directionOf } from '../../protocol/words/direction.ts';
import { markup, raw } from './html.ts';
import type { Html } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { sheetFor } from './style-sheets.ts';
import type { Sheets } from './style-sheets.ts';

export interface PageState {
  readonly lang: string;
  readonly title: string;
  readonly description: string | undefined;
  /** For screen readers: what the box is about. */
  readonly label: string;
  readonly content: Html;
  /** Those that are drawn in it. */
  readonly questions: readonly Question[];
  /** Brings the widget; a page without it stays the form that it is. */
  readonly widget?: Widget | undefined;
  /** Where the page leads by itself. */
  readonly redirect?: string | undefined;
}

export interface Widget {
  readonly code: string;
  /** Null where the first screen depends on who comes. */
  readonly preface: Preface | null;
  /** Paths of the scripts that it runs first: asked for in one go, so that none has to name the next. */
  readonly scripts: readonly string[];
}

export interface Page {
  readonly html: string;
  /** Hash of the style sheet in it, and of the script where there is one, as its policy names them. */
  readonly styleSource: string;
  readonly hasScript: boolean;
  /** Origins of the pictures in it. */
  readonly pictures: readonly string[];
}

export async function pageOf(state: PageState, sheets: Sheets): Promise<Page> {
  const { lang, questions, widget } = state;
  const direction = directionOf(lang);
  const seen = String(
    await markup`<main><h1 class="unseen">${state.title}</h1>${boxed(state, direction)}</main>`,
  );
  const { text, source } = sheetFor(questions, `<html><body>${seen}`, sheets);
  const document = markup`<!doctype html><html lang="${lang}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">${head(state)}<style>${raw(text)}</style></head><body${scriptsOf(widget)}>${raw(seen)}${widget === undefined ? '' : script(widget)}</body></html>`;
  return {
    html: String(await document),
    styleSource: source,
    hasScript: widget !== undefined,
    pictures: pictureOrigins(questions),
  };
}

function head({ title, description, redirect }: PageState): Html {
  const about = description
    ? markup`<meta name="description" content="${description}"><meta property="og:description" content="${description}">`
    : '';
  const leaving = redirect ? markup`<meta http-equiv="refresh" content="1;url=${redirect}">` : '';
  return markup`<title>${title}</title><meta property="og:title" content="${title}"><meta property="og:type" content="website">${about}<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><meta name="theme-color" content="#fff" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#1c1e23" media="(prefers-color-scheme: dark)">${leaving}<link rel="manifest" href="manifest.webmanifest"><link rel="icon" href="icon.svg" type="image/svg+xml"><link rel="apple-touch-icon" href="icon-180.png">`;
}

/** For the page's script. Preloads would be asked for before the question is painted, which waits for it. */
function scriptsOf(widget: Widget | undefined): Html | '' {
  return widget === undefined ? '' : markup` data-scripts="${widget.scripts.join(' ')}"`;
}

/** As the widget draws its own box, so that one can take the place of the other. */
function boxed({ lang, label, content, widget }: PageState, direction: string): Html {
  const box = markup`<div part="survey" class="shell page auto" lang="${lang}" dir="${direction}" role="region" aria-label="${label}">${content}</div>`;
  return widget === undefined
    ? box
    : markup`<otklik-survey code="${widget.code}" display="page">${box}</otklik-survey>`;
}

/** JSON in a page must not be able to end its own element. */
function script({ preface }: Widget): Html {
  const json = JSON.stringify(preface).replaceAll('<', String.raw`\u003c`);
  const data =
    preface === null
      ? ''
      : markup`<script type="application/json" id="otklik-preface">${raw(json)}</script>`;
  // A module runs when the page is read: the question is painted before it.
  return markup`${data}<script type="module">${raw(PAGE_SCRIPT)}</script>`;
}

function pictureOrigins(questions: readonly Question[]): readonly string[] {
  const pictures = questions.flatMap((question) =>
    'choices' in question ? question.choices.flatMap(({ picture }) => picture ?? []) : [],
  );
  const origins = pictures.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
  return [...new Set(origins.filter((origin) => origin.startsWith('https:')))];
}
