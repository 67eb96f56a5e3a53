/**
 * What the first paint can do without: what shows a choice beyond its outline, focus, hovering, faults,
 * motion, and the two ends. It follows the first sheet, and so wins where both have a say.
 */
import { unsafeCSS } from 'lit';

import { css } from './css.ts';

/** As in theme.ts, for what nobody sees before an answer is given. */
const dark = css`
  --danger: var(--otklik-danger, #ff9a94);
  --star: var(--otklik-star, #f5b83d);
`;

const sheet = css`
  .shell {
    --danger: var(--otklik-danger, #b3261e);
    --star: var(--otklik-star, #e39a08);
    --focus: var(--otklik-focus, var(--accent));
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  ::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  textarea {
    resize: vertical;
  }
  .stars .face,
  .smileys .face {
    box-shadow: none !important;
  }
  .shell.dark {
    ${dark}
  }
  @media (prefers-color-scheme: dark) {
    .shell.auto {
      ${dark}
    }
  }
  button,
  .point,
  .choice {
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  button,
  .point input,
  .choice input {
    cursor: pointer;
  }
  .body {
    overscroll-behavior: contain;
  }
  @media (prefers-reduced-motion: no-preference) {
    button,
    .face {
      transition:
        background-color 0.12s,
        border-color 0.12s;
    }
    progress::-webkit-progress-value {
      transition: inline-size 0.2s;
    }
  }
  .shell:dir(rtl) [part='back'] svg {
    transform: scaleX(-1);
  }
  .numbers input:checked + .face {
    color: var(--on-accent);
    background: var(--accent);
    font-weight: 650;
  }
  .stars .filled .face {
    color: var(--star);
  }
  .stars .filled svg {
    fill: currentColor;
  }
  .smileys input:checked + .face {
    color: var(--accent);
  }
  .smileys input:checked + .face svg {
    stroke-width: 2;
    transform: scale(1.12);
  }
  input:checked + .face .mark {
    border-color: var(--accent);
    background: var(--accent);
  }
  .mark::before {
    content: '';
    width: 8px;
    height: 8px;
    border-radius: 50%;
  }
  .mark.box::before {
    width: 6px;
    height: 11px;
    border: solid transparent;
    border-width: 0 2px 2px 0;
    border-radius: 0;
    transform: translateY(-1px) rotate(45deg);
  }
  input:checked + .face .dot::before {
    background: var(--on-accent);
  }
  input:checked + .face .box::before {
    border-color: var(--on-accent);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .delivery {
    font-size: 0.875em;
    color: var(--muted);
  }
  .notice .body {
    padding: 0 var(--space) calc(var(--space) + 16px);
    text-align: center;
  }
  .fault {
    font-size: 0.875em;
    font-weight: 600;
    color: var(--danger);
  }
  button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: progress;
  }
  [aria-invalid='true']:is(input, textarea) {
    border-color: var(--danger);
  }
  .badge {
    display: inline-grid;
    place-items: center;
    width: 56px;
    height: 56px;
    margin-bottom: 16px;
    border-radius: 50%;
    color: var(--accent);
    background: var(--control);
  }
  .badge svg {
    width: 28px;
    height: 28px;
  }
  .notice .delivery {
    margin-top: 16px;
  }
  .notice button.primary {
    margin-top: 20px;
  }
  button:focus-visible,
  input:focus-visible,
  textarea:focus-visible,
  input:focus-visible + .face {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  @media (hover: hover) {
    button.icon:hover,
    button.quiet:hover {
      background: var(--control);
    }
    button.primary:hover {
      filter: brightness(1.08);
    }
    input:hover + .face {
      border-color: var(--accent);
    }
    .stars input:hover + .face,
    .smileys input:hover + .face {
      border-color: transparent;
      color: var(--accent);
    }
    .stars .filled input:hover + .face {
      color: var(--star);
    }
  }
  @media (forced-colors: active) {
    .sheet,
    .popover,
    .dialog,
    .primary {
      outline: 1px solid CanvasText;
      outline-offset: -1px;
    }
    .filled .face,
    input:checked + .face,
    input:checked + .face .mark {
      forced-color-adjust: none;
      color: HighlightText !important;
      background: Highlight !important;
    }
    progress::-webkit-progress-value {
      background: Highlight;
    }
  }
`;

export const laterStyles = unsafeCSS(sheet);
