/**
 * Whether the page's own colours can be read: told to the integrator once, by a warning in the console and by
 * `explain()`. As they are seen now, in this scheme; nothing is changed.
 */

import { COLOURS } from './own-colours.ts';

/** Two colours that stand upon each other and do not differ enough. */
export interface ContrastFault {
  readonly property: string;
  readonly against: string;
  /** From 1 to 21 (WCAG 2.2, "contrast ratio"). */
  readonly ratio: number;
  /** 4.5 for text, 3 for outlines and signs (WCAG 2.2, 1.4.3 and 1.4.11). */
  readonly needed: 4.5 | 3;
}

/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

const PAIRS = [
  ['text', 'surface', 4.5],
  ['text', 'control', 4.5],
  ['muted', 'surface', 4.5],
  ['danger', 'surface', 4.5],
  ['on-accent', 'accent', 4.5],
  ['accent', 'surface', 3],
  ['border', 'surface', 3],
  ['focus', 'surface', 3],
] as const;

/** Told already, by any element of this page. */
const told = new Set<string>();

/** @param warn where the developers of the page will see it */
export function checkContrast(
  shell: HTMLElement,
  // oxlint-disable-next-line no-console -- the one place where a page's developers look
  warn: (text: string) => void = (text) => console.warn(text),
): readonly ContrastFault[] {
  const colours = coloursOf(shell);
  const faults = PAIRS.flatMap(([name, ground, needed]) => {
    const ratio = ratioOf(colours[name], colours[ground], colours.surface);
    const rounded = Math.floor(ratio * 100) / 100;
    const property = `--otklik-${name}`;
    return ratio < needed
      ? { property, against: `--otklik-${ground}`, ratio: rounded, needed }
      : [];
  });
  const news = faults.map(sentence).filter((text) => !told.has(text));
  for (const text of news) told.add(text);
  if (news.length > 0) warn(`otklik-survey: these colours are hard to read.\n${news.join('\n')}`);
  return faults;
}

function sentence({ property, against, ratio, needed }: ContrastFault): string {
  return `${property} on ${against}: contrast ${ratio}, at least ${needed} is needed`;
}

type Colours = Readonly<Record<(typeof COLOURS)[number], Rgba>>;

/** Read from an element that wears them one after another: a custom property alone is text, not a colour. */
function coloursOf(shell: HTMLElement): Colours {
  const probe = document.createElement('span');
  probe.hidden = true;
  shell.append(probe);
  const style = getComputedStyle(probe);
  const entries = COLOURS.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, rgbaOf(style.color)] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as unknown as Colours;
}

/** Browsers give `rgb()` for what was written before CSS Color 4, and leave the rest as it is written. */
export function rgbaOf(colour: string): Rgba {
  const [red, green, blue, alpha = 1] = (/^rgba?\((.+)\)$/.exec(colour)?.[1] ?? '')
    .split(/[\s,/]+/)
    .map(Number);
  if (red !== undefined && green !== undefined && blue !== undefined) {
    return [red, green, blue, alpha];
  }
  return painted(colour);
}

function painted(colour: string): Rgba {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  if (context === null) return [0, 0, 0, 1];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

/**
 * Contrast ratio by WCAG 2.2. What can be seen through lies over its ground; a ground that can be seen through,
 * over the surface, and that over white, for nobody knows what is behind it.
 */
export function ratioOf(front: Rgba, ground: Rgba, surface: Rgba): number {
  const below = over(ground, over(surface, [255, 255, 255, 1]));
  const [one, other] = [luminance(over(front, below)), luminance(below)] as const;
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function over([red, green, blue, alpha]: Rgba, [redBelow, greenBelow, blueBelow]: Rgba): Rgba {
  const mixed = (above: number, below: number): number => above * alpha + below * (1 - alpha);
  return [mixed(red, redBelow), mixed(green, greenBelow), mixed(blue, blueBelow), 1];
}

function luminance([red, green, blue]: Rgba): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
