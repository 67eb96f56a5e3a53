import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Invitation } from '../../protocol/index.ts';
import {
  codeOf,
  DAY,
  exchange,
  FCM,
  invitation,
  invite,
  opened,
  recordingSender,
  submitHosted,
} from '../testing/invitations.ts';
import { ROOT_KEY, START, SURVEY, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { sha256 } from '../hash.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService({ invitationSender: recordingSender() });
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const create = (change: Record<string, unknown>, headers = {}) =>
  test.api(
    'POST',
    '/v1/invitations',
    { survey: 'srv_a', respondent: 'ann', ...change },
    { headers },
  );

describe('whoever invites', () => {
  it('gets the link to the service’s own page', async () => {
    const made = await invite(test);
    expect(made).toMatchObject({ channels: ['link'], strict: false, attempts: [] });
    expect(made.link).toMatch(/^http:\/\/service\.test\/s\/[\w-]{22}default$/);
    expect(await invitation(test, made.id)).toEqual(made);
  });

  it('gets the link to a page of theirs, with the code in its fragment', async () => {
    const { link } = await invite(test, { page: 'https://shop.example/orders?x=1#details' });
    expect(link).toMatch(/^https:\/\/shop\.example\/orders\?x=1#details&otklik=[\w-]{22}default$/);
    const app = await invite(test, { page: 'shop://survey' });
    expect(app.link).toMatch(/^shop:\/\/survey#otklik=/);
  });

  it('gets links under the address that the settings name', async () => {
    const named = await testService({ publicUrl: 'https://ask.example/' });
    await named.publish('srv_a');
    expect((await invite(named)).link).toMatch(/^https:\/\/ask\.example\/s\/[\w-]+$/);
    const own = await exchange(named, codeOf(await invite(named)), {}, 'https://ask.example');
    const reached = await exchange(named, codeOf(await invite(named)), {}, 'http://service.test');
    expect([own.status, reached.status]).toEqual([200, 403]);
    await named.service.close();
  });

  it('invites once, however often the same request arrives', async () => {
    const headers = { 'idempotency-key': 'order A-1' };
    const first = await create({}, headers);
    const again = await create({}, headers);
    expect(again.json).toEqual(first.json);
    expect((await create({ lang: 'ru' }, headers)).json.code).toBe('idempotency_mismatch');
  });

  it.each([
    ['a survey that is not there', { survey: 'srv_none' }, 404, 'survey_unknown'],
    ['a survey that nobody was asked yet', { survey: 'srv_draft' }, 404, 'survey_not_published'],
  ])('is refused for %s', async (_what, change, status, code) => {
    await test.api('PUT', '/v1/surveys/srv_draft', { draft: SURVEY });
    const answer = await create(change);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  const days = (count: number) => new Date(START.getTime() + count * DAY).toISOString();

  it.each([
    [
      'a variable that the survey does not declare',
      { variables: { other: 1 } },
      '/variables/other',
    ],
    ['a variable of another type', { variables: { spent: 'much' } }, '/variables/spent'],
    ['a page without encryption', { page: 'http://shop.example/' }, '/page'],
    ['a page that is its own content', { page: 'data:text/html,x' }, '/page'],
    ['a page that is a path', { page: '/orders' }, '/page'],
    ['an end before its beginning', { at: days(2), expiresAt: days(1) }, '/expiresAt'],
    ['an end that is past', { at: days(-3), expiresAt: days(-1) }, '/expiresAt'],
    ['an end in another age', { expiresAt: days(400) }, '/expiresAt'],
    ['a beginning in another age', { at: days(366) }, '/at'],
    ['two beginnings', { at: days(1), delay: 60 }, '/delay'],
    ['a channel that is none', { channels: ['pigeon'] }, '/channels/0'],
    ['a channel twice', { channels: ['link', 'link'] }, '/channels'],
    ['an address that is none', { addresses: [{ ...FCM, token: 'a b' }] }, '/addresses/0/token'],
    ['nobody', { respondent: '' }, '/respondent'],
  ])('is told where it is wrong with %s', async (_what, change, pointer) => {
    const { status, json } = await create(change);
    expect([status, json.code]).toEqual([400, 'request_invalid']);
    expect(json.errors.map((error) => error.pointer)).toContain(pointer);
  });
});

describe('the list', () => {
  it('is paged, the newest first, and filtered', async () => {
    const key = await test.project('prj_list');
    await test.publish('srv_a', SURVEY, key);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      test.advance(count % 2 === 0 ? 1 : 0);
      made.push((await invite(test, { respondent: `r${count % 2}` }, { key })).id);
    }
    const list = async (query: string) =>
      (await test.api('GET', `/v1/invitations?${query}`, undefined, { key })).json;
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await list(`limit=2${next === undefined ? '' : `&cursor=${next}`}`);
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
    } while (next !== undefined);
    expect([...seen].sort()).toEqual([...made].sort());
    expect(seen[0]).toBe(made[4]);
    expect((await list('respondent=r1')).items).toHaveLength(2);
    expect((await list('status=cancelled')).items).toEqual([]);
    expect((await list('survey=srv_a&status=sent')).items).toHaveLength(5);
    test.clock.now = START;
  });
});

describe('a cancelled invitation', () => {
  it('stays cancelled, and its link leads nowhere', async () => {
    const { id } = await invite(test);
    for (let count = 0; count < 2; count += 1) {
      const { status, json } = await test.api('DELETE', `/v1/invitations/${id}`);
      expect([status, Invitation.parse(json).status]).toEqual([200, 'cancelled']);
    }
  });

  it('was not answered before: what is over cannot be cancelled', async () => {
    const made = await invite(test, { respondent: 'over' });
    await submitHosted(test, submission(await opened(test, codeOf(made))));
    const { status, json } = await test.api('DELETE', `/v1/invitations/${made.id}`);
    expect([status, json.code]).toEqual([409, 'invitation_final']);
  });

  it('still takes the answer of somebody who had begun', async () => {
    const made = await invite(test, { respondent: 'begun' });
    const session = await opened(test, codeOf(made));
    await test.api('DELETE', `/v1/invitations/${made.id}`);
    const { json } = await submitHosted(test, submission(session));
    expect(json.results[0].result).toBe('stored');
    expect((await invitation(test, made.id)).status).toBe('cancelled');
  });
});

describe('the code of a link', () => {
  it('is nowhere in the database, but its hash', async () => {
    const code = codeOf(await invite(test, { respondent: 'hidden' }));
    await opened(test, code);
    const { db } = test.service.database;
    const tables = await Promise.all([
      db.selectFrom('invitations').selectAll().execute(),
      db.selectFrom('response_grants').selectAll().execute(),
      db.selectFrom('sessions').selectAll().execute(),
      db.selectFrom('idempotency_keys').selectAll().execute(),
    ]);
    const stored = JSON.stringify(tables);
    expect(stored).toContain(sha256(code));
    expect(stored).not.toContain(code.slice(0, 22));
  });

  it('is in no log line, whatever is done with it', async () => {
    const made = await invite(test, {
      respondent: 'logged',
      page: 'https://shop.example/orders',
    });
    const code = codeOf(made);
    await opened(test, code);
    await exchange(test, code, { survey: 'srv_none' });
    await exchange(test, code, {}, 'https://evil.example');
    await exchange(test, `${code}x`);
    await exchange(test, code.slice(0, 25));
    await test.page('/v1/sessions', `{"code":"${code}"`);
    await test.page('/v1/page-events', { code, events: [{ type: 'opened' }] });
    await test.page('/v1/page-events', { code: `x${code}`, events: [{ type: 'opened' }] });
    await test.page(`/v1/sessions?code=${code}`, '{}');
    await test.api('GET', `/v1/invitations/${code}`);
    await test.api('GET', `/v1/invitations?cursor=${code}`);
    await test.api('GET', `/s/${code}`, undefined, { key: null });
    await test.api('POST', `/s/${code}`, undefined, { key: null });
    await test.api('GET', '/v1/invitations', undefined, {
      headers: { 'idempotency-key': code, referer: made.link },
    });
    await test.api('GET', '/v1/invitations', undefined, { key: `${ROOT_KEY}${code}` });
    const log = test.logLines.join('');
    expect(test.logLines.length).toBeGreaterThan(15);
    expect(log).not.toContain(code.slice(0, 22));
    expect(log).not.toContain(code.slice(2, 20));
  });
});
