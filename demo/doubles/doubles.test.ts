/** The doubles, held against what is known of the services that they stand in for. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';

import { startAmoCrm } from './amocrm.ts';
import type { AmoCrm } from './amocrm.ts';
import { startBitrix24 } from './bitrix24.ts';
import type { Bitrix24 } from './bitrix24.ts';
import type { Double } from './double.ts';
import { AMOCRM, BITRIX24, POWER_BI, SLACK } from './facts.ts';
import { startPowerBi } from './power-bi.ts';
import { startSlack } from './slack.ts';

let now: Date;
const open: Double[] = [];
const clock = () => now;

beforeEach(() => {
  now = new Date('2026-11-22T12:00:00.000Z');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((double) => double.close()));
});

async function started<Kind extends Double>(starting: Promise<Kind>): Promise<Kind> {
  const double = await starting;
  open.push(double);
  return double;
}

const pass = (ms: number): void => {
  now = new Date(now.getTime() + ms);
};

async function ask(
  url: string,
  body?: unknown,
  { method = body === undefined ? 'GET' : 'POST', headers = {} }: RequestInit = {},
) {
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const reply = await fetch(url, init);
  const text = await reply.text();
  const type = reply.headers.get('content-type') ?? '';
  return { status: reply.status, type, text, retryAfter: reply.headers.get('retry-after') };
}

describe('amoCRM', () => {
  let amo: AmoCrm;
  const call = (path: string, body?: unknown, method?: string, token = amo.token) =>
    ask(`${amo.url}/api/v4${path}`, body, {
      ...(method !== undefined && { method }),
      headers: { authorization: `Bearer ${token}` },
    });

  beforeEach(async () => {
    amo = await started(startAmoCrm({ now: clock }));
    amo.addLead(10, 'Tea', 'Anna', 'a@b.example');
  });

  it('takes notes as a list, echoes their request_id, and takes the same twice', async () => {
    const note = [{ note_type: 'common', params: { text: 'Hello' }, request_id: 'r1' }];
    const first = await call('/leads/10/notes', note);
    expect([first.status, first.type]).toEqual([200, AMOCRM.success.value]);
    expect(JSON.parse(first.text)).toMatchObject({
      _embedded: { notes: [{ entity_id: 10, request_id: 'r1' }] },
    });
    await call('/leads/10/notes', note);
    expect(amo.notes).toHaveLength(2);
    expect((await call('/leads/10/notes', note[0])).status).toBe(400);
    expect((await call('/leads/11/notes', note)).status).toBe(404);
  });

  it('says which field has no such choice', async () => {
    const values = [{ field_id: 103, values: [{ value: 'Bored' }] }];
    const { status, type, text } = await call(
      '/leads/10',
      { custom_fields_values: values },
      'PATCH',
    );
    expect([status, type]).toEqual([400, AMOCRM.problem.value]);
    expect(JSON.parse(text)).toMatchObject({
      'validation-errors': [{ errors: [{ code: 'NotSupportedChoice' }] }],
      title: 'Bad Request',
    });
  });

  it('bears seven requests a second, and then blocks who goes on', async () => {
    const statuses: number[] = [];
    for (let count = 0; count <= AMOCRM.requestsPerSecond.value; count += 1) {
      statuses.push((await call('/leads/10')).status);
    }
    expect(statuses.at(-2)).toBe(200);
    expect(statuses.at(-1)).toBe(429);
    const refused = await call('/leads/10');
    expect(() => JSON.parse(refused.text) as unknown).toThrow();
    for (let count = 0; count < AMOCRM.blockedAfter.value; count += 1) await call('/leads/10');
    expect((await call('/leads/10')).status).toBe(403);
  });

  it('knows its token, and refresh tokens once', async () => {
    expect((await call('/leads/10', undefined, 'GET', 'another')).status).toBe(401);
    const { clientId, clientSecret, redirectUri } = amo.oauth;
    const request = {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      grant_type: 'refresh_token',
      refresh_token: amo.refreshToken,
    };
    const renewed = await ask(`${amo.url}/oauth2/access_token`, request);
    const { access_token, expires_in } = JSON.parse(renewed.text) as Record<string, string>;
    expect(expires_in).toBe(AMOCRM.accessTokenSeconds.value);
    expect((await call('/leads/10', undefined, 'GET', access_token)).status).toBe(200);
    expect((await ask(`${amo.url}/oauth2/access_token`, request)).status).toBe(401);
    pass(AMOCRM.accessTokenSeconds.value * 1000);
    expect((await call('/leads/10', undefined, 'GET', access_token)).status).toBe(401);
  });

  it('has nothing to say of what is not there', async () => {
    const { status, text } = await call('/leads/99');
    expect([status, text]).toEqual([204, '']);
  });
});

describe('Bitrix24', () => {
  let bitrix: Bitrix24;
  const call = (method: string, body: object, agent = 'Test/1') =>
    ask(`${bitrix.webhookUrl}/${method}.json`, body, { headers: { 'user-agent': agent } });
  const errorOf = ({ text }: { text: string }) => (JSON.parse(text) as { error: string }).error;

  beforeEach(async () => {
    bitrix = await started(startBitrix24({ now: clock }));
    bitrix.addDeal(10, 'Tea', 'Anna', 'a@b.example');
  });

  it('takes comments of cards that there are', async () => {
    const fields = { ENTITY_ID: 10, ENTITY_TYPE: 'deal', COMMENT: 'Hello' };
    const { status, text } = await call('crm.timeline.comment.add', { fields });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ result: expect.any(Number) as number, time: {} });
    const empty = await call('crm.timeline.comment.add', { fields: { ...fields, COMMENT: '' } });
    expect([empty.status, errorOf(empty)]).toEqual([400, 'INVALID_ARG_VALUE']);
    const lost = await call('crm.timeline.comment.add', { fields: { ...fields, ENTITY_ID: 99 } });
    expect(errorOf(lost)).toBe('OWNER_NOT_FOUND');
    expect(errorOf(await call('crm.timeline.comment.add', {}))).toBe('100');
  });

  it('passes over fields that it does not know', async () => {
    const fields = { ufCrm_nps: 9, ufCrm_other: 1 };
    expect((await call('crm.item.update', { entityTypeId: 2, id: 10, fields })).status).toBe(200);
    expect(bitrix.items.get('2/10')).toMatchObject({ ufCrm_nps: 9 });
    expect(bitrix.items.get('2/10')).not.toHaveProperty('ufCrm_other');
    expect(errorOf(await call('crm.item.get', { entityTypeId: 2, id: 99 }))).toBe('NOT_FOUND');
  });

  it('has a bucket of fifty that loses two a second', async () => {
    const get = () => call('crm.item.get', { entityTypeId: 2, id: 10 });
    for (let count = 0; count < BITRIX24.bucket.value; count += 1) await get();
    const full = await get();
    expect([full.status, errorOf(full)]).toEqual([503, 'QUERY_LIMIT_EXCEEDED']);
    pass(1000 / BITRIX24.leakPerSecond.value);
    expect((await get()).status).toBe(200);
  });

  it('asks for a name, knows its secret, and says when its budget is full again', async () => {
    expect(errorOf(await call('crm.item.get', {}, 'nameless'))).toBe('INVALID_REQUEST');
    const wrong = await ask(`${bitrix.url}/rest/1/guess/crm.item.get.json`, {});
    expect([wrong.status, errorOf(wrong)]).toEqual([401, 'INVALID_CREDENTIALS']);
    bitrix.operating = BITRIX24.operatingSeconds.value + 1;
    const tired = await call('crm.item.get', { entityTypeId: 2, id: 10 });
    expect(tired.status).toBe(429);
    expect(JSON.parse(tired.text)).toMatchObject({
      time: { operating_reset_at: expect.any(Number) as number },
    });
  });
});

describe('Slack', () => {
  it('takes one message a second, and says when to come again', async () => {
    const slack = await started(startSlack({ now: clock }));
    const post = () => ask(slack.webhookUrl, { text: 'Hello' });
    const first = await post();
    expect([first.status, first.text]).toEqual([200, 'ok']);
    for (let count = 1; count < SLACK.burst.value; count += 1) await post();
    const refused = await post();
    expect([refused.status, refused.retryAfter]).toEqual([429, '1']);
    pass(SLACK.burst.value * 1000);
    expect((await post()).status).toBe(200);
  });

  const long = (length: number) => 'x'.repeat(length);
  const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
  const fields = (count: number) => ({
    type: 'section',
    fields: Array.from({ length: count }, () => ({ type: 'mrkdwn', text: 'x' })),
  });
  it.each([
    ['a header that is too long', [header(long(SLACK.headerMax.value + 1))]],
    ['too many fields', [fields(SLACK.fieldsMax.value + 1)]],
    ['too many blocks', Array.from({ length: SLACK.blocksMax.value + 1 }, () => header('x'))],
    ['an empty section', [{ type: 'section' }]],
  ])('refuses %s in a word', async (_what, blocks) => {
    const slack = await started(startSlack({ now: clock }));
    const { status, text } = await ask(slack.webhookUrl, { text: 'x', blocks });
    expect([status, text]).toEqual([400, 'invalid_blocks']);
  });

  it('calls whom a text names in its markup, and nobody that is escaped', async () => {
    const slack = await started(startSlack({ now: clock }));
    await ask(slack.webhookUrl, { text: '<!here>' });
    await ask(slack.webhookUrl, { text: '&lt;!here&gt;' });
    expect(slack.messages.map(({ mentions }) => mentions)).toEqual([['<!here>'], []]);
  });
});

describe('Power BI', () => {
  it('lets in who has signed in, and appends rows of its columns, the same ones again too', async () => {
    const powerBi = await started(startPowerBi({ now: clock }));
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: powerBi.clientId,
      client_secret: powerBi.clientSecret,
    });
    const login = await fetch(`${powerBi.url}/t/oauth2/v2.0/token`, { method: 'POST', body: form });
    const { access_token: token } = (await login.json()) as { access_token: string };
    const path = `${powerBi.url}/v1.0/myorg/groups/g/datasets/answers/tables/Responses/rows`;
    const post = (row: object, bearer = token) =>
      ask(path, { rows: [row] }, { headers: { authorization: `Bearer ${bearer}` } });
    expect((await post({ score: 1 }, 'another')).status).toBe(401);
    for (let time = 0; time < 2; time += 1) expect((await post({ score: 1 })).status).toBe(200);
    expect(powerBi.rows).toHaveLength(2);
    expect((await post({ nothing: 1 })).status).toBe(400);
    expect((await post({ comment: 'x'.repeat(POWER_BI.textMax.value + 1) })).status).toBe(400);
  });
});

describe('a system of the company', () => {
  it('takes webhooks by the SDK, each of them once', async () => {
    const { startWebhookReceiver } = await import('./webhook-receiver.ts');
    const receiver = await started(startWebhookReceiver({ now: clock }));
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    receiver.secrets.push(secret);
    const body = { type: 'otklik.test' };
    const headers = (by: string) => ({
      'webhook-id': 'dlv_1',
      'webhook-timestamp': String(now.getTime() / 1000),
      'webhook-signature': new Webhook(by).sign('dlv_1', now, JSON.stringify(body)),
    });
    for (let time = 0; time < 3; time += 1) {
      expect((await ask(`${receiver.url}/hook`, body, { headers: headers(secret) })).status).toBe(
        204,
      );
    }
    const other = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
    expect((await ask(`${receiver.url}/hook`, body, { headers: headers(other) })).status).toBe(401);
    expect([receiver.calls.length, receiver.effects.length]).toEqual([4, 1]);
  });
});
