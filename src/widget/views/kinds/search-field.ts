/** The field above a long list, how many there are of what is typed in it, and how the list is gone through. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { search as words } from '../../../protocol/words/en/kinds/search.ts';
import type { Plural } from '../../../protocol/words/plural.ts';
import type { Choice, QuestionOf } from '../../../protocol/question.ts';
import { filled, wordsOf } from '../../strings/index.ts';
import { closeIcon } from '../icons.ts';
import type { Ui } from '../ui.ts';
import type { QuestionState } from './kind.ts';
import { matching } from './matching.ts';

/** What the view notes while somebody searches. */
export interface Search {
  readonly query: string;
  /** Which of the results the arrow keys have come to. */
  readonly at?: number;
}

export interface Found {
  readonly shown: readonly Choice[];
  /** Without those that are offered in any case. */
  readonly count: number;
}

/** Where nothing fits, "other" or "none of these" may: they are always offered, at the end. */
export function find(choices: readonly Choice[], query: string, { say }: Ui): Found {
  if (query.trim() === '') return { shown: choices, count: choices.length };
  const isOffered = ({ other, exclusive }: Choice): boolean => other === true || exclusive === true;
  const named = choices.filter((choice) => !isOffered(choice));
  const found = matching(named, query, ({ label }) => say(label));
  return { shown: [...found, ...choices.filter(isOffered)], count: found.length };
}

export interface FieldParts {
  readonly text: string;
  /** For one answer: the option that the arrow keys have come to, `''` for none. */
  readonly active?: string;
  readonly type: (text: string) => void;
  readonly leave: (text: string) => void;
  readonly key: (event: KeyboardEvent) => void;
}

export function searchField(
  { id, type, required }: QuestionOf<'single' | 'multiple'>,
  { fault }: QuestionState,
  { shown }: Found,
  { text, active, type: typed, leave, key }: FieldParts,
  ui: Ui,
): TemplateResult {
  const { search, remove } = wordsOf(words, ui);
  const isCombobox = type === 'single';
  const valueOf = ({ currentTarget }: Event): string => (currentTarget as HTMLInputElement).value;
  return html`<div class="searched">
    <input
      part="field"
      type="text"
      id=${id}
      role=${isCombobox ? 'combobox' : 'searchbox'}
      placeholder=${search}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      enterkeyhint="search"
      aria-autocomplete=${isCombobox ? 'list' : nothing}
      aria-expanded=${isCombobox ? shown.length > 0 : nothing}
      aria-controls="${id}-list"
      aria-activedescendant=${active || nothing}
      aria-required=${isCombobox ? required === true : nothing}
      aria-invalid=${fault !== undefined}
      aria-describedby="${id}-hint ${id}-fault"
      .value=${text}
      @input=${(event: Event) => typed(valueOf(event))}
      @change=${(event: Event) => leave(valueOf(event))}
      @keydown=${key}
    />${
      text === ''
        ? nothing
        : html`<button
            type="button"
            class="icon"
            tabindex="-1"
            aria-label=${filled(remove, { item: text })}
            @click=${() => typed('')}
          >
            ${closeIcon}
          </button>`
    }
  </div>`;
}

/** Said aloud when it changes, seen when it is none. */
export function countView({ count }: Found, query: string, ui: Ui): TemplateResult {
  const { nothingFound, results } = wordsOf(words, ui);
  const said =
    query.trim() === '' ? nothing : count === 0 ? nothingFound : counted(results, count, ui.lang);
  return html`<p class=${count === 0 ? 'none' : 'unseen'} role="status">${said}</p>`;
}

function counted(forms: Plural, n: number, lang: string): string {
  const form = forms[new Intl.PluralRules(lang).select(n) as keyof Plural] ?? forms.other;
  return filled(form, { n: new Intl.NumberFormat(lang).format(n) });
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 5,
  PageUp: -5,
};

/** Where a key leads in a list of so many, from -1 (not in it yet); undefined: it is no such key. */
export function stepOf({ key }: KeyboardEvent, at: number, length: number): number | undefined {
  const step = STEPS[key];
  if (step === undefined) return at < 0 ? undefined : { Home: 0, End: length - 1 }[key];
  if (at < 0) return step > 0 ? 0 : length - 1;
  return Math.min(Math.max(at + step, 0), length - 1);
}

/** By Escape; the survey it stands in stays open. */
export function clear(event: Event, type: (text: string) => void): void {
  event.stopPropagation();
  type('');
}
