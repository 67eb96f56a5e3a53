/**
 * Colours and sizes. Each public property is read once, into a private one with its default for light or
 * dark. Sizes are in px: the host's `html { font-size }` has no say. `all: initial` keeps out everything
 * that a page's own rules would pass on by inheritance.
 */
import { css } from './css.ts';

/** Written twice, once for the setting and once for the theme attribute. */
const dark = css`
  --accent: var(--otklik-accent, #a3adff);
  --on-accent: var(--otklik-on-accent, #14173a);
  --surface: var(--otklik-surface, #1c1e23);
  --text: var(--otklik-text, #f1f2f5);
  --muted: var(--otklik-muted, #a9afbc);
  --control: var(--otklik-control, #292c33);
  --line: var(--otklik-line, #3b404a);
  --border: var(--otklik-border, #838a99);
  --danger: var(--otklik-danger, #ff9a94);
  --star: var(--otklik-star, #f5b83d);
  --shadow: var(--otklik-shadow, 0 0 0 1px #ffffff1a, 0 16px 48px #000000a6);
  color-scheme: dark;
`;

export const theme = css`
  :host {
    all: initial;
    display: contents;
  }
  :host([display='inline']),
  :host([display='page']) {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  .shell {
    all: initial;
    --accent: var(--otklik-accent, #4353e0);
    --on-accent: var(--otklik-on-accent, #fff);
    --surface: var(--otklik-surface, #fff);
    --text: var(--otklik-text, #15171c);
    --muted: var(--otklik-muted, #5b6270);
    --control: var(--otklik-control, #f3f4f7);
    --line: var(--otklik-line, #dfe2e8);
    --border: var(--otklik-border, #868d9b);
    --danger: var(--otklik-danger, #b3261e);
    --star: var(--otklik-star, #e39a08);
    --shadow: var(--otklik-shadow, 0 0 0 1px #0f122314, 0 16px 48px #0f122333);
    --focus: var(--otklik-focus, var(--accent));
    --radius: var(--otklik-radius, 16px);
    --small-radius: var(--otklik-control-radius, 10px);
    --space: var(--otklik-space, min(20px, 5vw));
    --room: initial;
    color-scheme: light;
    display: block;
    box-sizing: border-box;
    color: var(--text);
    background: var(--surface);
    font: 400 var(--otklik-font-size, 16px) / 1.45 var(--otklik-font, system-ui, sans-serif);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
    overflow-wrap: break-word;
    container-type: inline-size;
  }
  .shell.dark {
    ${dark}
  }
  @media (prefers-color-scheme: dark) {
    .shell.auto {
      ${dark}
    }
  }
  .shell *,
  .shell *::before {
    box-sizing: border-box;
  }
`;
