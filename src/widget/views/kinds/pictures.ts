/** Choices as a grid of cards, each a picture above its label. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import type { Choice, QuestionOf } from '../../../protocol/question.ts';
import { css } from '../../styles/css.ts';
import { choiceQuestion } from '../choices.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

/** Not "display: none" for one that is lost: nothing lazy is loaded there. */
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
  .picture.lost {
    position: absolute;
    visibility: hidden;
  }
`;

/** What cannot be loaded leaves the label alone; another picture in its place is seen again. */
const settle = ({ currentTarget, type }: Event): void => {
  (currentTarget as Element).classList.toggle('lost', type === 'error');
};

/** No text alternative: the label stands beside it. */
function pictureOf({ picture }: Choice): TemplateResult | typeof nothing {
  if (picture === undefined) return nothing;
  return html`<img
    class="picture"
    src=${picture}
    alt=""
    loading="lazy"
    decoding="async"
    draggable="false"
    @load=${settle}
    @error=${settle}
  />`;
}

function view(
  question: QuestionOf<'single' | 'multiple'>,
  { value }: QuestionState,
  ui: Ui,
): TemplateResult {
  return choiceQuestion(question, value, ui, pictureOf);
}

export const kinds: Kinds = { pictures: { view, styles } };
