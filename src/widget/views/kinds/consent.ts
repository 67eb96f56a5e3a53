/** Consent to one purpose: a box that is never ticked beforehand, and the document it is about. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { link as words } from '../../../protocol/words/en/kinds/link.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { wordsOf } from '../../strings/index.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

/** The box lies over the whole card; links lie over the box. */
const styles = css`
  .consent .face {
    align-items: flex-start;
  }
  .consent .mark {
    margin-block: 2px;
  }
  .consent .words {
    flex: 1;
    min-width: 0;
  }
  .consent a {
    position: relative;
    color: inherit;
    text-underline-offset: 3px;
  }
  .consent .document {
    display: inline-block;
    padding-block: 12px;
    color: var(--accent);
  }
  .faulty .consent .mark {
    border-color: var(--danger);
  }
`;

function view(
  { id, label, document, required }: QuestionOf<'consent'>,
  { value, fault }: QuestionState,
  ui: Ui,
): TemplateResult {
  const tick = ({ currentTarget }: Event): void =>
    ui.choose(id, (currentTarget as HTMLInputElement).checked || null);
  const to =
    document &&
    html`<a
      part="document"
      class="document"
      href=${document.url}
      target="_blank"
      rel="noopener noreferrer"
      >${ui.say(document.label)}<span class="unseen"> (${wordsOf(words, ui).newWindow})</span></a
    >`;
  return html`<div class="choices">
    <label part="option" class="choice">
      <input
        type="checkbox"
        id=${id}
        .checked=${value === true}
        aria-required=${required === true}
        aria-invalid=${fault !== undefined}
        aria-describedby="${id}-hint ${id}-fault"
        @change=${tick}
      /><span class="face"
        ><span class="mark box"></span><span class="words">${ui.rich(label)}</span></span
      >
    </label>
    ${to ?? nothing}
  </div>`;
}

export const kinds: Kinds = { consent: { frame: 'group', view, styles, words } };
