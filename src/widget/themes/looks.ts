/**
 * Presets, and what follows the page. A chunk of its own, loaded before anything is shown, and only where the
 * element asks for it.
 */
import { css } from '../styles/css.ts';
import { platformOf } from './platform.ts';
import { android, apple, bold, desktop, quiet } from './presets.ts';
import { hostSheet, plain, presetSheet } from './sheet.ts';

const signs = css`
  --danger: var(--otklik-danger, light-dark(#b3261e, #ff9a94));
  --star: var(--otklik-star, light-dark(#e39a08, #f5b83d));
`;

const followed = css`
  @supports (color: light-dark(#000, #fff)) {
    .shell.host {
      ${signs}
    }
  }
  :host {
    color-scheme: inherit;
    font-family: inherit;
  }
  :host([font='host']) .shell {
    font-family: var(--otklik-font, inherit);
  }
`;

const named = {
  quiet,
  bold,
  native: { apple, android, desktop }[platformOf(navigator)],
};

const sheets = Object.entries(named).map(([name, preset]) => {
  const host = `:host([preset='${name}'])`;
  return presetSheet(host, preset) + hostSheet(host, preset);
});

/** The page's font goes before a preset's. */
export const looks = hostSheet(':host', plain) + sheets.join('') + followed;
