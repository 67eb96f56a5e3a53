/** A call to action: a link that looks like a button, and counts as answered once it is followed. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { link as words } from '../../../protocol/words/en/kinds/link.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { wordsOf } from '../../strings/index.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

/** Followed once, it steps back behind the button that goes on. */
const styles = css`
  .call {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    max-width: 100%;
    min-height: 48px;
    margin: 16px 0 4px;
    padding: 11px 20px;
    border: 1px solid var(--accent);
    border-radius: var(--small-radius);
    font-weight: 650;
    text-decoration: none;
    color: var(--on-accent);
    background: var(--accent);
  }
  .call.followed {
    color: inherit;
    background: none;
  }
  .call svg {
    flex: none;
    width: 18px;
    height: 18px;
  }
  .call:not(.followed):dir(rtl) svg {
    transform: scaleX(-1);
  }
  @media (hover: hover) {
    .call:hover {
      filter: brightness(1.08);
    }
  }
`;

const OUT = 'M9 6H5v13h13v-4M13 4h7v7M20 4l-9 9';
const DONE = 'M5 12.5l4.5 4.5L19 7.5';

function view(
  { id, label, url }: QuestionOf<'link'>,
  { value }: QuestionState,
  ui: Ui,
): TemplateResult {
  const isPage = url.startsWith('https:');
  const isFollowed = value === true;
  const icon = isFollowed ? DONE : isPage ? OUT : undefined;
  return html`<a
    part="link"
    class="call ${isFollowed ? 'followed' : ''}"
    href=${ui.address(url)}
    target=${isPage ? '_blank' : nothing}
    rel="noopener noreferrer"
    aria-describedby="${id}-hint"
    @click=${() => ui.choose(id, true)}
    >${ui.say(label)}${isPage ? html`<span class="unseen"> (${wordsOf(words, ui).newWindow})</span>` : nothing}${
      icon && html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${icon}></path></svg>`
    }</a
  >`;
}

export const kinds: Kinds = { link: { frame: 'plain', view, styles, words } };
