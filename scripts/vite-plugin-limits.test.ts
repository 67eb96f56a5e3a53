import { LIMITS } from 'otklik/protocol';
import { expect, it } from 'vitest';

import { withNumbers } from './vite-plugin-limits.ts';

it('writes the number of a limit where it is used', () => {
  expect(withNumbers('most = LIMITS.responsesPerBatch,')).toBe(
    `most = ${LIMITS.responsesPerBatch},`,
  );
});

it('leaves what is no limit as it is', () => {
  expect(withNumbers('LIMITS.nothing; OTHER_LIMITS.pageSizeMax')).toBe(
    'LIMITS.nothing; OTHER_LIMITS.pageSizeMax',
  );
});
