/** Another system posts what happened, signed. */
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NewHook, StoredEvent } from '../../protocol/index.ts';
import { MINUTE } from '../testing/invitations.ts';
import { testService } from '../testing/service.ts';
import type { Answer, TestService } from '../testing/service.ts';

let test: TestService;
let hook: NewHook;

beforeAll(async () => {
  test = await testService({ secretKey: 'k'.repeat(43) });
  hook = await newHook();
});
afterAll(() => test.service.close());

async function newHook(key?: string): Promise<NewHook> {
  const options = key === undefined ? {} : { key };
  const { text } = await test.api('POST', '/v1/hooks', { name: 'The shop' }, options);
  return NewHook.parse(JSON.parse(text));
}

interface Message {
  readonly id?: string;
  readonly at?: Date;
  readonly secret?: string;
  readonly url?: string;
  readonly body?: string;
  readonly signature?: string;
}

let messages = 0;

async function post(event: unknown, message: Message = {}): Promise<Answer> {
  messages += 1;
  const { id = `msg_${messages}`, at = test.clock.now, secret = hook.secret } = message;
  const text = JSON.stringify(event);
  const { body = text, signature = new Webhook(secret).sign(id, at, text) } = message;
  return await test.send(
    new Request(message.url ?? hook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature,
      },
      body,
    }),
  );
}

async function stored(name: string): Promise<StoredEvent[]> {
  const { text } = await test.api('GET', `/v1/events?name=${name}`);
  return (JSON.parse(text) as { items: unknown[] }).items.map((one) => StoredEvent.parse(one));
}

const event = (name: string, change: object = {}) => ({ name, respondent: 'ann', ...change });

describe('a message', () => {
  it('is stored with the events that it brings, one or many', async () => {
    const one = await post(event('order.one', { id: 'o1', properties: { order: 'A' } }));
    expect([one.status, one.json.results[0]]).toMatchObject([200, { result: 'stored' }]);
    const many = await post({ events: [event('order.many'), event('Bad'), event('order.many')] });
    expect(many.json.results.map(({ result }) => result)).toEqual(['stored', 'refused', 'stored']);
    expect(await stored('order.one')).toMatchObject([
      { source: 'hook', properties: { order: 'A' } },
    ]);
    expect(await stored('order.many')).toHaveLength(2);
    const { text } = await test.api('GET', '/v1/hooks');
    expect(text).toContain(`"lastAt":"${test.clock.now.toISOString()}"`);
  });

  it('counts once, however often it comes', async () => {
    const again = Array.from({ length: 10 }, () => post(event('order.once'), { id: 'msg_same' }));
    const answers = await Promise.all(again);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.filter(({ text }) => text === '{"duplicate":true}')).toHaveLength(9);
    expect(await stored('order.once')).toHaveLength(1);
  });

  it('that is refused as a whole may come again, mended', async () => {
    const bad = await post({ name: 'Bad' }, { id: 'msg_mended' });
    expect([bad.status, bad.json.code]).toEqual([400, 'request_invalid']);
    expect((await post(event('order.mended'), { id: 'msg_mended' })).status).toBe(200);
  });

  it.each([
    ['signed by another secret', { secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }],
    ['of which a letter was changed', { body: JSON.stringify(event('order.forged')) }],
    ['without a signature', { signature: '' }],
    [
      'with many wrong signatures',
      { signature: Array.from({ length: 50 }, () => 'v1,AAAA').join(' ') },
    ],
    ['six minutes old', { at: new Date(Date.parse('2026-11-22T11:54:00.000Z')) }],
    ['six minutes ahead', { at: new Date(Date.parse('2026-11-22T12:06:01.000Z')) }],
    ['with an id of spaces', { id: ' ' }],
  ])('%s is refused', async (_what, message: Message) => {
    const { status, json, text } = await post(event('order.refused'), message);
    expect([status, json.code]).toEqual([401, 'signature_invalid']);
    expect(text, 'the reason is for the log alone').not.toMatch(/ahead|another secret|headers/);
    expect(await stored('order.refused')).toEqual([]);
  });

  it('signed by two secrets, one of them ours, is taken', async () => {
    const id = 'msg_two';
    const text = JSON.stringify(event('order.two'));
    const ours = new Webhook(hook.secret).sign(id, test.clock.now, text);
    expect((await post(event('order.two'), { id, signature: `v1,AAAA ${ours}` })).status).toBe(200);
  });

  it('that is too long is not read', async () => {
    const long = event('order.long', { properties: { a: 'x'.repeat(2_000_000) } });
    expect((await post(long)).status).toBe(413);
  });
});

