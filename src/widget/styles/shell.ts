/** Where the survey stands. What appears may be used at once: the animation is never waited for. */
import { css } from './css.ts';

export const shell = css`
  .sheet,
  .popover,
  .dialog {
    position: fixed;
    z-index: var(--otklik-z-index, 2147483000);
    inset: auto;
    box-shadow: var(--shadow);
    overflow: hidden;
    animation: rise var(--otklik-motion, 0.2s);
  }
  .sheet {
    inset-inline: 0;
    bottom: 0;
    margin: 0 auto;
    width: min(100%, 600px);
    border-radius: var(--radius) var(--radius) 0 0;
    padding-bottom: env(safe-area-inset-bottom);
    --room: 48px;
  }
  .popover {
    width: min(var(--otklik-width, 400px), 100vw - 2 * var(--offset));
    border-radius: var(--radius);
    --offset: var(--otklik-offset, 20px);
    --room: calc(2 * var(--offset));
    inset-block-end: var(--offset);
    inset-inline-end: var(--offset);
  }
  .popover.top-start,
  .popover.bottom-start {
    inset-inline: var(--offset) auto;
  }
  .popover.top-start,
  .popover.top-end {
    inset-block: var(--offset) auto;
  }
  .dialog {
    inset: 0;
    margin: auto;
    width: min(var(--otklik-width, 520px), 100vw - 24px);
    height: fit-content;
    border-radius: var(--radius);
    --room: 32px;
  }
  .dialog::backdrop {
    background: var(--otklik-scrim, #0b0d1a80);
  }
  .inline {
    border-radius: var(--radius);
    border: 1px solid var(--line);
  }
  .page {
    min-height: 100vh;
    padding: min(8vh, 80px) max(0px, 50% - var(--otklik-width, 640px) / 2);
  }
  .card {
    display: flex;
    flex-direction: column;
    margin: 0;
    max-height: calc(100dvh - var(--room));
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    padding: 6px calc(var(--space) - 12px) 0;
  }
  header > progress,
  header > .gap {
    flex: 1;
    margin-inline: 12px;
  }
  .body {
    overflow: auto;
    padding: 8px var(--space) 4px;
  }
  footer {
    display: flex;
    justify-content: flex-end;
    padding: 12px var(--space) var(--space);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .shell {
      animation: none;
    }
  }
`;
