import { encode } from 'uqr';

import { OtklikError } from './otklik-error.ts';
import { isPageAddress } from './page-address.ts';

export interface QrCodeOptions {
  /** What a screen reader says; `QR code` unless set. */
  readonly title?: string;
}

/** Modules of white around it: scanners find it by them (ISO/IEC 18004). */
const QUIET_ZONE = 4;
/** More does not fit at the level of error correction that print wants. */
const BYTES_MAX = 2331;

/**
 * A QR code of a link as SVG, for print and screens. Always dark on light, whatever is around it: scanners want it
 * so. It has a size of its own in the drawing only; CSS or the document that holds it says how large it is.
 *
 * @throws OtklikError `request_invalid` for what is not an https, localhost or app address, or too long
 * @example
 * const { link } = await client.createInvitation({ survey: 'srv_delivery', respondent: 'customer-42' });
 * await writeFile('receipt.svg', qrCode(link, { title: 'How was it?' }));
 */
export function qrCode(link: string, { title = 'QR code' }: QrCodeOptions = {}): string {
  if (!isPageAddress(link)) {
    throw refusal('must be an absolute https (or localhost, or app) address');
  }
  const bytes = new TextEncoder().encode(link).length;
  if (bytes > BYTES_MAX) throw refusal(`must have at most ${BYTES_MAX} bytes, not ${bytes}`);
  const { data, size } = encode(link, { ecc: 'M', border: QUIET_ZONE });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" shape-rendering="crispEdges">` +
    `<title>${escaped(title)}</title><path fill="#fff" d="M0 0h${size}v${size}H0z"/>` +
    `<path fill="#000" d="${data.flatMap(darkRuns).join('')}"/></svg>\n`
  );
}

/** A row's dark modules, neighbours in one rectangle: seams would show between them. */
function darkRuns(row: readonly boolean[], y: number): string[] {
  const runs: string[] = [];
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    const end = row.indexOf(false, x);
    const width = (end === -1 ? row.length : end) - x;
    runs.push(`M${x} ${y}h${width}v1h-${width}z`);
    x += width;
  }
  return runs;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function refusal(message: string): OtklikError {
  return new OtklikError('request_invalid', {
    errors: [{ pointer: '/link', code: 'custom', message }],
  });
}
