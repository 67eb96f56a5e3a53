/** The widget's own drawings; a test compares. */
import { markup } from './html.ts';
import type { Html } from './html.ts';

/** In a square of 24. */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  star: 'M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1-5.4-3-5.4 3 1.1-6.1-4.5-4.3 6.1-.8z',
  thumb: 'M7 21V10l4-8a3 3 0 0 1 2.5 3v4H19a2 2 0 0 1 2 2.4l-1.5 7.6a2 2 0 0 1-2 2zM7 10H3v11h4',
  head: 'M2.5 12a9.5 9.5 0 0 0 19 0 9.5 9.5 0 0 0-19 0M9 9.5v.5M15 9.5v.5',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  out: 'M9 6H5v13h13v-4M13 4h7v7M20 4l-9 9',
} as const;

const MOUTHS = [
  'M8 17q4-4.5 8 0',
  'M8 16q4-2 8 0',
  'M8 15.5h8',
  'M8 15q4 2.5 8 0',
  'M8 14q4 6 8 0z',
] as const;

/** Everything that is drawn, for the test that compares. */
export const drawings: readonly string[] = [...Object.values(PATHS), ...MOUTHS];

function icon(path: string, transform?: string): Html {
  const turned = transform === undefined ? '' : markup` transform="${transform}"`;
  return markup`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"${turned}></path></svg>`;
}

export const backIcon = icon(PATHS.back);
export const star = icon(PATHS.star);
export const tickIcon = icon(PATHS.tick);
export const outIcon = icon(PATHS.out);
/** Down and up. */
export const thumbs = [icon(PATHS.thumb, 'matrix(1 0 0-1 0 24)'), icon(PATHS.thumb)] as const;

/** @param mood 0 (very bad) to 4 (very good) */
export function smiley(mood: number): Html {
  return icon(PATHS.head + (MOUTHS[mood] ?? ''));
}
