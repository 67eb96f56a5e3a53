/**
 * What the first paint can do without: what shows a choice beyond its outline, focus, hovering, faults,
 * motion, and the two ends. It follows the first sheet, and so wins where both have a say.
 */
import { css } from './css.ts';

/** As in theme.ts, for what nobody sees before an answer is given. */
const dark = css`
  --danger: var(--otklik-danger, #ff9a94);
  --star: var(--otklik-star, #f5b83d);
`;

/**
 * A radio button that is reached with the arrow keys has the focus in WebKit, and no `:focus-visible`: seen
 * in WebKitGTK 2.50, and told of Safari in webcompat/web-bugs#138911. A click focuses none in Safari, so this
 * is no ring for the pointer there. The condition is one that WebKit alone meets.
 */
const webKitFocus = css`
  @supports (-webkit-hyphens: none) {
    input[type='radio']:checked:focus + .face {
      outline: 3px solid var(--focus);
      outline-offset: 2px;
    }
  }
`;

/**
 * `--covered` is what the on-screen keyboard lies over, `--dragged` how far a finger has taken the sheet; both
 * are set by script. The insets are those of notches and rounded screens, where the page draws under them.
 */
const standing = css`
  .shell .card {
    max-height: min(
      var(--otklik-max-height, 100dvh),
      100dvh - var(--room) - var(--covered, 0px) - env(safe-area-inset-top) -
        env(safe-area-inset-bottom)
    );
  }
  .sheet {
    bottom: var(--covered, 0px);
    padding-left: env(safe-area-inset-left);
    padding-right: env(safe-area-inset-right);
    translate: 0 var(--dragged, 0);
  }
  .sheet header {
    touch-action: none;
  }
  .dialog {
    bottom: var(--covered, 0px);
  }
  .popover {
    max-width: calc(
      100vw - 2 * var(--offset) - env(safe-area-inset-left) - env(safe-area-inset-right)
    );
    margin: env(safe-area-inset-top) env(safe-area-inset-right)
      calc(env(safe-area-inset-bottom) + var(--covered, 0px)) env(safe-area-inset-left);
  }
  .page {
    padding-top: max(min(8vh, 80px), env(safe-area-inset-top));
    padding-left: max(env(safe-area-inset-left), 50% - var(--otklik-width, 640px) / 2);
    padding-right: max(env(safe-area-inset-right), 50% - var(--otklik-width, 640px) / 2);
    padding-bottom: calc(min(8vh, 80px) + env(safe-area-inset-bottom) + var(--covered, 0px));
  }
  @media (pointer: coarse) {
    .sheet header::before {
      content: '';
      position: absolute;
      top: 6px;
      inset-inline: calc(50% - 18px);
      height: 4px;
      border-radius: 2px;
      background: var(--border);
      opacity: 0.6;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .sheet:not(.dragged) {
      transition: translate var(--motion);
    }
  }
`;

export const laterStyles = css`
  ${standing}
  .shell {
    /* Inherited past every border: the page may have properties of these names. */
    --covered: initial;
    --dragged: initial;
    --danger: var(--otklik-danger, #b3261e);
    --star: var(--otklik-star, #e39a08);
    --focus: var(--otklik-focus, var(--accent));
    --motion: var(--otklik-motion, 0.2s);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  @media print {
    :is(.sheet, .popover, .dialog, .banner),
    .dialog::backdrop {
      visibility: hidden;
    }
  }
  ::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  progress::-webkit-progress-value {
    background: var(--otklik-progress, var(--accent));
  }
  progress::-moz-progress-bar {
    background: var(--otklik-progress, var(--accent));
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
        background-color calc(var(--motion) * 0.6),
        border-color calc(var(--motion) * 0.6);
    }
    progress::-webkit-progress-value {
      transition: inline-size var(--motion);
    }
  }
  .shell:dir(rtl) [part='back'] svg {
    transform: scaleX(-1);
  }
  :is(.numbers, .thumbs) input:checked + .face {
    color: var(--otklik-on-selected, var(--on-accent));
    background: var(--otklik-selected, var(--accent));
    font-weight: 650;
  }
  .choices .choice input:checked + .face {
    color: var(--otklik-on-selected, inherit);
    background: var(--otklik-selected, var(--control));
  }
  .buttons .choice input:checked + .face {
    font-weight: 650;
    color: var(--otklik-on-selected, var(--on-accent));
    background: var(--otklik-selected, var(--accent));
  }
  .primary {
    box-shadow: var(--otklik-button-shadow, none);
  }
  a.primary {
    display: inline-grid;
    place-items: center;
    min-width: 112px;
    min-height: 44px;
    margin-top: 20px;
    padding: 10px 20px;
    border-radius: var(--otklik-button-radius, var(--small-radius));
    font-weight: 650;
    text-decoration: none;
    color: var(--on-accent);
    background: var(--accent);
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
  input:checked + .face .dot::before {
    content: '';
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--on-accent);
  }
  input:checked + .face .box::before {
    content: '';
    width: 6px;
    height: 11px;
    border: solid var(--on-accent);
    border-width: 0 2px 2px 0;
    transform: translateY(-1px) rotate(45deg);
  }
  .ends span {
    min-width: 0;
    overflow-wrap: anywhere;
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
  a {
    color: inherit;
    text-underline-offset: 3px;
  }
  .fault {
    font-size: 0.875em;
    font-weight: 650;
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
  .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: end;
    gap: 8px;
  }
  .languages {
    flex: none;
    width: auto;
    max-width: 50%;
    min-height: 44px;
    margin: 0;
    padding: 0 8px;
    border: 0;
    border-radius: 10px;
    font: inherit;
    font-size: 16px;
    text-overflow: ellipsis;
    color: var(--muted);
    background: none;
    cursor: pointer;
  }
  .languages option {
    color: var(--text);
    background: var(--surface);
  }
  a:focus-visible,
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  textarea:focus-visible,
  input:focus-visible + .face {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  ${webKitFocus}
  @media (hover: hover) {
    .languages:hover,
    button.icon:hover,
    button.quiet:hover {
      background: var(--control);
    }
    .primary:hover {
      filter: brightness(1.08);
    }
    input:hover + .face {
      border-color: var(--accent);
    }
    .stars input:hover + .face,
    .smileys input:hover + .face {
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
