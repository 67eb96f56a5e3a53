/** What somebody would say who is in the page, but is not the app: more than two hundred texts, none of which may count. */
export function forgeries(): readonly string[] {
  const deeds: readonly object[] = [
    { type: 'hello', can: ['token', 'open-url', 'unsent'], context: { vip: true } },
    { type: 'token', id: 'one', token: 'e.y.J' },
    { type: 'context', values: { vip: true } },
    { type: 'keyboard', height: 500 },
    { type: 'close' },
  ];
  const nonces = Array.from({ length: 36 }, (_, n) => n.toString(36).repeat(22));
  const guessed = nonces.flatMap((nonce) => deeds.map((deed) => ({ otklik: 1, nonce, ...deed })));
  const unsigned = deeds.flatMap((deed) =>
    [0, 1, 2, '1', null].map((otklik) => ({ otklik, ...deed })),
  );
  const texts = [...guessed, ...unsigned].map((forged) => JSON.stringify(forged));
  const tricks = ['__proto__', 'constructor', 'prototype'].map(
    (name) => `{"otklik":1,"type":"context","values":{"${name}":{"vip":true}}}`,
  );
  return [...texts, ...tricks, ...texts.slice(0, 20).map((text) => text.slice(1)), 'x'.repeat(3e6)];
}
