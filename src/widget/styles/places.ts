/** Of the tab, the banner, and the box beside an element. */
import { css } from './css.ts';

const tab = css`
  .tab {
    container-type: normal;
    position: fixed;
    z-index: var(--otklik-z-index, 2147483000);
    display: grid;
    place-items: center;
    min-width: 44px;
    min-height: 44px;
    max-width: 60vw;
    padding: 10px 18px;
    font-weight: 650;
    color: var(--on-accent);
    background: var(--accent);
    box-shadow:
      0 0 0 1px var(--surface),
      0 4px 16px #0003;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
    --edge: var(--otklik-offset, 20px);
    --round: var(--small-radius);
  }
  .tab.note {
    max-width: min(280px, 60vw);
    font-weight: 400;
    color: var(--text);
    background: var(--surface);
    cursor: auto;
  }
  .tab[aria-busy='true'] {
    cursor: progress;
  }
  .tab:focus-visible {
    outline: 3px solid var(--otklik-focus, var(--text));
    outline-offset: 2px;
  }
  .tab span {
    overflow: hidden;
    max-height: 50vh;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tab:is(.start, .end) {
    inset-block-start: 50%;
    padding: 18px 10px;
    translate: 0 -50%;
  }
  .tab:is(.start, .end) span {
    writing-mode: vertical-rl;
  }
  .tab.start span {
    rotate: 180deg;
  }
  .tab.end {
    inset-inline-end: 0;
    border-start-start-radius: var(--round);
    border-end-start-radius: var(--round);
  }
  .tab.start {
    inset-inline-start: 0;
    border-start-end-radius: var(--round);
    border-end-end-radius: var(--round);
  }
  .tab:dir(ltr).end,
  .tab:dir(rtl).start {
    padding-right: calc(10px + env(safe-area-inset-right));
  }
  .tab:dir(ltr).start,
  .tab:dir(rtl).end {
    padding-left: calc(10px + env(safe-area-inset-left));
  }
  .tab:is(.bottom, .bottom-start, .bottom-end) {
    bottom: 0;
    padding-bottom: calc(10px + env(safe-area-inset-bottom));
    border-radius: var(--round) var(--round) 0 0;
  }
  .tab:is(.top, .top-start, .top-end) {
    top: 0;
    padding-top: calc(10px + env(safe-area-inset-top));
    border-radius: 0 0 var(--round) var(--round);
  }
  .tab:is(.top, .bottom) {
    left: 50%;
    translate: -50%;
  }
  .tab:is(.top-start, .bottom-start) {
    inset-inline-start: var(--edge);
  }
  .tab:is(.top-end, .bottom-end) {
    inset-inline-end: var(--edge);
  }
  .popover.start {
    inset-inline: var(--offset) auto;
  }
  .popover.top {
    inset-block: var(--offset) auto;
  }
  @media (forced-colors: active) {
    .tab {
      border: 1px solid ButtonText;
    }
  }
  @media print {
    .tab {
      display: none;
    }
  }
`;

/** A line where it fits: what is asked at the start, the answer beside it, the ways on at the end. */
const banner = css`
  .banner {
    position: fixed;
    z-index: var(--otklik-z-index, 2147483000);
    inset: auto 0 var(--covered, 0px);
    width: auto;
    max-width: none;
    margin: 0;
    border: 0;
    padding: 0 env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
    box-shadow: var(--shadow);
    overflow: hidden;
    animation: rise 0.2s;
    --room: 20vh;
  }
  .banner.top {
    inset: 0 0 auto;
    padding-block: env(safe-area-inset-top) 0;
    animation-name: fall;
  }
  @keyframes fall {
    from {
      opacity: 0;
      transform: translateY(-12px);
    }
  }
  .banner .card {
    max-width: 1240px;
    margin-inline: auto;
  }
  @container (min-width: 860px) {
    .banner .card {
      flex-direction: row;
      align-items: center;
      padding-inline: var(--space);
    }
    .banner .body {
      flex: 1;
      align-self: stretch;
      padding: 12px 0;
    }
    .banner header {
      order: 1;
      padding: 6px 0 6px 8px;
    }
    .banner header > :is(progress, .gap) {
      display: none;
    }
    .banner footer {
      padding: 12px 0 12px var(--space);
    }
    .banner .question {
      display: grid;
      grid-template: auto auto 1fr / minmax(0, 2fr) minmax(0, 3fr);
      column-gap: 32px;
    }
    /* A legend that floats is a box like any other, and may stand in a grid. */
    .banner legend {
      float: left;
    }
    .banner .question > :is(legend, label, h2, .hint, .fault) {
      grid-column: 1;
      align-self: center;
      margin-top: 0;
    }
    .banner .question > :is(.hint, .fault) {
      align-self: start;
      margin-top: 4px;
    }
    .banner .question > :not(legend, label, h2, .hint, .fault) {
      grid-column: 2;
      margin-top: 0;
    }
    .banner .question > :not(legend, label, h2, .hint, .fault, .ends) {
      grid-row: 1 / span 2;
      align-self: center;
    }
    .banner .question > .ends {
      grid-row: 3;
    }
    .banner .choices:not(.buttons) {
      grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
    }
    .banner.shell .notice .body {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 16px;
      padding: 16px 0;
      text-align: start;
    }
    .banner .notice .body :is(.badge, p, button) {
      margin: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .banner.shell {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .banner {
      outline: 1px solid CanvasText;
    }
  }
`;

const beside = css`
  .popover.anchored {
    inset: auto;
    margin: 8px 0;
    position-area: block-end span-inline-end;
    position-try:
      flip-block,
      flip-inline,
      flip-block flip-inline,
      --corner;
  }
  @position-try --below {
    position-area: block-end span-all;
    margin: 8px;
  }
  @position-try --above {
    position-area: block-start span-all;
    margin: 8px;
  }
  @position-try --corner {
    position-area: none;
    inset: auto var(--offset) var(--offset) auto;
    margin: 0;
  }
  .popover.measured {
    inset: var(--top) auto auto var(--left);
    margin: 0;
  }
`;

export const placeStyles = tab + banner + beside;
