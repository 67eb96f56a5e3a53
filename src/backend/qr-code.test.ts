import { encode } from 'uqr';
import { expect, test } from 'vitest';

import { qrCode } from './qr-code.ts';

const LINK = 'https://surveys.example.com/s/Yw3kq9Zx0aB1cD2eF3gH4idefault';

/** The drawing as modules again, by filling its rectangles. */
function modules(svg: string): boolean[][] {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const dark = /fill="#000" d="([^"]+)"/.exec(svg)?.[1] ?? '';
  for (const [, x, y, width] of dark.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    grid[Number(y)]!.fill(true, Number(x), Number(x) + Number(width));
  }
  return grid;
}

test('the drawing holds the modules of the link’s code, each of them', () => {
  const { data } = encode(LINK, { ecc: 'M', border: 4 });
  expect(modules(qrCode(LINK))).toEqual(data);
  expect(data.flat().filter(Boolean).length).toBeGreaterThan(200);
});

test('it is dark on light whatever is around it, with the white that scanners need', () => {
  const svg = qrCode(LINK);
  const grid = modules(svg);
  const size = grid.length;
  expect(svg).toContain(`<path fill="#fff" d="M0 0h${size}v${size}H0z"/>`);
  const margin = [0, 1, 2, 3, size - 4, size - 3, size - 2, size - 1];
  for (const at of margin) {
    expect(grid[at]!.some(Boolean)).toBe(false);
    expect(grid.some((row) => row[at]!)).toBe(false);
  }
});

test('a screen reader is told what it is, and no words break out of it', () => {
  expect(qrCode(LINK)).toContain('role="img"');
  expect(qrCode(LINK)).toContain('<title>QR code</title>');
  expect(qrCode(LINK, { title: 'A & <b>' })).toContain('<title>A &amp; &lt;b&gt;</title>');
});

test.each([
  ['a page of its own', 'data:text/html,x'],
  ['a page without encryption', 'http://surveys.example.com/s/x'],
  ['no address', 'otklik'],
  ['more than fits', `https://surveys.example.com/${'x'.repeat(2400)}`],
])('%s is no link', (_what, link) => {
  expect(() => qrCode(link)).toThrowError(/\/link/);
});
