import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { HostMessage } from '../../protocol/bridge.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { hostMessage } from './host-message.ts';

const from = { otklik: 1, nonce: 'abcdefghijklmnopqrstuv' };
const messages: readonly Record<string, unknown>[] = [
  { ...from, type: 'hello', can: [] },
  { ...from, type: 'hello', can: ['token', 'later-thing'], context: { order: 'A-1', vip: true } },
  { ...from, type: 'hello', can: ['unsent'], unsent: ['{"project":"prj_a"}'] },
  { ...from, type: 'token', id: 'one', token: 'e.y.J' },
  { ...from, type: 'token', id: 'one', refused: 'nobody is logged in' },
  { ...from, type: 'context', values: { amount: 12.5 } },
  { ...from, type: 'keyboard', height: 291 },
  { ...from, type: 'close' },
];

function isTaken(message: unknown): boolean {
  const found = hostMessage(JSON.stringify(message));
  return typeof found === 'object';
}

describe('what an app says', () => {
  it.each(messages)('is taken as the protocol has it: %j', (message) => {
    expect(HostMessage.safeParse(message).success).toBe(true);
    expect(hostMessage(JSON.stringify(message))).toEqual(message);
  });

  it('is taken and refused as by the schemas, whatever is changed in it', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('', 'a', -1, 0, 1.5, 100_001, null, [], {}, ['x'], [1], 'x'.repeat(8193)),
      fc.dictionary(
        fc.constantFrom('ok', '__proto__', 'constructor', 'end', 'toString', '1a', 'A_b'),
        fc.constantFrom<unknown>('v', 1, true, null, {}, 'x'.repeat(1001)),
      ),
    );
    const names = ['type', 'nonce', 'id', 'token', 'refused', 'values', 'height', 'can'];
    const name = fc.constantFrom(...names, 'context', 'unsent', 'extra', '__proto__');
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        name,
        odd,
        fc.boolean(),
        (message, at, value, isGone) => {
          const changed = { ...message };
          if (isGone) Reflect.deleteProperty(changed, at);
          else Object.defineProperty(changed, at, { value, enumerable: true });
          const sent: unknown = JSON.parse(JSON.stringify(changed));
          // The schemas pass over that name, the guard refuses it.
          const isTrick = /"__proto__":/.test(JSON.stringify(sent));
          expect(isTaken(sent)).toBe(HostMessage.safeParse(sent).success && !isTrick);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is told from the talk of others, which is nobody’s business', () => {
    for (const text of ['', 'hello', '{}', '[1]', '{"type":"close"}', undefined, { otklik: 1 }]) {
      expect(hostMessage(text)).toBeUndefined();
    }
  });

  it('says why it does not count', () => {
    const say = (message: object): unknown => hostMessage(JSON.stringify({ ...from, ...message }));
    expect(say({ otklik: 2, type: 'close' })).toBe('version');
    expect(say({ type: 'dance' })).toBe('type');
    expect(say({ type: 'toString' })).toBe('type');
    expect(say({ type: 'keyboard' })).toBe('malformed');
    expect(hostMessage('x'.repeat(LIMITS.bridgeMessageLength + 1))).toBe('too-large');
  });
});
