import { describe, expect, it, vi } from 'vitest';

import { occasionOf } from './occasion.ts';
import { token } from './testing/samples.ts';
import { tokenClaims } from './token-claims.ts';
import { askForToken } from './token-source.ts';

describe('a token', () => {
  it('is read, in whatever script its respondent is named', () => {
    expect(tokenClaims(token({ sub: 'Анна 🙂' }))).toMatchObject({
      iss: 'prj_shop',
      sub: 'Анна 🙂',
    });
  });

  it.each(['', 'x', 'a.b.c', 'a.bnVsbA.c', `a.${btoa('{}')}.c`])('is not %j', (text) => {
    expect(() => tokenClaims(text)).toThrow(expect.objectContaining({ code: 'token_invalid' }));
  });

  it.each([
    ['{"token":"abc"}', 'abc'],
    ['abc\n', 'abc'],
  ])('comes as %j', async (text, expected) => {
    const fetch = vi.fn(async () => new Response(text));
    expect(await askForToken({ tokenUrl: '/t' }, false, fetch)).toBe(expected);
  });

  it.each(['{}', '{"token":5}', ''])('does not come as %j', async (text) => {
    const asked = askForToken({ tokenUrl: '/t' }, false, async () => new Response(text));
    await expect(asked).rejects.toMatchObject({ code: 'token_missing' });
  });

  it('is not waited for without end', async () => {
    const asked = askForToken({ getToken: () => new Promise(() => undefined) }, false, fetch, 1);
    await expect(asked).rejects.toMatchObject({ code: 'token_unavailable' });
  });
});

describe('an occasion', () => {
  it('is the same for two tokens about one order, and another for the next', () => {
    const of = (vars: Record<string, unknown>): string =>
      occasionOf({ iss: 'prj_shop', vars }, 'srv_a');
    expect(of({ order: 1, name: 'A' })).toBe(of({ name: 'A', order: 1 }));
    expect(of({ order: 1 })).not.toBe(of({ order: 2 }));
  });
});
