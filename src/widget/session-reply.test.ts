import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SessionReply } from '../protocol/index.ts';
import { isSessionReply } from './session-reply.ts';
import { session } from './testing/samples.ts';

describe('the small guard', () => {
  it('takes what the schema takes', () => {
    const replies = [
      session(),
      session({
        lang: 'ru',
        warnings: [],
        variables: { name: { value: 'Anna', source: 'token' } },
      }),
      { ask: false, reason: 'answered' },
    ];
    for (const reply of replies) {
      expect(SessionReply.safeParse(reply).success).toBe(true);
      expect(isSessionReply(reply)).toBe(true);
    }
  });

  it.each(['project', 'responseId', 'grant', 'lang', 'deadline', 'variables', 'survey', 'first'])(
    'refuses what lacks %s, as the schema does',
    (name) => {
      const { [name]: _gone, ...rest } = session() as Record<string, unknown>;
      expect(SessionReply.safeParse(rest).success).toBe(false);
      expect(isSessionReply(rest)).toBe(false);
    },
  );

  it.each([
    null,
    undefined,
    '',
    '<html>',
    [],
    {},
    { ask: 'yes' },
    { token: 'x' },
    { ...session(), survey: { content: { screens: [null], thanks: {} } } },
    { ...session(), survey: { content: { screens: 'many', thanks: {} } } },
  ])('refuses %j', (reply) => {
    expect(isSessionReply(reply)).toBe(false);
  });

  it('takes nothing that is not ours, whatever JSON it is', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => !isSessionReply(value)));
  });
});
