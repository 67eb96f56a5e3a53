import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SessionReply } from '../../protocol/index.ts';
import {
  answers,
  newResponseId,
  SHOP,
  submission,
  SURVEY,
  testService,
} from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

async function open(
  token: string,
  change: Record<string, unknown> = {},
  origin: string | null = SHOP,
) {
  return await test.page('/v1/sessions', { token, responseId: newResponseId(), ...change }, origin);
}

describe('a token opens a session', () => {
  it('with the survey in one language, the variables and a grant', async () => {
    const token = await test.token({ respondent: 'ann', variables: { order: 'A-1' }, lang: 'ru' });
    const { status, json } = await open(token, {
      page: { channel: 'app', spent: 'much', other: true },
      lang: ['en'],
    });
    expect(status).toBe(200);
    const reply = SessionReply.parse(json);
    expect(reply).toMatchObject({
      ask: true,
      project: 'prj_default',
      lang: 'ru',
      survey: { id: 'srv_a', version: 1, content: { title: { ru: 'Доставка' } } },
      variables: {
        order: { value: 'A-1', source: 'token' },
        channel: { value: 'app', source: 'page' },
      },
      deadline: '2026-12-22T12:00:00.000Z',
    });
    expect(json.grant).toMatch(/^otg_default_[\w-]{43}$/);
    expect(json.survey.content.title).not.toHaveProperty('en');
    expect(json.warnings.map((warning: { pointer: string }) => warning.pointer).sort()).toEqual([
      '/page/other',
      '/page/spent',
    ]);
    expect(json).not.toHaveProperty('resume');
    expect(reply).toMatchObject({
      first: { screen: 'first', questions: ['score'], hasBack: false },
    });
  });

  it('once: another response with it is refused', async () => {
    const token = await test.token();
    expect((await open(token)).status).toBe(200);
    const again = await open(token);
    expect([again.status, again.json.code]).toEqual([401, 'token_used']);
  });

  it('again for the same response, whose reply was lost, with a new grant', async () => {
    const token = await test.token();
    const responseId = newResponseId();
    const first = await open(token, { responseId });
    const second = await open(token, { responseId });
    expect(second.json).toEqual({ ...first.json, grant: second.json.grant });
    expect(second.json.grant).not.toBe(first.json.grant);
    for (const { json } of [first, second]) {
      const { result } = (await test.submit(submission(json))).json.results[0];
      expect(result).toBe(json === first.json ? 'stored' : 'duplicate');
    }
  });

  it('once, although fifty ask at the same time', async () => {
    const token = await test.token();
    const replies = await Promise.all(Array.from({ length: 50 }, () => open(token)));
    const codes = replies.map(({ status, json }) => (status === 200 ? 'opened' : json.code));
    expect(codes.filter((code) => code === 'opened')).toHaveLength(1);
    expect(codes.filter((code) => code === 'token_used')).toHaveLength(49);
  });

  it('for the same response as often as it asks, although all ask at the same time', async () => {
    const token = await test.token({ respondent: 'gil' });
    const responseId = newResponseId();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => open(token, { responseId })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ json }) => json.grant)).size).toBe(20);
    expect(new Set(replies.map(({ json }) => json.responseId))).toEqual(new Set([responseId]));
  });

  it('for the request that made a mistake, once the mistake is mended', async () => {
    const token = await test.token({ survey: undefined });
    expect((await open(token)).json.code).toBe('survey_not_named');
    expect((await open(token, { survey: 'srv_none' })).json.code).toBe('survey_unknown');
    expect((await open(token, { survey: 'srv_a' })).status).toBe(200);
  });
});

describe('the survey', () => {
  it("of another name than the token's is refused", async () => {
    const { status, json } = await open(await test.token(), { survey: 'srv_b' });
    expect([status, json.code]).toEqual([403, 'survey_mismatch']);
  });

  it('that is a draft cannot be answered', async () => {
    await test.api('POST', '/v1/surveys', { id: 'srv_draft', draft: SURVEY });
    const { status, json } = await open(await test.token({ survey: 'srv_draft' }));
    expect([status, json.code]).toEqual([404, 'survey_not_published']);
  });

  it('of another project is unknown', async () => {
    const key = await test.project('prj_elsewhere');
    await test.publish('srv_elsewhere', SURVEY, key);
    const { status, json } = await open(await test.token({ survey: 'srv_elsewhere' }));
    expect([status, json.code]).toEqual([404, 'survey_unknown']);
  });

  it('that is closed asks nobody new, but lets who began go on', async () => {
    await test.publish('srv_closed');
    const begun = await test.session({ survey: 'srv_closed', respondent: 'ben' });
    await test.submit(submission(begun, { status: 'partial', answers: answers({ score: 4 }) }));
    await test.api('POST', '/v1/surveys/srv_closed/close');
    const stranger = await open(await test.token({ survey: 'srv_closed' }));
    expect(stranger.json).toEqual({ ask: false, reason: 'closed' });
    const ben = await open(await test.token({ survey: 'srv_closed', respondent: 'ben' }));
    expect(ben.json).toMatchObject({ ask: true, responseId: begun.responseId });
  });

  it('that is published anew stays the old one for a response under way', async () => {
    await test.publish('srv_growing');
    const responseId = newResponseId();
    const draft = await test.session({ survey: 'srv_growing' }, { responseId });
    await test.publish('srv_growing', { ...SURVEY, title: { en: 'Second', ru: 'Вторая' } });
    const again = await test.session({ survey: 'srv_growing' }, { responseId });
    expect([draft.survey.version, again.survey.version]).toEqual([1, 1]);
    expect((await test.session({ survey: 'srv_growing' })).survey.version).toBe(2);
  });
});

