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
    --shadow: var(--otklik-shadow, 0 0 0 1px var(--line), 0 16px 48px #0004);
    --radius: var(--otklik-radius, 16px);
    --small-radius: var(--otklik-control-radius, 10px);
    --space: var(--otklik-space, min(20px, 5vw));
    --room: initial;
    color-scheme: light;
    display: block;
    box-sizing: border-box;
    color: var(--text);
    background: var(--surface);
    font: 400 var(--otklik-font-size, 16px) / var(--otklik-line-height, 1.45)
      var(--otklik-font, system-ui, sans-serif);
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
