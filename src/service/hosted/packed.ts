/** A page made for one visitor, as small as it gets while that visitor waits. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { chooseEncoding } from '../assets/encoding.ts';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Above it each step costs more time than it saves on a slow line. */
const QUALITY = 5;

export async function packed(
  text: string,
  acceptEncoding: string | undefined,
): Promise<{
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly encoding: Readonly<Record<string, string>>;
}> {
  const encoding = chooseEncoding(acceptEncoding);
  switch (encoding) {
    case 'br': {
      const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY };
      const body = new Uint8Array(await brotli(text, { params }));
      return { body, encoding: { 'content-encoding': 'br' } };
    }
    case 'gzip':
      return {
        body: new Uint8Array(await gzipped(text)),
        encoding: { 'content-encoding': 'gzip' },
      };
    case 'identity':
      return { body: text, encoding: {} };
  }
}
