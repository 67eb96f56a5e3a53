import { describe, expect, it } from 'vitest';

import { ownLink } from './strict-links.ts';

const CODE = `${'Ab1-'.repeat(5)}_zshop`;
const MINUTE_MS = 60_000;

/** One device's localStorage. */
function device() {
  const held = new Map<string, string>();
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
  return { held, storage: () => storage };
}

describe('a strict link', () => {
  it('is known to every tab of a device for ten minutes, and then leaves nothing', () => {
    const { held, storage } = device();
    ownLink(CODE, 0, storage).remember('one');
    expect(ownLink(CODE, 9 * MINUTE_MS, storage).known).toBe('one');
    expect(ownLink(`x${CODE}`, 0, storage).known).toBeUndefined();
    expect(ownLink(CODE, 10 * MINUTE_MS, storage).known).toBeUndefined();
    expect(held.size).toBe(0);
  });

  it('stays with what it was first opened for, and counts from there', () => {
    const { storage } = device();
    ownLink(CODE, 0, storage).remember('one');
    ownLink(CODE, 9 * MINUTE_MS, storage).remember('two');
    expect(ownLink(CODE, 9 * MINUTE_MS, storage).known).toBe('one');
    expect(ownLink(CODE, 11 * MINUTE_MS, storage).known).toBeUndefined();
  });

  it('is not kept with what could be guessed to the whole of its code', () => {
    const { held, storage } = device();
    ownLink(CODE, 0, storage).remember('one');
    expect([...held.values()].join()).not.toContain(CODE.slice(0, 9));
  });

  it('opens all the same where nothing can be stored, or somebody else has stored there', () => {
    const broken = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    ownLink(CODE, 0, broken).remember('one');
    expect(ownLink(CODE, 0, broken).known).toBeUndefined();
    for (const text of ['no JSON', 'null', '[7]', '{"Ab1-Ab1-":7}']) {
      const { held, storage } = device();
      held.set('otklik-link', text);
      expect(ownLink(CODE, 0, storage).known).toBeUndefined();
      expect(() => ownLink(CODE, 0, storage).remember('one')).not.toThrow();
    }
  });
});
