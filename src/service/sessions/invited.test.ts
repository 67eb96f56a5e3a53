import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SessionReply } from '../../protocol/index.ts';
import {
  codeOf,
  DAY,
  exchange,
  HOSTED,
  invitation,
  invite,
  MINUTE,
  opened,
  recordingSender,
  submitHosted,
} from '../testing/invitations.ts';
import {
  answers,
  newResponseId,
  SHOP,
  START,
  submission,
  testService,
} from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;
let keyOfOther: string;

beforeAll(async () => {
  test = await testService({ invitationSender: recordingSender() });
  await test.publish('srv_a');
  await test.publish('srv_b');
  keyOfOther = await test.project('prj_other');
  await test.publish('srv_a', undefined, keyOfOther);
});
afterAll(() => test.service.close());

const reasonOf = async (code: string, change: Record<string, unknown> = {}) => {
  const { json } = await exchange(test, code, change);
  return json.ask === undefined ? json.code : (json as { readonly reason?: string }).reason;
};

describe('a deep-link code opens a session', () => {
  it('as a token does: the survey, the signed variables, a grant', async () => {
    const made = await invite(test, { variables: { order: 'A-1' }, lang: 'ru' });
    const { status, json } = await exchange(test, codeOf(made), { page: { channel: 'push' } });
    expect(status).toBe(200);
    expect(SessionReply.parse(json)).toMatchObject({
      ask: true,
      project: 'prj_default',
      lang: 'ru',
      survey: { id: 'srv_a', version: 1, content: { title: { ru: 'Доставка' } } },
      variables: {
        order: { value: 'A-1', source: 'token' },
        channel: { value: 'push', source: 'page' },
      },
    });
    expect(json.grant).toMatch(/^otg_default_/);
    expect(await invitation(test, made.id)).toMatchObject({
      status: 'opened',
      responseId: json.responseId,
    });
  });

  it('and its answers are stored under the respondent who was invited', async () => {
    const made = await invite(test, { respondent: 'bert', variables: { order: 'B-1' } });
    const session = await opened(test, codeOf(made));
    const { json } = await submitHosted(test, submission(session));
    expect(json.results[0].result).toBe('stored');
    const stored = await test.api('GET', `/v1/responses/${session.responseId}`);
    expect(stored.json).toMatchObject({
      respondent: 'bert',
      variables: { order: { value: 'B-1', source: 'token' } },
    });
    expect(await invitation(test, made.id)).toMatchObject({
      status: 'completed',
      responseId: session.responseId,
    });
    expect(await reasonOf(codeOf(made))).toBe('answered');
  });

  it.each([
    ['a page of the project', SHOP, 200],
    ['the service itself', HOSTED, 200],
    ['a page of nobody', 'https://evil.example', 403],
    ['the opaque origin', 'null', 403],
    ['no page', null, 403],
  ])('on %s', async (_where, origin, status) => {
    const made = await invite(test);
    expect((await exchange(test, codeOf(made), {}, origin)).status).toBe(status);
  });

  it('but a token is not opened by the service’s own page, which is no page of the project', async () => {
    const token = await test.token({ respondent: 'ann' });
    const { json } = await test.page(
      '/v1/sessions',
      { token, responseId: newResponseId() },
      HOSTED,
    );
    expect(json.code).toBe('origin_not_allowed');
  });

  it('where the grant is used by the page that got it, and by no other', async () => {
    const session = await opened(test, codeOf(await invite(test, { respondent: 'bea' })));
    const elsewhere = await test.submit(submission(session));
    expect(elsewhere.json.results[0].result).toBe('refused');
    const { json } = await submitHosted(test, submission(session));
    expect(json.results[0].result).toBe('stored');
  });

  it('for the survey of its invitation and no other', async () => {
    const { json } = await exchange(test, codeOf(await invite(test)), { survey: 'srv_b' });
    expect(json.code).toBe('survey_mismatch');
  });
});

