import { describe, expect, it } from 'vitest';

import { PushMessage } from '../protocol/push-message.ts';
import { messageIn } from './message.ts';

const good = {
  otklik: 1,
  invitation: 'inv_a1',
  link: 'https://ask.example/s/Zk3vX9_aB-cD0eF1gH2iJ4',
  title: 'How was it?',
  body: '',
  lang: 'zh-Hant-TW',
} as const;

const pushed = (text: string): PushMessageData =>
  ({ json: (): unknown => JSON.parse(text) }) as PushMessageData;

describe('a push', () => {
  it('of ours is taken as the protocol describes it', () => {
    expect(PushMessage.safeParse(good).success).toBe(true);
    expect(messageIn(pushed(JSON.stringify(good)))).toEqual(good);
    expect(messageIn(pushed(JSON.stringify({ ...good, withdraw: true, more: 1 })))).toMatchObject({
      withdraw: true,
    });
  });

  it.each(['', 'text', 'null', '[]', '7', '"otklik"', '{"title":"Of the shop"}'])(
    'of somebody else is left alone: %s',
    (text) => {
      expect(messageIn(pushed(text))).toBeUndefined();
    },
  );

  it('without any content is left alone', () => {
    expect(messageIn(null)).toBeUndefined();
  });

  it.each([
    { otklik: 2 },
    { otklik: '1' },
    { invitation: 'srv_a1' },
    { invitation: undefined },
    { link: 7 },
    { title: null },
    { body: 'x'.repeat(5000) },
    { lang: 'en"><script>' },
    { withdraw: 'yes' },
  ])('of ours that is malformed is refused: %o', (change) => {
    expect(messageIn(pushed(JSON.stringify({ ...good, ...change })))).toMatch(
      /^a (malformed )?push/,
    );
  });
});
