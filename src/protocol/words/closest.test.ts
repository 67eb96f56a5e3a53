import { describe, expect, it } from 'vitest';

import { closest } from './closest.ts';
import { directionOf } from './direction.ts';

describe('the nearest language', () => {
  it.each([
    ['ru', ['en', 'ru'], 'ru'],
    ['RU-ru', ['en', 'ru'], 'ru'],
    ['zh-TW', ['zh-Hans', 'zh-Hant'], 'zh-Hant'],
    ['zh-HK', ['zh-Hans', 'zh-Hant'], 'zh-Hant'],
    ['zh-CN', ['zh-Hant', 'zh-Hans'], 'zh-Hans'],
    ['zh', ['zh-Hant', 'zh-Hans'], 'zh-Hans'],
    ['zh-Hans', ['zh'], 'zh'],
    ['zh-TW', ['zh'], 'zh'],
    ['pt', ['pt-PT', 'pt-BR'], 'pt-BR'],
    ['pt-BR', ['pt'], 'pt'],
    ['pt-AO', ['pt-BR', 'pt-PT'], 'pt-PT'],
    ['de-AT', ['de-CH', 'de'], 'de'],
    ['de-AT', ['de-CH', 'de-DE'], 'de-CH'],
    ['no', ['nb'], 'nb'],
    ['nn', ['nb'], 'nb'],
    ['nn', ['nb', 'nn'], 'nn'],
    ['nb', ['no'], 'no'],
    ['sr', ['sr-Latn', 'sr-Cyrl'], 'sr-Cyrl'],
    ['sr-Latn', ['sr', 'sr-Latn'], 'sr-Latn'],
    ['sr-ME', ['sr', 'sr-Latn'], 'sr-Latn'],
    ['sr-Latn', ['sr'], 'sr'],
    ['iw', ['he'], 'he'],
    ['in', ['id'], 'id'],
    ['en-GB', ['en-US', 'en-GB'], 'en-GB'],
    ['ru', ['en', 'uk'], undefined],
    ['not a tag', ['en'], undefined],
    ['', ['en'], undefined],
    ['en', [], undefined],
  ])('to %s among %j is %s', (wanted, available, expected) => {
    expect(closest(wanted, available)).toBe(expected);
  });
});

describe('the direction of a language', () => {
  it.each(['ar', 'fa', 'he', 'iw', 'ur', 'ckb', 'yi', 'ps', 'dv', 'az-Arab', 'pa-PK', 'ku-Arab'])(
    'is from the right in %s',
    (tag) => expect(directionOf(tag)).toBe('rtl'),
  );

  it.each(['en', 'ru', 'az', 'pa', 'ku', 'uz-Cyrl', 'zh-Hant', 'xx', 'not a tag', ''])(
    'is from the left in %s',
    (tag) => expect(directionOf(tag)).toBe('ltr'),
  );
});
