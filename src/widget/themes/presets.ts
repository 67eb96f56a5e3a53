/**
 * Finished looks to begin with. A preset is a set of other defaults: what a page says by a public property, and
 * by a part, goes before it.
 */
import { css } from '../styles/css.ts';

/** Of one scheme, in the order of `theme.ts`. */
export interface Colours {
  readonly accent: string;
  readonly onAccent: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly control: string;
  readonly line: string;
  readonly border: string;
}

export interface Preset {
  readonly light: Colours;
  readonly dark: Colours;
  /** Rules of the box itself. */
  readonly box: string;
  /** Of what stands in the box: a rule each, by selector. */
  readonly rules: Readonly<Record<string, string>>;
}

/** Little colour, little weight: for pages where the survey is a guest. */
export const quiet: Preset = {
  light: {
    accent: '#414b5c',
    onAccent: '#fff',
    surface: '#fff',
    text: '#20242b',
    muted: '#626a77',
    control: '#fff',
    line: '#dcdfe4',
    border: '#868d99',
  },
  dark: {
    accent: '#c3cbd9',
    onAccent: '#181b20',
    surface: '#1b1d21',
    text: '#e8eaee',
    muted: '#a3a9b5',
    control: '#1b1d21',
    line: '#3a3e46',
    border: '#828996',
  },
  box: css`
    --radius: var(--otklik-radius, 10px);
    --small-radius: var(--otklik-control-radius, 6px);
    --shadow: var(--otklik-shadow, 0 0 0 1px var(--line), 0 4px 20px #0000001a);
  `,
  rules: {
    h2: css`
      font-size: var(--otklik-title-size, 1.0625em);
      font-weight: var(--otklik-title-weight, 600);
    `,
  },
};

/** Large, round and in colour: for a survey that is the page's own moment. */
export const bold: Preset = {
  light: {
    accent: '#5a2be2',
    onAccent: '#fff',
    surface: '#fff',
    text: '#150b33',
    muted: '#5d5577',
    control: '#f3efff',
    line: '#ddd3ff',
    border: '#8574bd',
  },
  dark: {
    accent: '#b9a0ff',
    onAccent: '#1c0d4a',
    surface: '#17112b',
    text: '#f6f3ff',
    muted: '#b9afd8',
    control: '#251c45',
    line: '#42336f',
    border: '#8f80c6',
  },
  box: css`
    --radius: var(--otklik-radius, 24px);
    --small-radius: var(--otklik-control-radius, 14px);
    --space: var(--otklik-space, min(24px, 6vw));
    --shadow: var(--otklik-shadow, 0 0 0 2px var(--accent), 0 24px 64px #1a074059);
  `,
  rules: {
    h2: css`
      font-size: var(--otklik-title-size, 1.375em);
      font-weight: var(--otklik-title-weight, 800);
      line-height: 1.2;
    `,
    ':is(.point, .choice) .face': css`
      min-height: var(--otklik-control-height, 52px);
    `,
    ":is(.face, [part='field'])": css`
      border-width: var(--otklik-border-width, 2px);
    `,
    '.primary': css`
      min-height: 52px;
      padding-inline: 28px;
      border-radius: var(--otklik-button-radius, 26px);
      font-weight: 750;
    `,
    '.choices': css`
      gap: var(--otklik-gap, 10px);
    `,
  },
};

/** As apps look on the phones and computers of Apple. */
export const apple: Preset = {
  light: {
    accent: '#0062cc',
    onAccent: '#fff',
    surface: '#fff',
    text: '#000',
    muted: '#6a6a6f',
    control: '#f2f2f7',
    line: '#e0e0e5',
    border: '#8a8a8f',
  },
  dark: {
    accent: '#4ba0ff',
    onAccent: '#000',
    surface: '#1c1c1e',
    text: '#fff',
    muted: '#aeaeb2',
    control: '#2c2c2e',
    line: '#3a3a3c',
    border: '#8e8e93',
  },
  box: css`
    --radius: var(--otklik-radius, 20px);
    --small-radius: var(--otklik-control-radius, 12px);
    --shadow: var(--otklik-shadow, 0 12px 48px #00000038);
    font-family: var(--otklik-font, -apple-system, system-ui, sans-serif);
    letter-spacing: -0.01em;
  `,
  rules: {
    h2: css`
      font-size: var(--otklik-title-size, 1.1875em);
    `,
    '.primary': css`
      min-height: 50px;
      border-radius: var(--otklik-button-radius, 14px);
    `,
    'footer .primary': css`
      flex: 1;
    `,
  },
};

/** As apps look on Android: Material 3 in its own first colours. */
export const android: Preset = {
  light: {
    accent: '#6750a4',
    onAccent: '#fff',
    surface: '#fef7ff',
    text: '#1d1b20',
    muted: '#49454f',
    control: '#f3edf7',
    line: '#cac4d0',
    border: '#79747e',
  },
  dark: {
    accent: '#d0bcff',
    onAccent: '#381e72',
    surface: '#1d1b20',
    text: '#e6e0e9',
    muted: '#cac4d0',
    control: '#2b2930',
    line: '#49454f',
    border: '#938f99',
  },
  box: css`
    --radius: var(--otklik-radius, 28px);
    --small-radius: var(--otklik-control-radius, 12px);
    --space: var(--otklik-space, min(24px, 6vw));
    --shadow: var(--otklik-shadow, 0 4px 12px #00000033, 0 1px 3px #0000004d);
    font-family: var(--otklik-font, Roboto, system-ui, sans-serif);
  `,
  rules: {
    h2: css`
      font-size: var(--otklik-title-size, 1.375em);
      font-weight: var(--otklik-title-weight, 400);
    `,
    button: css`
      border-radius: 22px;
      font-weight: 500;
    `,
    '.primary': css`
      padding-inline: 24px;
      border-radius: var(--otklik-button-radius, 22px);
    `,
    "[part='field']": css`
      border-radius: var(--otklik-control-radius, 4px);
      background: none;
    `,
  },
};

/** As programs look on other computers: small corners, and the colours of the system's blue. */
export const desktop: Preset = {
  light: {
    accent: '#005fb8',
    onAccent: '#fff',
    surface: '#fff',
    text: '#1b1b1b',
    muted: '#5d5d5d',
    control: '#fbfbfb',
    line: '#e0e0e0',
    border: '#868686',
  },
  dark: {
    accent: '#60cdff',
    onAccent: '#00212e',
    surface: '#2b2b2b',
    text: '#fff',
    muted: '#c8c8c8',
    control: '#343434',
    line: '#474747',
    border: '#9a9a9a',
  },
  box: css`
    --radius: var(--otklik-radius, 8px);
    --small-radius: var(--otklik-control-radius, 4px);
    --shadow: var(--otklik-shadow, 0 0 0 1px var(--line), 0 8px 16px #00000024);
    font-family: var(--otklik-font, 'Segoe UI Variable', 'Segoe UI', system-ui, sans-serif);
  `,
  rules: {
    h2: css`
      font-weight: var(--otklik-title-weight, 600);
    `,
  },
};
