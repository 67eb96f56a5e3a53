/** A list too long to look through, with a field to search in it. */
import type { TemplateResult } from 'lit/html.js';

import type { QuestionOf } from '../../../protocol/question.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import { checklist } from './checklist.ts';
import { combobox } from './combobox.ts';
import type { Kinds, QuestionState } from './kind.ts';
import { search as words } from '../../../protocol/words/en/kinds/search.ts';

const styles = css`
  .searched {
    position: relative;
  }
  .searched input {
    padding-inline-end: 48px;
  }
  .searched button {
    position: absolute;
    inset-block-end: 3px;
    inset-inline-end: 2px;
  }
  .none {
    padding: 12px 14px;
    color: var(--muted);
  }
  .results {
    display: block;
    max-height: min(248px, 50vh);
    margin: 8px 0 0;
    padding: 4px;
    overflow: auto;
    list-style: none;
    border: 1px solid var(--line);
    border-radius: var(--small-radius);
    background: var(--surface);
    outline: 0;
  }
  .results[hidden] {
    display: none;
  }
  .results li,
  .results .face {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 44px;
    padding: 8px 10px;
    border: 0;
    border-radius: calc(var(--small-radius) - 4px);
    background: none;
    cursor: pointer;
  }
  .results input:checked + .face {
    box-shadow: none;
  }
  .results li[aria-selected='true'] {
    font-weight: 650;
    color: var(--on-accent);
    background: var(--accent);
  }
  .results .active {
    outline: 2px solid var(--focus);
    outline-offset: -2px;
  }
  .results input:focus-visible + .face {
    outline-offset: -3px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 12px 0 0;
    padding: 0;
    list-style: none;
  }
  .chips li {
    min-width: 0;
    max-width: 100%;
  }
  .chips button {
    display: flex;
    align-items: center;
    gap: 8px;
    max-width: 100%;
    padding-block: 8px;
    padding-inline: 14px 10px;
    font-weight: 500;
    background: var(--control);
  }
  .chips span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chips svg {
    flex: none;
    width: 18px;
    height: 18px;
    color: var(--muted);
  }
  @media (hover: hover) {
    .results li:hover,
    .results input:hover + .face {
      background: var(--control);
    }
    .results li[aria-selected='true']:hover {
      background: var(--accent);
    }
    .chips button:hover svg {
      color: inherit;
    }
  }
  @media (forced-colors: active) {
    .results .active {
      outline-color: Highlight;
    }
    .results li[aria-selected='true'] {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
    .chips button {
      border: 1px solid;
    }
    .chips svg {
      color: inherit;
    }
  }
`;

function view(
  question: QuestionOf<'single' | 'multiple'>,
  state: QuestionState,
  ui: Ui,
): TemplateResult {
  return question.type === 'single'
    ? combobox(question, state, ui)
    : checklist(question, state, ui);
}

export const kinds: Kinds = { search: { frame: 'field', view, styles, words } };