describe('one invitation leads to one response', () => {
  it('although many devices open its link in the same moment', async () => {
    const made = await invite(test, { respondent: 'cleo' });
    const asked = Array.from({ length: 12 }, newResponseId);
    const replies = await Promise.all(
      asked.map((responseId) => exchange(test, codeOf(made), { responseId })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const led = new Set(replies.map(({ json }) => json.responseId));
    expect(led.size).toBe(1);
    expect(asked).toContain([...led][0]);
    expect(new Set(replies.map(({ json }) => json.grant)).size).toBe(asked.length);
    expect((await invitation(test, made.id)).responseId).toBe([...led][0]);
  });

  it('and the second device goes on where the first has stopped', async () => {
    const code = codeOf(await invite(test, { respondent: 'dora' }));
    const phone = await opened(test, code);
    await submitHosted(
      test,
      submission(phone, { status: 'partial', answers: answers({ score: 4 }) }),
    );
    const laptop = await opened(test, code);
    expect(laptop.responseId).toBe(phone.responseId);
    expect(laptop.resume).toMatchObject({ status: 'partial', answers: { score: { value: 4 } } });
    expect(laptop.first).toMatchObject({ screen: 'second', hasBack: true });
  });

  it('which a visit to the site has begun before', async () => {
    const who = { respondent: 'eve', variables: { order: 'E-1' } };
    const site = await test.session(who);
    await test.submit(submission(site, { status: 'partial', answers: answers({ score: 4 }) }));
    const made = await invite(test, who);
    expect((await opened(test, codeOf(made))).responseId).toBe(site.responseId);
    expect((await invitation(test, made.id)).status).toBe('started');
    await test.submit(submission(site, { revision: 2, base: 1 }));
    expect((await invitation(test, made.id)).status).toBe('completed');
  });

  it('and asks nobody who has answered on the site meanwhile', async () => {
    const who = { respondent: 'finn', variables: { order: 'F-1' } };
    const made = await invite(test, who);
    await test.submit(submission(await test.session(who)));
    expect((await invitation(test, made.id)).status).toBe('completed');
    expect(await reasonOf(codeOf(made))).toBe('answered');
  });

  it('and another order’s to another', async () => {
    const one = await opened(test, codeOf(await invite(test, { variables: { order: '1' } })));
    const two = await opened(test, codeOf(await invite(test, { variables: { order: '2' } })));
    expect(two.responseId).not.toBe(one.responseId);
  });
});

describe('a code that opens nothing', () => {
  it.each([
    ['a guess', () => `${'A'.repeat(22)}default`],
    ['a guess at a project that is not there', () => `${'A'.repeat(22)}nobody`],
    ['half a link', () => 'AbC'],
    ['a code of which the end is missing', (code: string) => code.slice(0, -1)],
    [
      'a code with another letter',
      (code: string) => `${code.startsWith('x') ? 'y' : 'x'}${code.slice(1)}`,
    ],
    ['another project’s name under a code', (code: string) => code.replace('default', 'other')],
    ['a survey token', () => 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwcmoifQ.c2ln'],
    ['a code with a NUL', (code: string) => `${code}\0`],
  ])('is %s', async (_what, change) => {
    const made = await invite(test);
    const { status, json } = await exchange(test, change(codeOf(made)));
    expect([status, json.code]).toEqual([401, 'code_invalid']);
    expect(json.detail).toBeUndefined();
    expect((await invitation(test, made.id)).status).toBe('sent');
  });

  it('is an API key, about which the log shouts', async () => {
    const { status, json } = await exchange(test, `otk_default_${'Q'.repeat(43)}`);
    expect([status, json.code]).toEqual([403, 'token_is_key']);
  });

  it('is one beside a token, or neither of them', async () => {
    const token = await test.token();
    const both = await exchange(test, codeOf(await invite(test)), { token });
    const neither = await test.page('/v1/sessions', { responseId: newResponseId() });
    expect([both.json.code, neither.json.code]).toEqual(['request_invalid', 'request_invalid']);
  });

  it('is of an invitation that has ended, was cancelled, or whose survey is closed', async () => {
    const ended = await invite(test, { expiresAt: new Date(START.getTime() + DAY).toISOString() });
    const cancelled = await invite(test);
    await test.api('DELETE', `/v1/invitations/${cancelled.id}`);
    await test.publish('srv_closing');
    const closed = await invite(test, { survey: 'srv_closing' });
    await test.api('POST', '/v1/surveys/srv_closing/close');
    expect(await reasonOf(codeOf(cancelled))).toBe('cancelled');
    expect(await reasonOf(codeOf(closed))).toBe('closed');
    expect(await reasonOf(codeOf(ended))).toBeUndefined();
    test.advance(DAY);
    expect(await reasonOf(codeOf(ended))).toBe('expired');
    expect((await invitation(test, ended.id)).status).toBe('expired');
    test.clock.now = START;
  });

  it('is that of a person who was erased', async () => {
    const made = await invite(test, { respondent: 'gone' });
    const session = await opened(test, codeOf(made));
    await test.api('DELETE', '/v1/respondents/gone');
    expect((await exchange(test, codeOf(made))).json.code).toBe('code_invalid');
    const { json } = await submitHosted(test, submission(session));
    expect(json.results[0].result).toBe('erased');
  });
});

describe('an erasure', () => {
  it('in the moment in which the link is opened and answered leaves nothing of the person', async () => {
    const { db } = test.service.database;
    for (let round = 0; round < 8; round += 1) {
      const respondent = `erased-${round}`;
      const code = codeOf(await invite(test, { respondent }));
      const before = await opened(test, code);
      await Promise.all([
        exchange(test, code),
        submitHosted(test, submission(before)),
        test.api('DELETE', `/v1/respondents/${respondent}`),
        exchange(test, code),
        invitedAgain(respondent),
      ]);
      await test.api('DELETE', `/v1/respondents/${respondent}`);
      const tables = ['invitations', 'response_grants', 'responses'] as const;
      const left = await Promise.all(
        tables.map((table) =>
          db.selectFrom(table).select('project_id').where('respondent', '=', respondent).execute(),
        ),
      );
      expect(left).toEqual([[], [], []]);
    }
  });

  /** And what comes before the erasure or after it, as it happens. */
  const invitedAgain = async (respondent: string) =>
    await exchange(test, codeOf(await invite(test, { respondent })));
});

describe('a strict link', () => {
  it('can be opened again by the device that has opened it, for ten minutes', async () => {
    const code = codeOf(await invite(test, { respondent: 'strict', strict: true }));
    const responseId = newResponseId();
    const first = await exchange(test, code, { responseId });
    expect(first.status).toBe(200);
    expect(first.json).toHaveProperty('strict', true);
    expect((await exchange(test, code)).json.code).toBe('code_used');
    test.advance(9 * MINUTE);
    expect((await exchange(test, code, { responseId })).json.responseId).toBe(responseId);
    test.advance(2 * MINUTE);
    const { status, json } = await exchange(test, code, { responseId });
    expect([status, json.code]).toEqual([401, 'code_used']);
    test.clock.now = START;
  });

  it('lets one of many in who open it in the same moment', async () => {
    const code = codeOf(await invite(test, { respondent: 'strict-2', strict: true }));
    const replies = await Promise.all(Array.from({ length: 10 }, () => exchange(test, code)));
    const codes = replies.map(({ status, json }) => (status === 200 ? 'opened' : json.code));
    expect(codes.filter((one) => one === 'opened')).toHaveLength(1);
    expect(codes.filter((one) => one === 'code_used')).toHaveLength(9);
  });
});

describe('a token that names an invitation', () => {
  const byToken = async (request: Record<string, unknown>, change: Record<string, unknown> = {}) =>
    await test.page('/v1/sessions', {
      token: await test.token({ survey: undefined, ...request }),
      responseId: newResponseId(),
      ...change,
    });

  it('goes on with its response, and brings its variables unless it has its own', async () => {
    const variables = { order: 'H-1', channel: 'mail', spent: 10 };
    const made = await invite(test, { respondent: 'hugo', variables });
    const hosted = await opened(test, codeOf(made));
    const { json } = await byToken({
      respondent: 'hugo',
      invitation: made.id,
      variables: { channel: 'app' },
    });
    expect(json.responseId).toBe(hosted.responseId);
    expect(json.variables).toMatchObject({
      order: { value: 'H-1', source: 'token' },
      channel: { value: 'app', source: 'token' },
      spent: { value: 10, source: 'token' },
    });
  });

  it('is the invited respondent’s, and nobody else’s', async () => {
    const made = await invite(test, { respondent: 'ida' });
    for (const request of [{ respondent: 'mallory' }, {}]) {
      const { status, json } = await byToken({ ...request, invitation: made.id });
      expect([status, json.code]).toEqual([403, 'invitation_foreign']);
    }
    expect((await invitation(test, made.id)).status).toBe('sent');
  });

  it('is for its survey, and for an invitation of its project', async () => {
    const made = await invite(test, { respondent: 'ida' });
    const other = await invite(test, { respondent: 'ida' }, { key: keyOfOther });
    const request = { respondent: 'ida', invitation: made.id };
    expect((await byToken({ ...request, survey: 'srv_b' })).json.code).toBe('survey_mismatch');
    const foreign = await byToken({ ...request, invitation: other.id });
    expect([foreign.status, foreign.json.code]).toEqual([404, 'invitation_unknown']);
  });

  it('opens one session, and a lost reply is asked for again', async () => {
    const made = await invite(test, { respondent: 'jo' });
    const token = await test.token({ respondent: 'jo', invitation: made.id });
    const responseId = newResponseId();
    const first = await test.page('/v1/sessions', { token, responseId });
    const again = await test.page('/v1/sessions', { token, responseId });
    expect(again.json).toEqual({ ...first.json, grant: again.json.grant });
    const other = await test.page('/v1/sessions', { token, responseId: newResponseId() });
    expect(other.json.code).toBe('token_used');
  });

  it('asks nobody who has answered by the link', async () => {
    const made = await invite(test, { respondent: 'kim' });
    await submitHosted(test, submission(await opened(test, codeOf(made))));
    const { json } = await byToken({ respondent: 'kim', invitation: made.id });
    expect(json).toEqual({ ask: false, reason: 'answered' });
  });
});

describe('an invitation in the app', () => {
  const ask = async (respondent: string) => {
    const token = await test.token({ survey: undefined, respondent });
    const { json } = await test.page('/v1/sessions', { token, responseId: newResponseId() });
    return json;
  };
  const reasonFor = async (respondent: string) =>
    ((await ask(respondent)) as { readonly reason?: unknown }).reason;

  it('waits until its person comes, and is asked in the order of waiting', async () => {
    expect(await reasonFor('ida')).toBe('not_invited');
    await invite(test, { respondent: 'ida', channels: ['link'] });
    expect(await reasonFor('ida'), 'what goes by a link does not wait here').toBe('not_invited');
    const channels = ['in-app'];
    const first = await invite(test, { respondent: 'ida', channels, variables: { order: 'I-1' } });
    expect(first.status).toBe('sent');
    test.advance(1000);
    const second = await invite(test, { respondent: 'ida', channels, variables: { order: 'I-2' } });
    const session = await ask('ida');
    expect(session.variables['order']).toEqual({ value: 'I-1', source: 'token' });
    expect(await invitation(test, first.id)).toMatchObject({ status: 'opened' });
    expect((await ask('ida')).responseId, 'until it is answered').toBe(session.responseId);
    await test.submit(submission(session));
    expect(await invitation(test, first.id)).toMatchObject({ status: 'completed' });
    expect((await ask('ida')).variables['order']).toMatchObject({ value: 'I-2' });
    await test.api('DELETE', `/v1/invitations/${second.id}`);
    expect(await reasonFor('ida')).toBe('not_invited');
  });

  it('waits for its own person, and no longer than it may', async () => {
    const expiresAt = new Date(test.clock.now.getTime() + DAY).toISOString();
    await invite(test, { respondent: 'jon', channels: ['in-app'], expiresAt });
    expect(await reasonFor('kim')).toBe('not_invited');
    test.advance(DAY);
    expect(await reasonFor('jon')).toBe('not_invited');
  });
});