describe('an address', () => {
  it('that is guessed, cut off or revoked leads nowhere', async () => {
    const revoked = await newHook();
    await test.api('DELETE', `/v1/hooks/${revoked.id}`);
    for (const url of [
      `http://service.test/v1/hooks/otklik/${'A'.repeat(43)}default`,
      hook.url.slice(0, -1),
      revoked.url,
    ]) {
      const { status, json } = await post(event('order.lost'), { url });
      expect([status, json.code]).toEqual([404, 'hook_unknown']);
    }
    expect((await test.api('DELETE', '/v1/hooks/hok_none')).json.code).toBe('hook_unknown');
  });

  it('of another project brings events to that project, and signs by its own secret', async () => {
    const key = await test.project('prj_other');
    const other = await newHook(key);
    expect((await post(event('order.other'), { url: other.url })).status).toBe(401);
    const { url, secret } = other;
    expect((await post(event('order.other'), { url, secret })).status).toBe(200);
    expect(await stored('order.other')).toEqual([]);
  });

  it('and its secret are shown once, and stand in no log and no table as they are', async () => {
    const listed = await test.api('GET', '/v1/hooks');
    const path = hook.url.split('/').at(-1) ?? '';
    const { rows } = await test.service.database.execute('select * from hooks');
    for (const place of [listed.text, test.logLines.join(''), JSON.stringify(rows)]) {
      expect(place).not.toContain(path);
      expect(place).not.toContain(hook.secret);
    }
  });
});

describe('an event of a page', () => {
  const track = async (events: readonly object[], token: Record<string, unknown> = {}) => {
    const minted = await test.token({ respondent: 'eve', survey: undefined, ...token });
    return await test.page('/v1/page-events', { token: minted, events });
  };

  it('is stored for the person of its token, where it is declared for pages', async () => {
    const declared = { properties: { plan: { type: 'string' } }, fromPages: true };
    await test.api('PUT', '/v1/event-types/plan.chosen', declared);
    await test.api('PUT', '/v1/event-types/order.paid', { properties: {} });
    const chosen = { type: 'event', name: 'plan.chosen', id: 'once', properties: { plan: 'pro' } };
    const paid = { type: 'event', name: 'order.paid' };
    expect((await track([chosen, paid, chosen])).json).toEqual({ ok: true });
    expect((await track([chosen])).status).toBe(200);
    expect(await stored('plan.chosen')).toMatchObject([
      { respondent: 'eve', source: 'page', properties: { plan: 'pro' } },
    ]);
    expect(await stored('order.paid'), 'a page may not tell this').toEqual([]);
    await track([chosen], { respondent: 'fay' });
    expect(await stored('plan.chosen'), 'another person has ids of their own').toHaveLength(2);
    await track([{ ...chosen, id: 'late', at: '2030-01-01T00:00:00.000Z' }]);
    expect((await stored('plan.chosen'))[0]?.at).toBe(test.clock.now.toISOString());
  });

  it('of nobody is not kept, and needs a token', async () => {
    const chosen = { type: 'event', name: 'plan.chosen', id: 'nobody' };
    const before = (await stored('plan.chosen')).length;
    expect((await track([chosen], { respondent: undefined })).status).toBe(200);
    const { status, json } = await test.page('/v1/page-events', {
      code: 'x'.repeat(30),
      events: [chosen],
    });
    expect([status, json.errors[0].pointer]).toEqual([400, '/token']);
    expect(await stored('plan.chosen')).toHaveLength(before);
  });

  it('begins a scenario like any other', async () => {
    await test.publish('srv_a');
    const draft = {
      title: 'Chosen',
      on: { event: 'plan.chosen' },
      timezone: 'UTC',
      steps: [{ id: 'ask', type: 'invite', survey: 'srv_a', channels: ['link'] }],
    };
    await test.api('PUT', '/v1/scenarios/scn_a', { draft });
    await test.api('POST', '/v1/scenarios/scn_a/publish');
    await track([{ type: 'event', name: 'plan.chosen' }], { respondent: 'gus' });
    await post(event('plan.chosen', { respondent: 'hal' }));
    test.advance(MINUTE);
    await test.service.tick();
    const { text } = await test.api('GET', '/v1/invitations?status=sent');
    expect(text).toContain('"respondent":"gus"');
    expect(text).toContain('"respondent":"hal"');
  });
});
