import { expect, it } from 'vitest';

import { linkToKeep } from './asked.ts';

const link = 'https://surveys.example.com/s/AbCdEfGhIjKlMnOpQrStUvdefault';

it('takes what is said to us, and leaves all else to the site', () => {
  expect(linkToKeep({ otklik: 1, keep: link })).toBe(link);
  for (const data of [null, undefined, 1, link, [], {}, { keep: link }, { otklik: 1, keep: 1 }])
    expect(linkToKeep(data)).toBeUndefined();
  expect(linkToKeep({ otklik: 2, keep: link })).toBeUndefined();
});
