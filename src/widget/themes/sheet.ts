/** From colours and rules to a style sheet. */
import type { Colours, Preset } from './presets.ts';

/** Without a preset. The same as in `styles/theme.ts`, where they are part of the first flight (a test compares). */
export const plain: Pick<Preset, 'light' | 'dark'> = {
  light: {
    accent: '#4353e0',
    onAccent: '#fff',
    surface: '#fff',
    text: '#15171c',
    muted: '#5b6270',
    control: '#f3f4f7',
    line: '#dfe2e8',
    border: '#868d9b',
  },
  dark: {
    accent: '#a3adff',
    onAccent: '#14173a',
    surface: '#1c1e23',
    text: '#f1f2f5',
    muted: '#a9afbc',
    control: '#292c33',
    line: '#3b404a',
    border: '#838a99',
  },
};

/** @param host a selector of the elements that wear it */
export function presetSheet(host: string, { light, dark, box, rules }: Preset): string {
  const shell = `${host} .shell`;
  const inside = Object.entries(rules).map(([selector, rule]) => `${shell} ${selector}{${rule}}`);
  return `${shell}{${box}}${schemes(shell, light, dark)}${inside.join('')}`;
}

/**
 * `theme="host"` goes by the `color-scheme` that the element has from its page. Browsers before `light-dark()`
 * (2024) cannot tell it; there it is as `auto`.
 */
export function hostSheet(host: string, { light, dark }: Pick<Preset, 'light' | 'dark'>): string {
  const names = Object.keys(light) as (keyof Colours)[];
  const both = names.map((name) => [name, `light-dark(${light[name]},${dark[name]})`] as const);
  const followed = Object.fromEntries(both) as unknown as Colours;
  const shell = `${host} .shell.host`;
  return [
    `${shell}{color-scheme:inherit;${said(light)}}`,
    `@media (prefers-color-scheme: dark){${shell}{${said(dark)}}}`,
    `@supports (color: light-dark(#000, #fff)){${shell}{${said(followed)}}}`,
  ].join('');
}

function schemes(shell: string, light: Colours, dark: Colours): string {
  const night = said(dark);
  return `${shell}{${said(light)}}${shell}.dark{${night}}@media (prefers-color-scheme: dark){${shell}.auto{${night}}}`;
}

/** As private properties that listen to the public ones. */
function said(colours: Colours): string {
  const pairs = Object.entries(colours).map(([name, colour]) => {
    const property = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    return `--${property}:var(--otklik-${property},${colour})`;
  });
  return pairs.join(';');
}
