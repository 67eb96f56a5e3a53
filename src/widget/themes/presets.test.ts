import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { ratioOf } from './contrast.ts';
import type { Rgba } from './contrast.ts';
import { platformOf } from './platform.ts';
import * as presets from './presets.ts';
import type { Colours } from './presets.ts';
import { plain } from './sheet.ts';

const schemes = Object.entries({ plain, ...presets }).flatMap(([name, { light, dark }]) => [
  { name: `${name}, light`, colours: light },
  { name: `${name}, dark`, colours: dark },
]);

function rgba(hex: string): Rgba {
  const long = hex.length === 4 ? hex.replaceAll(/[\da-f]/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    parseInt(long.slice(at, at + 2), 16),
  );
  return [red, green, blue, 1];
}

const pairs: readonly (readonly [keyof Colours, keyof Colours, number])[] = [
  ['text', 'surface', 4.5],
  ['text', 'control', 4.5],
  ['muted', 'surface', 4.5],
  ['onAccent', 'accent', 4.5],
  ['accent', 'surface', 3],
  ['border', 'surface', 3],
];

describe.each(schemes)('$name', ({ colours }) => {
  it.each(pairs)('%s can be read on %s', (front, ground, needed) => {
    const surface = rgba(colours.surface);
    const ratio = ratioOf(rgba(colours[front]), rgba(colours[ground]), surface);
    expect(ratio).toBeGreaterThanOrEqual(needed);
  });
});

it('the plain colours that follow the page are those of the first style sheet', () => {
  const sheet = readFileSync(join(import.meta.dirname, '../styles/theme.ts'), 'utf8');
  for (const colours of [plain.light, plain.dark]) {
    for (const colour of Object.values(colours)) expect(sheet).toContain(`, ${colour})`);
  }
});

it.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15', 'apple'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0', 'apple'],
  ['Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/140.0 Mobile', 'android'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0', 'desktop'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'desktop'],
])('%s looks %s', (userAgent, platform) => {
  expect(platformOf({ userAgent })).toBe(platform);
});
