/** How often people are asked, wherever the question comes from. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { AskingExplanation } from '../../protocol/index.ts';
import { codeOf, DAY, exchange, invite, MINUTE, opened } from '../testing/invitations.ts';
import {
  answers,
  newResponseId,
  submission,
  SHOP,
  START,
  testService,
} from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { isAmong } from './permissions.ts';

let test: TestService;
let key: string;
let projects = 0;

beforeAll(async () => {
  test = await testService();
});
afterAll(() => test.service.close());
beforeEach(async () => {
  test.clock.now = START;
  projects += 1;
  key = await test.project(`prj_asking${projects}`);
  for (const survey of ['srv_a', 'srv_b']) await test.publish(survey, undefined, key);
});

const api = (method: string, path: string, body?: unknown) => test.api(method, path, body, { key });

async function limit(survey: object, project: object = {}): Promise<void> {
  expect((await api('PUT', '/v1/surveys/srv_a/asking', survey)).status).toBe(200);
  expect((await api('PUT', '/v1/asking', project)).status).toBe(200);
}

/** What a page is told that shows a survey by a token. */
async function come(respondent?: string, change: Record<string, unknown> = {}) {
  const token = await test.token({ survey: 'srv_a', respondent, ...change }, key);
  return await test.page('/v1/sessions', { token, responseId: newResponseId(), page: {} }, SHOP);
}

async function told(respondent?: string, change?: Record<string, unknown>): Promise<unknown> {
  const { json } = await come(respondent, change);
  return json.ask ? 'ask' : (json as { readonly reason?: unknown }).reason;
}

const DIFFERENT = () => ({ variables: { order: newResponseId() } });