describe('a person who has begun', () => {
  it('goes on where another device stopped', async () => {
    const who = { respondent: 'cleo', variables: { order: 'C-1' } };
    const phone = await test.session(who);
    await test.submit(submission(phone, { status: 'partial', answers: answers({ score: 4 }) }));
    const laptop = await test.session(who);
    expect(laptop.responseId).toBe(phone.responseId);
    expect(laptop.resume).toMatchObject({
      revision: 1,
      status: 'partial',
      answers: { score: { value: 4 } },
    });
    expect(laptop.first).toMatchObject({ screen: 'second', hasBack: true });
  });

  it('and completed is not asked again about the same, but about the next', async () => {
    const first = { respondent: 'dora', variables: { order: 'D-1' } };
    const session = await test.session(first);
    await test.submit(submission(session));
    const again = await open(await test.token(first));
    expect(again.json).toEqual({ ask: false, reason: 'answered' });
    const same = await open(await test.token(first), { responseId: session.responseId });
    expect(same.json).toEqual({ ask: false, reason: 'answered' });
    const next = await open(await test.token({ ...first, variables: { order: 'D-2' } }));
    expect(next.json.ask).toBe(true);
    const start = test.clock.now;
    test.advance(31 * 24 * 60 * 60 * 1000);
    expect((await open(await test.token(first))).json.ask).toBe(true);
    test.clock.now = start;
  });

  it('without a name never sees earlier answers', async () => {
    const session = await test.session();
    await test.submit(submission(session, { status: 'partial', answers: answers({ score: 4 }) }));
    const again = await test.session({}, { responseId: session.responseId });
    expect(again.responseId).toBe(session.responseId);
    expect(again).not.toHaveProperty('resume');
    expect(again.first).toEqual(session.first);
  });

  it('is not met by another person under the same response', async () => {
    const mine = await test.session({ respondent: 'eve' });
    const granted = await open(await test.token({ respondent: 'mallory' }), {
      responseId: mine.responseId,
    });
    expect([granted.status, granted.json.code]).toEqual([403, 'response_foreign']);
    await test.submit(submission(mine, { status: 'partial', answers: answers({ score: 4 }) }));
    for (const request of [{ respondent: 'mallory' }, {}]) {
      const { json } = await open(await test.token(request), { responseId: mine.responseId });
      expect(json.code).toBe('response_foreign');
    }
  });
});

describe('the page', () => {
  it.each([
    ['an origin that is not listed', 'https://evil.example', 'origin_not_allowed'],
    ['a subdomain of a listed one', 'https://a.shop.example', 'origin_not_allowed'],
    ['a listed one as a prefix', 'https://shop.example.evil', 'origin_not_allowed'],
    ['another scheme', 'http://shop.example', 'origin_not_allowed'],
    ['another port', 'https://shop.example:8443', 'origin_not_allowed'],
    ['the opaque origin', 'null', 'origin_not_allowed'],
    ['no origin', null, 'origin_missing'],
  ])('with %s opens nothing, and the token is not used up', async (_what, origin, code) => {
    const token = await test.token();
    const { status, json } = await open(token, {}, origin);
    expect([status, json.code]).toEqual([403, code]);
    expect((await open(token)).status).toBe(200);
  });

  it('is one that the token names, whatever the project lists', async () => {
    const app = 'capacitor://localhost';
    const token = await test.token({ origins: [app] });
    expect((await open(token, {}, SHOP)).json.code).toBe('origin_not_allowed');
    expect((await open(token, {}, app)).status).toBe(200);
  });

  it('is none when nothing is listed', async () => {
    const key = await test.project('prj_closed', []);
    await test.publish('srv_a', SURVEY, key);
    for (const origin of [SHOP, null]) {
      const { json } = await open(await test.token({}, key), {}, origin);
      expect(json.code).toBe('origin_not_allowed');
    }
  });

  it('that sends an API key as token is refused, and the log shouts without the key', async () => {
    const key = `otk_default_${'Q'.repeat(43)}`;
    const { status, json } = await open(key);
    expect([status, json.code]).toEqual([403, 'token_is_key']);
    const line = test.logLines.find((one) => one.includes('in place of a survey token'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', origin: SHOP });
    expect(line).not.toContain('QQQQ');
  });
});
