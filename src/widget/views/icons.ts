/** Drawn, not written: emoji look different on every phone, and a font would be a request. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** @param path in a square of 24 */
function icon(path: string, transform: unknown = nothing): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <path d=${path} transform=${transform}></path>
  </svg>`;
}

export const closeIcon = icon('M6 6l12 12M18 6 6 18');
export const backIcon = icon('M15 5l-7 7 7 7');
export const star = icon(
  'M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1-5.4-3-5.4 3 1.1-6.1-4.5-4.3 6.1-.8z',
);
const THUMB =
  'M7 21V10l4-8a3 3 0 0 1 2.5 3v4H19a2 2 0 0 1 2 2.4l-1.5 7.6a2 2 0 0 1-2 2zM7 10H3v11h4';
/** Down and up. */
export const thumbs = [icon(THUMB, 'matrix(1 0 0-1 0 24)'), icon(THUMB)] as const;

const HEAD = 'M2.5 12a9.5 9.5 0 0 0 19 0 9.5 9.5 0 0 0-19 0M9 9.5v.5M15 9.5v.5';
const MOUTHS = [
  'M8 17q4-4.5 8 0',
  'M8 16q4-2 8 0',
  'M8 15.5h8',
  'M8 15q4 2.5 8 0',
  'M8 14q4 6 8 0z',
];

/** @param mood 0 (very bad) to 4 (very good) */
export function smiley(mood: number): TemplateResult {
  return icon(HEAD + (MOUTHS[mood] ?? ''));
}
