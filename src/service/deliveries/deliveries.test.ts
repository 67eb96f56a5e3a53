/** What is stored arrives where it belongs: once in effect, again where it has to be, and visibly. */
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Delivery, DeliveryPayload, Destination, NewDestination } from '../../protocol/index.ts';
import type { DeliveryWithAttempts, DestinationRequest } from '../../protocol/index.ts';
import { outboundTo } from '../push/testing/outbound.ts';
import { pushServer } from '../push/testing/push-server.ts';
import type { PushServer, SeenRequest, ServerReply } from '../push/testing/push-server.ts';
import { DAY, HOUR, MINUTE } from '../testing/invitations.ts';
import { answers, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { GIVE_UP_MS } from './outcome.ts';

let test: TestService;
let receiver: PushServer;
let reply: (request: SeenRequest) => ServerReply | Promise<ServerReply>;

beforeEach(async () => {
  reply = () => ({ status: 200 });
  receiver = await pushServer((request) => reply(request));
  test = await testService({ secretKey: 'k'.repeat(32), outbound: outboundTo() });
  await test.publish('srv_a');
});
afterEach(async () => {
  await test.service.close();
  await receiver.close();
});

type Change = Partial<Omit<DestinationRequest, 'target'>> & {
  readonly payload?: 'thin';
  readonly path?: string;
};

async function destination({ payload, path = '/hook', ...change }: Change = {}) {
  const url = `${receiver.url}${path}`;
  const target = { kind: 'webhook', url, ...(payload !== undefined && { payload }) };
  const { status, json, text } = await test.api('POST', '/v1/destinations', {
    name: 'The shop',
    target,
    ...change,
  });
  expect(status, text).toBe(201);
  return NewDestination.parse(json);
}

/** Somebody answers, at once and completely unless the change says otherwise. */
async function answer(change: Record<string, unknown> = {}, request: Record<string, unknown> = {}) {
  const session = await test.session({
    respondent: 'ann',
    variables: { order: 'A-1' },
    ...request,
  });
  const { json } = await test.submit(submission(session, change));
  expect(json.results[0].result).toBe('stored');
  return session;
}

/** Whatever is due by now is done. */
async function work(): Promise<void> {
  await test.service.tick();
  await test.service.sent();
}

async function later(ms: number): Promise<void> {
  test.advance(ms);
  await work();
}

const payloads = () =>
  receiver.requests.map(({ body }) => DeliveryPayload.parse(JSON.parse(body.toString())));
const types = () => payloads().map(({ type }) => type);

async function deliveries(query = ''): Promise<Delivery[]> {
  const { json } = await test.api('GET', `/v1/deliveries${query}`);
  return json.items.map((item) => Delivery.parse(item));
}

async function logOf(id: string): Promise<DeliveryWithAttempts> {
  const { json } = await test.api('GET', `/v1/deliveries/${id}`);
  return json as unknown as DeliveryWithAttempts;
}

async function standing({ id }: Pick<Destination, 'id'>): Promise<Destination> {
  return Destination.parse((await test.api('GET', `/v1/destinations/${id}`)).json);
}

describe('a response', () => {
  it('arrives signed, with the words of its questions and what came along', async () => {
    const { secret } = await destination();
    const session = await answer();
    await work();
    const [request] = receiver.requests;
    const [told] = await deliveries();
    expect(told).toMatchObject({
      status: 'delivered',
      attempts: 1,
      respondent: 'ann',
      dueAt: null,
    });
    const { headers, body } = request!;
    expect(headers['webhook-id']).toBe(told?.id);
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const signature = new Webhook(secret).sign(told?.id ?? '', at, body.toString());
    expect(headers['webhook-signature']).toBe(signature);
    expect(payloads()).toMatchObject([
      {
        type: 'response.completed',
        timestamp: test.clock.now.toISOString(),
        data: {
          schemaVersion: 1,
          sequence: 1,
          survey: { id: 'srv_a', version: 1, title: 'Delivery' },
          response: {
            id: session.responseId,
            respondent: 'ann',
            answers: {
              score: { title: 'How likely?', type: 'nps', value: 9, text: '9' },
              liked: { value: ['speed'], text: 'Speed' },
            },
            variables: { order: 'A-1' },
          },
        },
      },
    ]);
  });

  it('that grows is told as it was asked for: begun, going on, complete', async () => {
    await destination({
      rule: { events: ['response.started', 'response.partial', 'response.completed'] },
    });
    const session = await test.session({ respondent: 'ann' });
    const partial = { status: 'partial', answers: answers({ score: 3 }) };
    await test.submit(submission(session, partial));
    await work();
    expect(types().toSorted()).toEqual(['response.partial', 'response.started']);
    await test.submit(submission(session, { revision: 2, base: 1 }));
    await work();
    expect(payloads().at(-1)).toMatchObject({ type: 'response.completed', data: { sequence: 2 } });
  });

  it('that is sent by the device twice is told once', async () => {
    await destination();
    const session = await answer();
    await test.submit(submission(session));
    await work();
    await work();
    expect(types()).toEqual(['response.completed']);
  });

  it('goes only where its survey, its status and its answers fit', async () => {
    const sad = { answer: 'score', op: 'lte', value: 6 } as const;
    await destination({ path: '/sad', rule: { when: sad } });
    await destination({ path: '/other', rule: { surveys: ['srv_other'] } });
    await destination({ path: '/left', rule: { statuses: ['dismissed'] } });
    await answer();
    await answer({ answers: answers({ score: 6, why: null, liked: null }) }, { respondent: 'bob' });
    await work();
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/sad']);
    expect(payloads()).toMatchObject([{ data: { response: { respondent: 'bob' } } }]);
  });

  it('is told without what does not leave the country, or is redacted', async () => {
    await destination({
      crossBorder: true,
      rule: { fields: ['score', 'why', 'respondent'], redact: { why: 'mask', respondent: 'hash' } },
    });
    await answer({
      answers: answers({ score: 2, why: 'Call +7 900 123-45-67 or a@b.ru', liked: [] }),
    });
    await work();
    const { response } = payloads()[0]?.data ?? {};
    expect(Object.keys(response?.answers ?? {})).toEqual(['score', 'why']);
    expect(response?.answers?.['why']).toMatchObject({
      value: 'Call ••• or •••',
      text: 'Call ••• or •••',
    });
    expect(response?.respondent).toMatch(/^[0-9a-f]{16}$/);
    expect(response?.variables).toEqual({});
    expect(Object.keys(response?.questions ?? {}).toSorted()).toEqual(['score', 'why']);
  });

  it('is told by its ids alone where that is enough', async () => {
    await destination({ payload: 'thin' });
    const { responseId } = await answer();
    await work();
    expect(payloads()[0]?.data).toEqual({
      schemaVersion: 1,
      sequence: 1,
      survey: { id: 'srv_a', version: 1 },
      response: { id: responseId, status: 'completed', revision: 1 },
    });
  });

  it('that is set aside is told of, and so is an erasure', async () => {
    await destination({ rule: { events: ['response.quarantined', 'respondent.erased'] } });
    const session = await test.session({ respondent: 'ann' });
    await test.submit(submission(session, { answers: answers({ score: 99 }) }));
    await work();
    await test.api('DELETE', '/v1/respondents/ann');
    await work();
    expect(payloads()).toMatchObject([
      { type: 'response.quarantined', data: { quarantine: { reason: 'response_invalid' } } },
      { type: 'respondent.erased', data: { erasure: { respondent: 'ann' } } },
    ]);
    const { rows } = await test.service.database.execute('select facts::text from deliveries');
    expect(JSON.stringify(rows)).not.toContain('ann');
  });

  it('costs nothing where nobody wants it', async () => {
    await destination({ rule: { events: ['respondent.erased'] } });
    await answer();
    const { rows } = await test.service.database.execute('select id from notices');
    expect(rows).toEqual([]);
  });
});

describe('an invitation', () => {
  it('is told of with each status that was asked for', async () => {
    await destination({ rule: { events: ['invitation.cancelled', 'invitation.sent'] } });
    const { json } = await test.api('POST', '/v1/invitations', {
      survey: 'srv_a',
      respondent: 'ann',
    });
    await work();
    await test.api('DELETE', `/v1/invitations/${json.id}`);
    await work();
    expect(payloads()).toMatchObject([
      { type: 'invitation.sent', data: { invitation: { id: json.id, respondent: 'ann' } } },
      { type: 'invitation.cancelled', data: { invitation: { id: json.id, status: 'cancelled' } } },
    ]);
  });
});

describe('an invitation for somebody else to hand over', () => {
  it('goes out with its link where that was asked for, and the log does not quote it', async () => {
    const events = ['invitation.sent', 'invitation.cancelled'] as const;
    await destination({ path: '/with', rule: { events: [...events], links: true } });
    await destination({ path: '/without', rule: { events: ['invitation.sent'] } });
    const request = { survey: 'srv_a', respondent: 'ann', variables: { order: 'A-1' } };
    const { json } = await test.api('POST', '/v1/invitations', request);
    await work();
    await test.api('DELETE', `/v1/invitations/${json.id}`);
    await work();
    const { link } = json as unknown as { link: string };
    const sent = receiver.requests.map(({ path }, at) => ({
      path,
      told: payloads()[at]?.data.invitation,
    }));
    expect(sent.toSorted((a, b) => a.path.localeCompare(b.path))).toMatchObject([
      { path: '/with', told: { link, status: 'sent', variables: { order: 'A-1' } } },
      { path: '/with', told: { status: 'cancelled' } },
      { path: '/without', told: { status: 'sent' } },
    ]);
    expect(JSON.stringify(sent).split(link)).toHaveLength(2);
    const code = link.split('/s/')[1] ?? '';
    const { rows } = await test.service.database.execute(
      'select exchanges::text from delivery_attempts',
    );
    expect(JSON.stringify([rows, test.logLines])).not.toContain(code);
  });
});

describe('a destination that does not take it', () => {
  it('is tried again, by the schedule of Standard Webhooks, under the same id, until it does', async () => {
    reply = () => ({ status: 500 });
    await destination();
    await answer();
    await work();
    expect(await deliveries()).toMatchObject([
      { status: 'pending', reason: 'HTTP 500', attempts: 1 },
    ]);
    await later(4000);
    expect(receiver.requests).toHaveLength(1);
    await later(2000);
    expect(receiver.requests).toHaveLength(2);
    await later(6 * MINUTE);
    reply = () => ({ status: 204 });
    await later(34 * MINUTE);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: 4, reason: null }]);
    const { log } = await logOf((await deliveries())[0]!.id);
    expect(log.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed', 'delivered']);
    expect(log[0]?.exchanges).toMatchObject([{ method: 'POST', status: 500 }]);
  });

  it('for three days is stopped; what waits for it is there when it is resumed', async () => {
    reply = () => ({ status: 503 });
    const { id } = await destination();
    await answer();
    await work();
    for (let passed = 0; passed <= GIVE_UP_MS + DAY; passed += HOUR) await later(HOUR);
    expect(await standing({ id })).toMatchObject({ status: 'stopped' });
    const tries = receiver.requests.length;
    await answer({}, { respondent: 'bob' });
    await later(DAY);
    expect(receiver.requests).toHaveLength(tries);
    reply = () => ({ status: 200 });
    await test.api('POST', `/v1/destinations/${id}/resume`);
    await work();
    const all = await deliveries();
    expect(all.map(({ status }) => status)).toContain('delivered');
    expect(all.filter(({ status }) => status === 'pending')).toEqual([]);
  });

  it('is left alone for a while after five failures, and then asked with one', async () => {
    reply = () => ({ status: 500 });
    const { id } = await destination();
    for (let person = 0; person < 30; person += 1) await answer({}, { respondent: `p${person}` });
    await work();
    const tries = receiver.requests.length;
    // Those that were under way when it became known.
    expect(tries).toBeLessThan(5 + 16);
    expect((await standing({ id })).restsUntil).not.toBeNull();
    await later(29_000);
    expect(receiver.requests).toHaveLength(tries);
    await later(10 * MINUTE);
    expect(receiver.requests).toHaveLength(tries + 1);
    reply = () => ({ status: 200 });
    await later(20 * MINUTE);
    expect((await deliveries('?limit=100')).every(({ status }) => status === 'delivered')).toBe(
      true,
    );
    expect(await standing({ id })).toMatchObject({ failingSince: null, restsUntil: null });
  });

  it('and asks for time gets it, at no cost of a try', async () => {
    reply = () => ({ status: 429, headers: { 'retry-after': '120' } });
    const { id } = await destination();
    await answer();
    await work();
    await later(60_000);
    expect(receiver.requests).toHaveLength(1);
    expect((await standing({ id })).restsUntil).toBe('2026-11-22T12:02:00.000Z');
    reply = () => ({ status: 200 });
    await later(61_000);
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  it('because it is gone is stopped at once', async () => {
    reply = () => ({ status: 410 });
    const { id } = await destination();
    await answer();
    await work();
    expect(await standing({ id })).toMatchObject({ status: 'stopped', reason: 'HTTP 410' });
    expect(await deliveries()).toMatchObject([{ status: 'pending' }]);
  });

  it('and points elsewhere is not followed', async () => {
    reply = () => ({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
    await destination();
    await answer();
    await work();
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/hook']);
    expect(await deliveries()).toMatchObject([{ reason: 'HTTP 302 (redirect)' }]);
  });

  it('does not keep the others waiting', async () => {
    const never = Promise.withResolvers<ServerReply>();
    reply = ({ path }) => (path === '/dead' ? never.promise : { status: 200 });
    await destination({ path: '/dead' });
    await destination({ path: '/well' });
    await answer();
    await test.service.tick();
    await expect
      .poll(async () => (await deliveries()).map(({ status }) => status).toSorted())
      .toEqual(['delivered', 'pending']);
    never.resolve({ status: 200 });
    await test.service.sent();
  });
});

describe('a project', () => {
  it('is told of a destination that stands still, once, and that it is well again', async () => {
    await test.api('POST', '/v1/alerts', {
      name: 'Deliveries',
      when: { on: 'destination-stopped', minutes: 60 },
      to: [{ kind: 'webhook', url: `${receiver.url}/alert` }],
    });
    reply = ({ path }) => ({ status: path === '/alert' ? 200 : 410 });
    const { id } = await destination();
    await answer();
    for (let time = 0; time < 3; time += 1) await later(MINUTE);
    const told = () => receiver.requests.filter(({ path }) => path === '/alert');
    expect(told()).toHaveLength(1);
    expect(told()[0]?.body.toString()).toContain(
      'Nothing arrives at The shop (stopped: HTTP 410).',
    );
    await test.api('POST', `/v1/destinations/${id}/resume`);
    reply = () => ({ status: 200 });
    for (let time = 0; time < 3; time += 1) await later(MINUTE);
    expect(told()).toHaveLength(2);
  });

  it('pauses a destination, and goes on where it was', async () => {
    const { id } = await destination();
    await test.api('POST', `/v1/destinations/${id}/pause`);
    await answer();
    await work();
    expect(receiver.requests).toEqual([]);
    await test.api('POST', `/v1/destinations/${id}/resume`);
    await work();
    expect(receiver.requests).toHaveLength(1);
  });

  it('changes a secret while webhooks are signed by both', async () => {
    const { id, secret: older } = await destination();
    const { json } = await test.api('POST', `/v1/destinations/${id}/rotate-secret`);
    await answer();
    await work();
    await later(DAY);
    await answer({}, { respondent: 'bob' });
    await work();
    const signed = receiver.requests.map(({ headers, body }) => {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const by = [json.secret, older].map((secret) =>
        new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body.toString()),
      );
      return headers['webhook-signature']?.split(' ').map((one) => by.indexOf(one));
    });
    expect(signed).toEqual([[0, 1], [0]]);
  });

  it('tests a destination', async () => {
    const { id } = await destination();
    const { status } = await test.api('POST', `/v1/destinations/${id}/test`);
    await work();
    expect([status, types()]).toEqual([202, ['otklik.test']]);
  });

  it('sends again what was given up, one or a range, under the same ids', async () => {
    const { id } = await destination();
    await answer();
    await work();
    const [told] = await deliveries();
    await test.api('POST', `/v1/deliveries/${told!.id}/replay`);
    await work();
    const range = { which: 'all', since: '2026-11-22T00:00:00.000Z' };
    const { json } = await test.api('POST', `/v1/destinations/${id}/replay`, range);
    await work();
    expect(json).toEqual({ replayed: 1 });
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(3).fill(told?.id),
    );
    expect((await logOf(told!.id)).log.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('forgets somebody, and with him what was told of him, which it could read out before', async () => {
    await destination();
    await answer();
    await work();
    const { text } = await test.api('GET', '/v1/respondents/ann/export');
    expect(text).toMatch(/"kind":"delivery",.*"status":"delivered"/);
    expect(text).toMatch(/"kind":"delivery-attempt",.*"outcome":"delivered"/);
    await answer({}, { variables: { order: 'A-2' } });
    await test.api('DELETE', '/v1/respondents/ann');
    await work();
    expect(receiver.requests).toHaveLength(1);
    expect(await deliveries()).toEqual([]);
    const { rows } = await test.service.database.execute(
      'select delivery_id as id from delivery_attempts union all select id from notices',
    );
    expect(rows).toEqual([]);
  });

  it('deletes a destination with its log', async () => {
    const { id } = await destination();
    await answer();
    await work();
    expect((await test.api('DELETE', `/v1/destinations/${id}`)).status).toBe(200);
    expect(await deliveries()).toEqual([]);
  });

  it.each([
    ['a private address', { kind: 'webhook', url: 'https://10.0.0.1/' }, {}, '/target/url'],
    [
      'Slack without its fields',
      { kind: 'slack', url: 'https://hooks.slack.com/services/T/B/x' },
      {},
      '/crossBorder',
    ],
    ['letters without a mail server', { kind: 'email', to: ['a@b.ru'] }, {}, '/target/kind'],
    [
      'a border without its fields',
      { kind: 'webhook', url: 'https://a.example/' },
      { crossBorder: true },
      '/rule/fields',
    ],
  ])('is told what is wrong with %s', async (_what, target, change, pointer) => {
    const real = await testService({ secretKey: 'k'.repeat(32) });
    const body = { name: 'x', target, ...change };
    const { status, json } = await real.api('POST', '/v1/destinations', body);
    expect([status, json.errors[0].pointer]).toEqual([400, pointer]);
    await real.service.close();
  });

  it('sees no secret of a destination again, in no answer and no log', async () => {
    const url = `${receiver.url}/services/T000/B000/a-secret-part`;
    const slack = { kind: 'slack', url };
    const { json } = await test.api('POST', '/v1/destinations', {
      name: 'Channel',
      target: slack,
      crossBorder: true,
      rule: { fields: ['score'] },
    });
    await answer();
    await work();
    const [told] = await deliveries();
    const seen = [json, await standing(json), await logOf(told!.id), ...test.logLines];
    expect(JSON.stringify(seen)).not.toContain('a-secret-part');
    expect(receiver.requests[0]?.path).toContain('a-secret-part');
  });
});
