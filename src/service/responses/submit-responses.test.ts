import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ResponsesReply } from '../../protocol/index.ts';
import { answers, newResponseId, SHOP, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

async function stored(id: string) {
  return (await test.api('GET', `/v1/responses/${id}`)).json;
}

async function quarantineOf(id: string) {
  const { json } = await test.api('GET', '/v1/quarantine?limit=500');
  return json.items.filter((item: { response: string }) => item.response === id);
}

describe('a response arrives', () => {
  it('is stored with signed and page variables, each with where it came from', async () => {
    const session = await test.session({ respondent: 'ann', variables: { order: 'A-1' } });
    const item = submission(session, {
      page: { channel: 'web', order: 'forged', unknown: 1 },
      auto: { locale: 'en-GB' },
    });
    const { status, json } = await test.submit(item);
    expect(status).toBe(200);
    expect(ResponsesReply.parse(json).results).toEqual([
      { id: session.responseId, revision: 1, result: 'stored' },
    ]);
    expect(await stored(session.responseId)).toMatchObject({
      respondent: 'ann',
      status: 'completed',
      answers: { score: { value: 9 }, liked: { value: ['speed'] } },
      questions: { score: 'answered', why: 'answered', liked: 'answered' },
      variables: {
        order: { value: 'A-1', source: 'token' },
        channel: { value: 'web', source: 'page' },
        locale: { value: 'en-GB', source: 'auto' },
      },
      completedAt: test.clock.now.toISOString(),
    });
    expect((await stored(session.responseId)).variables).not.toHaveProperty('unknown');
  });

  it('sent again after a lost reply is a duplicate, and there is one row', async () => {
    const session = await test.session({ respondent: 'ben' });
    await test.submit(submission(session));
    const { json } = await test.submit(submission(session));
    expect(json.results[0].result).toBe('duplicate');
    const { json: list } = await test.api('GET', '/v1/responses?respondent=ben');
    expect(list.items).toHaveLength(1);
  });

  it('grows revision by revision, and a late earlier one changes nothing', async () => {
    const session = await test.session();
    const partial = { status: 'partial', answers: answers({ score: 3 }) };
    await test.submit(submission(session, { revision: 2, ...partial }));
    const late = submission(session, {
      ...partial,
      revision: 1,
      answers: answers({ score: 1 }),
    });
    expect((await test.submit(late)).json.results[0].result).toBe('duplicate');
    expect((await stored(session.responseId)).answers['score']?.value).toBe(3);
    const final = await test.submit(submission(session, { revision: 3, base: 2 }));
    expect(final.json.results[0].result).toBe('stored');
    expect(await stored(session.responseId)).toMatchObject({ status: 'completed', revision: 3 });
  });

  it('of two devices is a conflict that shows what is stored, and the merged one is stored', async () => {
    const responseId = newResponseId();
    const phone = await test.session({ respondent: 'cleo' }, { responseId });
    const laptop = await test.session({ respondent: 'cleo' }, { responseId });
    const partial = { status: 'partial', answers: answers({ score: 3 }) };
    await test.submit(submission(phone, partial));
    const { json } = await test.submit(
      submission(laptop, { ...partial, revision: 4, answers: answers({ score: 8 }) }),
    );
    expect(json.results[0]).toMatchObject({
      result: 'conflict',
      revision: 4,
      stored: { revision: 1, status: 'partial', answers: { score: { value: 3 } } },
    });
    const merged = await test.submit(submission(laptop, { revision: 5, base: 1 }));
    expect(merged.json.results[0].result).toBe('stored');
  });

  it('after completion is kept for repair, once, and the answer says what is stored', async () => {
    const session = await test.session();
    await test.submit(submission(session));
    const change = submission(session, {
      revision: 2,
      base: 1,
      answers: answers({ score: 0, why: null, liked: null }),
    });
    for (const _ of [1, 2]) {
      const { json } = await test.submit(change);
      expect(json.results[0]).toMatchObject({
        result: 'conflict',
        code: 'response_final',
        stored: { status: 'completed', answers: { score: { value: 9 } } },
      });
    }
    expect((await stored(session.responseId)).answers['score']?.value).toBe(9);
    const kept = await quarantineOf(session.responseId);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ reason: 'response_final', payload: { revision: 2 } });
  });
});

describe('answers that do not fit', () => {
  it.each([
    [
      'an answer beyond the scale',
      { answers: answers({ score: 11 }), status: 'partial' },
      '/answers/score/value',
    ],
    [
      'an unknown question',
      { answers: answers({ nothing: 1 }), status: 'partial' },
      '/answers/nothing',
    ],
    [
      'an unknown choice',
      { answers: answers({ liked: ['price'] }), status: 'partial' },
      '/answers/liked/value',
    ],
    ['completed without its answers', { answers: {} }, '/status'],
    ['a status of another world', { status: 'gone' }, '/status'],
    ['a revision that no integer holds', { revision: 2 ** 40 }, '/revision'],
    [
      'a time that does not exist',
      { timings: { startedAt: '2026-02-31T00:00:00.000Z', updatedAt: '2026-02-01T00:00:00.000Z' } },
      '/timings/startedAt',
    ],
    ['more than the schema knows', { extra: 'NUL \u0000, half \ud800' }, '/extra'],
  ])('%s: is kept for repair, once, with a pointer', async (_what, change, pointer) => {
    const session = await test.session();
    const item = submission(session, change);
    await test.submit(item);
    const { status, json } = await test.submit(item);
    expect(status).toBe(200);
    expect(json.results[0]).toMatchObject({ id: session.responseId, result: 'quarantined' });
    expect(json.results[0].errors?.map((error: { pointer: string }) => error.pointer)).toContain(
      pointer,
    );
    const kept = await quarantineOf(session.responseId);
    expect(kept).toHaveLength(1);
    expect(kept[0]!.payload).not.toHaveProperty('grant');
    expect(kept[0]!.errors).toEqual(json.results[0].errors);
    expect((await stored(session.responseId)).code).toBe('response_unknown');
  });

  it('text that PostgreSQL cannot hold is mended, not refused', async () => {
    const session = await test.session();
    const item = submission(session, {
      answers: answers({ score: 5, why: 'a\u0000b\ud800c', liked: null }),
      page: { channel: 'x\u0000y' },
    });
    expect((await test.submit(item)).json.results[0].result).toBe('stored');
    expect(await stored(session.responseId)).toMatchObject({
      answers: { why: { value: 'a\ufffdb\ufffdc' } },
      variables: { channel: { value: 'x\ufffdy' } },
      questions: { liked: 'skipped' },
    });
  });

  it('one bad item costs only itself', async () => {
    const good = await test.session();
    const bad = await test.session();
    const { json } = await test.submit(
      submission(bad, { answers: answers({ score: 'high' }) }),
      null,
      'text',
      submission(good),
      { id: good.responseId },
    );
    expect(json.results.map((receipt: { result: string }) => receipt.result)).toEqual([
      'quarantined',
      'refused',
      'refused',
      'stored',
      'refused',
    ]);
  });
});

