import { describe, expect, it } from 'vitest';

import { testApp } from '../testing/app.ts';
import type { TestApp } from '../testing/app.ts';
import { Channel } from './channel.ts';
import type { Later } from './channel.ts';

interface Talk {
  readonly app: TestApp;
  readonly channel: Channel;
  readonly taken: Later[];
  /** Lets the time come for what was planned. */
  readonly tick: () => void;
}

function talk(): Talk {
  const app = testApp();
  const planned: (() => void)[] = [];
  const world = {
    later: (call: () => void) => void planned.push(call),
    random: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
  };
  const channel = new Channel(app.transport, '1.0.0', world);
  const taken: Later[] = [];
  channel.listen((message) => {
    taken.push(message);
    return message.type !== 'token';
  });
  return { app, channel, taken, tick: () => planned.shift()?.() };
}

const hello = { type: 'hello' as const, can: ['token'] };

describe('the handshake', () => {
  it('tells the app which versions are spoken, and a number that nobody else knows', () => {
    const { app } = talk();
    expect(app.heard).toMatchObject([{ type: 'hello', versions: [1], widget: '1.0.0' }]);
    expect(app.nonce).not.toBe(talk().app.nonce);
    expect(app.nonce).toMatch(/^[\w-]{22}$/);
  });

  it('is offered again to an app that was not ready, until it answers', () => {
    const { app, tick } = talk();
    tick();
    expect(app.all('hello')).toHaveLength(2);
    app.say(hello);
    tick();
    expect(app.all('hello')).toHaveLength(2);
  });

  it('comes before all else: what the page has to say waits for it', async () => {
    const { app, channel } = talk();
    channel.say({ type: 'open-url', url: 'https://shop.example/' });
    expect(app.all('open-url')).toHaveLength(0);
    expect(channel.can('token')).toBe(false);
    app.say(hello);
    expect(await channel.opened).toMatchObject({ can: ['token'] });
    expect(app.all('open-url')).toHaveLength(1);
    expect(channel.can('token')).toBe(true);
    expect(channel.can('unsent')).toBe(false);
  });
});

/** Each as one who has not the page's number, or not its turn, would write it. */
function forgeries(nonce: string): readonly unknown[] {
  const wrong = [
    '',
    'short',
    'A'.repeat(22),
    `${nonce}A`,
    nonce.slice(1),
    nonce.toUpperCase() + '_',
    null,
  ];
  const deeds: readonly object[] = [
    { type: 'hello', can: ['token', 'open-url', 'unsent'], context: { vip: true } },
    { type: 'token', id: 'x', token: 'e.y.J' },
    { type: 'context', values: { vip: true } },
    { type: 'keyboard', height: 500 },
    { type: 'close' },
  ];
  const withWrong = wrong.flatMap((bad) =>
    deeds.map((deed) => ({ otklik: 1, nonce: bad, ...deed })),
  );
  const without = deeds.map((deed) => ({ otklik: 1, ...deed }));
  const versions = [0, 2, -1, '1', null, [1], {}, true].flatMap((otklik) =>
    deeds.map((deed) => ({ ...deed, nonce, otklik })),
  );
  const types = [
    '',
    'Close',
    'shown',
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    null,
    7,
    ['close'],
  ];
  const unknown = types.map((type) => ({ otklik: 1, nonce, type }));
  const bad: readonly object[] = [
    { type: 'close', extra: 1 },
    { type: 'keyboard', height: -1 },
    { type: 'keyboard', height: '12' },
    { type: 'keyboard', height: 1e9 },
    { type: 'keyboard', height: 1.5 },
    { type: 'context' },
    { type: 'context', values: [] },
    { type: 'context', values: 'all' },
    { type: 'context', values: { constructor: 'x' } },
    { type: 'context', values: { 'a b': 'x' } },
    { type: 'context', values: { a: { b: 1 } } },
    { type: 'context', values: { a: 'x'.repeat(1001) } },
    {
      type: 'context',
      values: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`v${n}`, n])),
    },
    { type: 'token' },
    { type: 'token', id: 'x y', token: 't' },
    { type: 'token', id: 'x', token: '' },
    { type: 'token', id: 'x', token: 'x'.repeat(9000) },
    { type: 'token', id: { toString: 'x' } },
    { type: 'hello' },
    { type: 'hello', can: 'token' },
  ];
  const malformed = bad.map((deed) => ({ otklik: 1, nonce, ...deed }));
  const texts = [...withWrong, ...without, ...versions, ...unknown, ...malformed].map((one) =>
    JSON.stringify(one),
  );
  const tricks = ['__proto__', 'constructor', 'prototype'].flatMap((name) => [
    `{"otklik":1,"nonce":"${nonce}","type":"context","values":{"${name}":{"vip":true}}}`,
    `{"otklik":1,"nonce":"${nonce}","type":"context","values":{"${name}":"x"}}`,
    `{"otklik":1,"nonce":"${nonce}","type":"close","${name}":{}}`,
    `{"${name}":{"otklik":1,"nonce":"${nonce}","type":"close"}}`,
  ]);
  const objects = deeds.map((deed) => ({ otklik: 1, nonce, ...deed }));
  const cut = texts.slice(0, 60).map((text) => text.slice(0, -1));
  const huge = deeds.map((deed) =>
    JSON.stringify({ otklik: 1, nonce, ...deed, pad: 'x'.repeat(2_000_001) }),
  );
  return [
    ...texts,
    ...tricks,
    ...objects,
    ...cut,
    ...huge,
    null,
    undefined,
    0,
    NaN,
    [],
    '',
    'close',
    Symbol('close'),
  ];
}

describe('a message that does not count', () => {
  it.each([true, false])('is refused among two hundred and more, handshake over: %s', (isOver) => {
    const { app, taken, channel } = talk();
    if (isOver) app.say(hello);
    const all = forgeries(app.nonce);
    expect(all.length).toBeGreaterThanOrEqual(200);
    for (const forged of all) app.sayRaw(forged);
    expect(taken).toEqual([]);
    expect(channel.can('unsent')).toBe(false);
    expect(({} as Record<string, unknown>)['vip']).toBeUndefined();
    if (!isOver) app.say(hello);
    const reasons = app.all('refused').map(({ reason }) => reason);
    expect(reasons.sort(), 'each reason once').toEqual(
      ['malformed', 'nonce', 'too-large', 'type', 'version'].sort(),
    );
    app.say({ type: 'close' });
    expect(taken, 'the app itself is heard all the same').toMatchObject([{ type: 'close' }]);
  });

  it('is one that comes before the handshake, or a second handshake', () => {
    const { app, taken } = talk();
    app.say({ type: 'close' });
    expect(taken).toEqual([]);
    app.say(hello);
    app.say({ type: 'hello', can: ['unsent'], unsent: ['{}'] });
    expect(app.all('refused')).toMatchObject([{ reason: 'early' }, { reason: 'unasked' }]);
  });

  it('is one of another visit to the page', () => {
    const { app: earlier } = talk();
    const { app, taken } = talk();
    app.say(hello);
    app.sayRaw(JSON.stringify({ otklik: 1, nonce: earlier.nonce, type: 'close' }));
    expect(taken).toEqual([]);
    expect(app.all('refused')).toMatchObject([{ reason: 'nonce' }]);
  });
});
