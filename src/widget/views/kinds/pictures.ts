/** Choices as a grid of cards, each a picture above its label. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { keyed } from 'lit/directives/keyed.js';

import type { Choice, QuestionOf } from '../../../protocol/question.ts';
import { css } from '../../styles/css.ts';
import { choiceQuestion } from '../choices.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

const styles = css`
  .pictures {
    grid-template-columns: repeat(auto-fill, minmax(min(132px, 100%), 1fr));
    gap: 12px;
  }
  .pictures .choice {
    display: grid;
  }
  .pictures .face {
    display: grid;
    grid-template-columns: auto 1fr;
    align-items: start;
    align-content: start;
    gap: 10px;
    padding: 12px;
  }
  .picture {
    grid-column: 1 / -1;
    width: calc(100% + 12px);
    aspect-ratio: 4 / 3;
    margin: -6px;
    margin-bottom: 0;
    border-radius: calc(var(--small-radius) - 4px);
    object-fit: contain;
    background: var(--surface);
  }
  .picture[hidden] {
    display: none;
  }
`;

/** What cannot be loaded leaves the label alone. */
const hide = ({ currentTarget }: Event): void => {
  (currentTarget as HTMLElement).hidden = true;
};

/** No text alternative: the label stands beside it. Another picture is another element, not yet hidden. */
function pictureOf({ picture }: Choice): unknown {
  if (picture === undefined) return nothing;
  return keyed(
    picture,
    html`<img
      class="picture"
      src=${picture}
      alt=""
      loading="lazy"
      decoding="async"
      draggable="false"
      @error=${hide}
    />`,
  );
}

function view(
  question: QuestionOf<'single' | 'multiple'>,
  { value }: QuestionState,
  ui: Ui,
): TemplateResult {
  return choiceQuestion(question, value, ui, pictureOf);
}

export const kinds: Kinds = { pictures: { view, styles } };