describe('a grant', () => {
  it('does not write another response', async () => {
    const mine = await test.session();
    const other = await test.session();
    const { json } = await test.submit(submission({ ...other, grant: mine.grant }));
    expect(json.results[0]).toEqual({
      id: other.responseId,
      revision: 1,
      result: 'refused',
      code: 'grant_invalid',
    });
    expect((await stored(other.responseId)).code).toBe('response_unknown');
    expect(await quarantineOf(other.responseId)).toEqual([]);
  });

  it.each([
    ['another origin', 'https://evil.example', 'origin_not_allowed'],
    ['an origin that only looks like it', `${SHOP}.evil.example`, 'origin_not_allowed'],
    ['the opaque origin', 'null', 'origin_not_allowed'],
    ['no origin', null, 'origin_missing'],
  ])('is refused from %s', async (_what, origin, code) => {
    const session = await test.session();
    const { json } = await test.page('/v1/responses', { responses: [submission(session)] }, origin);
    expect(json.results[0]).toMatchObject({ result: 'refused', code });
  });

  it('is refused from an allowed origin that is not the one it was given to', async () => {
    const other = 'https://m.shop.example';
    const session = await test.session({ origins: [SHOP, other] });
    const from = (origin: string) =>
      test.page('/v1/responses', { responses: [submission(session)] }, origin);
    expect((await from(other)).json.results[0].code).toBe('origin_not_allowed');
    expect((await from(SHOP)).json.results[0].result).toBe('stored');
  });

  it('outlives its token and the survey, and ends at the deadline', async () => {
    const early = await test.session();
    const late = await test.session();
    await test.publish('srv_closing');
    const closing = await test.session({ survey: 'srv_closing' });
    await test.api('POST', '/v1/surveys/srv_closing/close');
    const start = test.clock.now;
    test.advance(29 * 24 * 60 * 60 * 1000);
    expect((await test.submit(submission(early))).json.results[0].result).toBe('stored');
    expect((await test.submit(submission(closing))).json.results[0].result).toBe('stored');
    test.advance(2 * 24 * 60 * 60 * 1000);
    expect((await test.submit(submission(late))).json.results[0]).toMatchObject({
      result: 'refused',
      code: 'grant_expired',
    });
    test.clock.now = start;
  });

  it('is never an API key; such a try is logged without the key', async () => {
    const key = `otk_default_${'K'.repeat(43)}`;
    const { json } = await test.submit({ id: newResponseId(), grant: key, revision: 1 });
    expect(json.results[0]).toMatchObject({ result: 'refused', code: 'grant_invalid' });
    const lines = test.logLines.filter((line) => line.includes('in place of a grant'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('KKKK');
  });
});

describe('many at once', () => {
  it('twenty first deliveries of one response make one row', async () => {
    const session = await test.session({ respondent: 'dora' });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => test.submit(submission(session))),
    );
    const results = replies.map(({ json }) => json.results[0].result).sort();
    expect(results).toEqual([...Array<string>(19).fill('duplicate'), 'stored']);
    const { json } = await test.api('GET', '/v1/responses?respondent=dora');
    expect(json.items).toHaveLength(1);
  });

  it('batches with the same responses in opposite orders do not wait for each other', async () => {
    const sessions = await Promise.all(Array.from({ length: 10 }, () => test.session()));
    const items = sessions.map((session) => submission(session));
    const replies = await Promise.all([
      test.submit(...items),
      test.submit(...items.toReversed()),
      test.submit(...items),
    ]);
    const results = replies.flatMap(({ json }) =>
      json.results.map((r: { result: string }) => r.result),
    );
    expect(results.filter((result) => result === 'stored')).toHaveLength(10);
    expect(results.filter((result) => result === 'duplicate')).toHaveLength(20);
  });

  it('different first revisions of two devices: one is stored, the other meets a conflict', async () => {
    const responseId = newResponseId();
    const devices = [
      await test.session({ respondent: 'eve' }, { responseId }),
      await test.session({ respondent: 'eve' }, { responseId }),
    ];
    const replies = await Promise.all(
      devices.map((device, index) =>
        test.submit(submission(device, { status: 'partial', answers: answers({ score: index }) })),
      ),
    );
    const results = replies.map(({ json }) => json.results[0].result).sort();
    expect(results).toEqual(['conflict', 'stored']);
  });
});
