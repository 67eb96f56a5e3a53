import { expect, it } from 'vitest';

import { keyBytes, sameKey } from './server-key.ts';

// The example of RFC 8292, section 3.2: 65 bytes with letters that base64 writes otherwise.
const KEY =
  'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs';

it('the key of the service is an uncompressed point, as browsers take it', () => {
  const bytes = keyBytes(KEY);
  expect([bytes.length, bytes[0]]).toEqual([65, 4]);
  expect(Buffer.from(bytes).toString('base64url')).toBe(KEY);
});

it('a subscription’s key is the same by its bytes, and by nothing less', () => {
  const { buffer } = keyBytes(KEY);
  expect(sameKey(buffer, KEY)).toBe(true);
  expect(sameKey(buffer.slice(0, 64), KEY)).toBe(false);
  expect(sameKey(keyBytes(KEY.replace('BA1', 'BA2')).buffer, KEY)).toBe(false);
  expect(sameKey(null, KEY)).toBe(false);
});
