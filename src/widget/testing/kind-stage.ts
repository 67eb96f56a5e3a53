/**
 * One question on a stage of its own: the real frame and the real styles, and a `Ui` that keeps what it is
 * told and draws anew. For tests of views, and for looking at them.
 */
import { html, nothing, render } from 'lit/html.js';

import { chosenOf } from '../../engine/index.ts';
import type { Fault } from '../../engine/index.ts';
import type { Localised } from '../../protocol/localised.ts';
import type { AnswerValue } from '../../protocol/response.ts';
import type { Question } from '../../protocol/question.ts';
import { en } from '../strings/index.ts';
import { controls } from '../styles/controls.ts';
import { laterStyles } from '../styles/later.ts';
import { shell } from '../styles/shell.ts';
import { theme as themeSheet } from '../styles/theme.ts';
import { kindOf, loaded } from '../views/kinds/index.ts';
import type { Kinds } from '../views/kinds/kind.ts';
import { questionView } from '../views/question.ts';
import { rich } from '../views/rich.ts';
import type { Ui } from '../views/ui.ts';
import type { Visit } from '../visit.ts';

export interface StageOptions {
  /** What a chunk exports; the types of the first flight need none. */
  readonly kinds?: Kinds;
  readonly value?: AnswerValue;
  readonly fault?: string;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Of the survey's box, in px. */
  readonly width?: number;
  /** Words in place of the English ones. */
  readonly words?: Readonly<Record<string, unknown>>;
  /** What a kind is told that keeps more than its answer; it begins when this is there. */
  readonly visit?: Pick<Visit, 'project' | 'isPreview' | 'record' | 'fail'>;
}

export interface Stage {
  readonly root: ShadowRoot;
  readonly value: AnswerValue;
  /** Every value that was chosen, or stood in a field that was left. */
  readonly stored: readonly AnswerValue[];
  /** How often the respondent has asked to go on. */
  readonly submits: number;
  /** Draws once more, as another part of the survey may cause at any time. */
  redraw(change?: Partial<Pick<StageOptions, 'value' | 'fault'>>): void;
  leave(): void;
}

export function openStage(question: Question, options: StageOptions = {}): Stage {
  const { kinds = {}, lang = 'en', dir = 'ltr', theme = 'light', width, words } = options;
  Object.assign(loaded, kinds);
  const host = document.createElement('div');
  if (width !== undefined) Object.assign(host.style, { display: 'block', width: `${width}px` });
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = sheetsOf(kinds);

  let value = options.value ?? null;
  let fault = options.fault;
  let note: unknown;
  let submits = 0;
  const stored: AnswerValue[] = [];
  const say = (text: Localised): string => text[lang] ?? Object.values(text)[0] ?? '';
  const change = (given: AnswerValue): void => {
    value = chosenOf(question, value, given);
    fault = undefined;
    queueMicrotask(draw);
  };
  const ui: Ui = {
    strings: { ...en, ...words },
    lang,
    say,
    rich: (text) =>
      rich(
        say(text),
        (part) => part,
        (url) => url,
      ),
    address: (url) => url,
    choose: (_id, given) => {
      change(given);
      stored.push(value);
    },
    type: (_id, given) => change(given),
    commit: () => stored.push(value),
    submit: () => (submits += 1),
    back: () => undefined,
    close: () => undefined,
    note: (_id, given) => {
      note = given;
      queueMicrotask(draw);
    },
    retry: () => undefined,
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    ui.submit();
  };
  function draw(): void {
    const shown = question as Parameters<typeof questionView>[0];
    const view = questionView(shown, { value, fault, isAlone: true, note }, ui);
    render(
      html`<div class="shell inline ${theme}" lang=${lang} dir=${dir} aria-label="Survey">
        <form class="card" novalidate @submit=${submit}>
          <div class="body">${view}</div>
          <footer><button class="primary">${ui.strings.next}</button></footer>
        </form>
      </div>`,
      root,
    );
  }
  draw();
  const { visit } = options;
  if (visit !== undefined) {
    loaded[kindOf(question)]?.begin?.(question, {
      ...visit,
      answerTo: () => value,
      answer: (id, given) => ui.choose(id, given),
      note: ui.note,
      hold: () => undefined,
      say: ({ code, limit }: Fault) => `${code} ${limit ?? ''}`.trim(),
    });
  }
  return {
    root,
    get value() {
      return value;
    },
    stored,
    get submits() {
      return submits;
    },
    redraw(changed = {}) {
      if ('value' in changed) value = changed.value ?? null;
      if ('fault' in changed) fault = changed.fault;
      draw();
    },
    leave() {
      render(nothing, root);
      host.remove();
    },
  };
}

/** In the order in which the element adopts them. */
function sheetsOf(kinds: Kinds): CSSStyleSheet[] {
  const own = Object.values(kinds).map(({ styles = '' }) => styles);
  const texts = [themeSheet + shell + controls, laterStyles, ...new Set(own)];
  return texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