describe('a policy', () => {
  it('is read as it was written, and is none before', async () => {
    expect(JSON.parse((await api('GET', '/v1/surveys/srv_a/asking')).text)).toEqual({});
    const policy = { repeat: { everyDays: 90 }, tags: ['shop'], quotas: [{ completed: 100 }] };
    await limit(policy, { pauseDays: 7, pauseDaysAfter: { dismissed: 30 } });
    expect(JSON.parse((await api('GET', '/v1/surveys/srv_a/asking')).text)).toEqual(policy);
    expect(JSON.parse((await api('GET', '/v1/asking')).text)).toMatchObject({ pauseDays: 7 });
  });

  it.each([
    [{ repeat: 'twice' }, '/repeat'],
    [{ opens: '2026-11-22T10:00' }, ''],
    [{ closes: '2026-02-30T10:00', timezone: 'UTC' }, '/closes'],
    [{ share: 2 }, '/share'],
    [{ quotas: [{ completed: 1, variable: 'order' }] }, '/quotas/0'],
  ])('such as %j is refused with its place', async (policy, pointer) => {
    const { status, json } = await api('PUT', '/v1/surveys/srv_a/asking', policy);
    expect([status, json.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe('on a page', () => {
  it('a person is asked as often as the survey says', async () => {
    expect(await told('ann', DIFFERENT())).toBe('ask');
    expect(await told('ann', DIFFERENT())).toBe('ask');
    await limit({ repeat: { everyDays: 30 } });
    expect(await told('ann', DIFFERENT())).toBe('fatigue');
    expect(await told('bob', DIFFERENT())).toBe('ask');
    test.advance(30 * DAY);
    expect(await told('ann', DIFFERENT())).toBe('ask');
  });

  it('a person has a pause between any two surveys, and goes on with what was begun', async () => {
    await limit({}, { pauseDays: 7 });
    const token = await test.token({ survey: 'srv_b', respondent: 'ann' }, key);
    const responseId = newResponseId();
    const first = await test.page('/v1/sessions', { token, responseId, page: {} }, SHOP);
    expect(first.json.ask).toBe(true);
    expect(await told('ann')).toBe('fatigue');
    const again = await test.token({ survey: 'srv_b', respondent: 'ann' }, key);
    const same = await test.page('/v1/sessions', { token: again, responseId, page: {} }, SHOP);
    expect(same.json.ask, 'the same response, whose answers may be on the device').toBe(true);
    const session = { responseId, grant: first.json.grant };
    await test.submit(submission(session, { status: 'partial', answers: answers({ score: 4 }) }));
    expect(await told('ann', { survey: 'srv_b' }), 'from another device').toBe('ask');
    expect(await told('ann')).toBe('fatigue');
  });

  it('opens and closes by the clock of a place', async () => {
    await limit({
      opens: '2026-11-22T14:00',
      closes: '2026-11-22T15:00',
      timezone: 'Europe/Berlin',
    });
    expect(await told('ann')).toBe('fatigue');
    test.advance(60 * MINUTE);
    expect(await told('ann')).toBe('ask');
    test.advance(60 * MINUTE);
    expect(await told('bob')).toBe('closed');
  });

  it('a share of people is asked, always the same ones', async () => {
    await limit({ share: 0.3 });
    const people = Array.from({ length: 40 }, (_, one) => `r${one}`);
    const first = await Promise.all(people.map((one) => told(one)));
    const second = await Promise.all(people.map((one) => told(one, DIFFERENT())));
    expect(second).toEqual(first);
    expect(first.filter((one) => one === 'ask')).toHaveLength(
      people.filter((one) => isAmong(0.3, 'srv_a', one)).length,
    );
    const among = Array.from({ length: 10_000 }, (_, one) => isAmong(0.3, 'srv_a', `${one}`));
    expect(Math.abs(among.filter(Boolean).length - 3000)).toBeLessThan(200);
  });

  it('no more are asked at once than there are places, and an answer is never refused', async () => {
    await limit({ quotas: [{ completed: 10 }] });
    const all = await Promise.all(Array.from({ length: 40 }, (_, one) => come(`r${one}`)));
    const asked = all.filter(({ json }) => json.ask);
    expect(asked).toHaveLength(10);
    expect(all.filter(({ text }) => text.includes('quota'))).toHaveLength(30);
    test.advance(31 * MINUTE);
    const more = await Promise.all(Array.from({ length: 40 }, (_, one) => come(`s${one}`)));
    expect(more.filter(({ json }) => json.ask)).toHaveLength(10);
    const sessions = [...asked, ...more.filter(({ json }) => json.ask)];
    for (const { json } of sessions) {
      const { json: reply } = await test.submit(submission(json));
      expect(reply.results[0].result).toBe('stored');
    }
    test.advance(DAY);
    expect(await told('late')).toBe('quota');
  });

  it('a quota may be of those with one value', async () => {
    await limit({ quotas: [{ completed: 1, variable: 'channel', value: 'app' }] });
    const app = { variables: { channel: 'app' } };
    const { json } = await come('ann', app);
    await test.submit(submission(json));
    expect(await told('bob', app)).toBe('quota');
    expect(await told('bob', { variables: { channel: 'web' } })).toBe('ask');
  });
});

describe('an invitation', () => {
  it('is not sent to who has been asked enough, unless it says so', async () => {
    await limit({}, { pauseDays: 7 });
    const first = await invite(test, {}, { key });
    expect(first.status).toBe('sent');
    expect(await invite(test, { survey: 'srv_b' }, { key })).toMatchObject({
      status: 'suppressed',
      reason: 'fatigue',
    });
    const important = { survey: 'srv_b', evenIfTired: true };
    expect(await invite(test, important, { key })).toMatchObject({ status: 'sent' });
  });

  it('that was sent lets its person in, whatever was asked meanwhile', async () => {
    const invited = await invite(test, {}, { key });
    await limit({ repeat: 'once', quotas: [{ completed: 1 }] }, { pauseDays: 7 });
    expect((await exchange(test, codeOf(invited))).json.ask).toBe(true);
  });

  it('and the response that it has led to are one asking', async () => {
    await limit({ repeat: { times: 2 } });
    const invited = await invite(test, {}, { key });
    await opened(test, codeOf(invited));
    expect(await told('ann', DIFFERENT())).toBe('ask');
    expect(await told('ann', DIFFERENT())).toBe('fatigue');
  });
});

describe('a person who wants to be asked no more', () => {
  it('says so with whatever they hold, and is not asked on any way', async () => {
    const invited = await invite(test, {}, { key });
    const code = codeOf(invited);
    const { json } = await test.page('/v1/opt-outs', { code }, 'http://service.test');
    expect(json).toEqual({ until: null });
    expect(await told('ann')).toBe('fatigue');
    const late = await invite(test, { evenIfTired: true }, { key });
    expect(late).toMatchObject({ status: 'suppressed', reason: 'fatigue' });
    const session = await test.session({ respondent: 'bob' }, { key });
    await test.page('/v1/opt-outs', { grant: session.grant });
    expect(await told('bob', DIFFERENT())).toBe('fatigue');
    const token = await test.token({ survey: 'srv_a', respondent: 'cyd' }, key);
    await test.page('/v1/opt-outs', { token });
    expect(await told('cyd')).toBe('fatigue');
    const nobody = await test.token({ survey: 'srv_a' }, key);
    const refused = await test.page('/v1/opt-outs', { token: nobody });
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([400, '/token']);
  });

  it('may put it off, and is asked after that; who has opted out has done so for good', async () => {
    const token = await test.token({ survey: 'srv_a', respondent: 'ann' }, key);
    await test.page('/v1/opt-outs', { token, laterDays: 3 });
    expect(await told('ann')).toBe('fatigue');
    test.advance(3 * DAY);
    expect(await told('ann')).toBe('ask');
    const out = await api('PUT', '/v1/respondents/ann/opt-out');
    expect(JSON.parse(out.text)).toMatchObject({ optedOut: true, until: null, via: 'company' });
    const later = await test.token({ survey: 'srv_a', respondent: 'ann' }, key);
    await test.page('/v1/opt-outs', { token: later, laterDays: 3 });
    test.advance(4 * DAY);
    expect(await told('ann', DIFFERENT())).toBe('fatigue');
    await api('DELETE', '/v1/respondents/ann/opt-out');
    expect(await told('ann', DIFFERENT())).toBe('ask');
  });

  it('is not reminded either', async () => {
    const { id } = await invite(test, { remindAfter: 3600 }, { key });
    await api('PUT', '/v1/respondents/ann/opt-out');
    test.advance(61 * MINUTE);
    await test.service.tick();
    const { text } = await api('GET', `/v1/invitations/${id}`);
    expect(JSON.parse(text)).toMatchObject({ status: 'sent', attempts: [] });
  });

  it('is exported, and not forgotten when the person is', async () => {
    await api('PUT', '/v1/respondents/ann/opt-out');
    const { text } = await api('GET', '/v1/respondents/ann/export');
    expect(JSON.parse(text)).toEqual({ kind: 'opt-out', via: 'company', until: null });
    await api('DELETE', '/v1/respondents/ann');
    expect(await told('ann')).toBe('fatigue');
    const { rows } = await test.service.database.execute('select * from opt_outs');
    expect(JSON.stringify(rows)).not.toContain('ann');
  });
});

it('everybody can see why somebody is not asked', async () => {
  await limit({ repeat: 'untilAnswered' }, { pauseDays: 7 });
  await test.submit(submission(await test.session({ respondent: 'ann' }, { key })));
  const { text } = await api('GET', '/v1/respondents/ann/asking');
  const { surveys } = AskingExplanation.parse(JSON.parse(text));
  expect(surveys).toMatchObject([
    {
      survey: 'srv_a',
      ask: false,
      reason: 'fatigue',
      why: 'The person has answered this survey.',
      checks: [
        { check: 'optOut', passed: true },
        { check: 'repeat', passed: false },
        { check: 'pause', passed: false, until: '2026-11-29T12:00:00.000Z' },
      ],
    },
    { survey: 'srv_b', ask: false, until: '2026-11-29T12:00:00.000Z' },
  ]);
  const one = await api('GET', '/v1/respondents/ann/asking?survey=srv_b');
  expect(AskingExplanation.parse(JSON.parse(one.text)).surveys).toHaveLength(1);
  expect((await api('GET', '/v1/respondents/ann/asking?survey=srv_c')).status).toBe(404);
  await told('ann', DIFFERENT());
  expect(test.logLines.join('')).toContain('The person has answered this survey.');
});

it('a scenario waits until its person may be asked, or passes on', async () => {
  await limit({}, { pauseDays: 7 });
  const ask = { type: 'invite', channels: ['link'], expiresAfter: 'P1D' };
  const draft = {
    title: 'Two',
    on: { event: 'began' },
    timezone: 'UTC',
    steps: [
      { ...ask, id: 'first', survey: 'srv_a' },
      { ...ask, id: 'second', survey: 'srv_b' },
      { ...ask, id: 'third', survey: 'srv_b', patience: 'P10D' },
    ],
  };
  await api('PUT', '/v1/scenarios/scn_a', { draft });
  expect((await api('POST', '/v1/scenarios/scn_a/publish')).status).toBe(200);
  await api('POST', '/v1/events', { name: 'began', respondent: 'ann' });
  for (const days of [0, 1, 1, 4, 1, 1]) {
    test.advance(days * DAY);
    await test.service.tick();
  }
  const { text } = await api('GET', '/v1/automation-log?respondent=ann');
  const log = (JSON.parse(text) as { items: { step: string; what: string; at: string }[] }).items;
  const days = log.map(({ step, what, at }) => `${step} ${what} ${at.slice(8, 10)}`).toReversed();
  expect(days).toEqual([
    'first entered 22',
    'first invited 22',
    'first unanswered 23',
    'second suppressed 23',
    'third putOff 23',
    'third invited 29',
    'third unanswered 30',
    'third ended 30',
  ]);
});
