/** A company's systems tell what happened, more than once and out of order. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { EventReceipt, EventType, LIMITS, Profile, StoredEvent } from '../../protocol/index.ts';
import { START, testService } from '../testing/service.ts';
import type { Answer, TestService } from '../testing/service.ts';

const DAY = 24 * 60 * 60 * 1000;

let test: TestService;
let key: string;
let projects = 0;

beforeAll(async () => {
  test = await testService();
});
afterAll(() => test.service.close());
beforeEach(async () => {
  projects += 1;
  key = await test.project(`prj_events${projects}`);
});

const send = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  test.api('POST', '/v1/events', body, { key, headers });

async function told(...events: readonly object[]): Promise<EventReceipt[]> {
  const { status, text } = await send({ events });
  expect(status).toBe(200);
  return (JSON.parse(text) as { results: unknown[] }).results.map((one) => EventReceipt.parse(one));
}

async function stored(query = ''): Promise<StoredEvent[]> {
  const { json } = await test.api('GET', `/v1/events?limit=500${query}`, undefined, { key });
  return json.items.map((item) => StoredEvent.parse(item));
}

async function profile(id: string): Promise<Profile> {
  const { text } = await test.api('GET', `/v1/respondents/${id}`, undefined, { key });
  return Profile.parse(JSON.parse(text));
}

const DELIVERED = { name: 'order.delivered', respondent: 'ann' };
const iso = (ms: number): string => new Date(START.getTime() + ms).toISOString();

describe('an event', () => {
  it('is stored with its time and properties', async () => {
    const event = {
      ...DELIVERED,
      id: 'order/42/delivered',
      at: iso(-DAY),
      properties: { order: '42', spent: 12.5, gift: true },
    };
    expect((await send(event)).json.results).toMatchObject([{ id: event.id, result: 'stored' }]);
    expect(await stored()).toEqual([{ ...event, source: 'api', receivedAt: START.toISOString() }]);
  });

  it('without an id gets one, and without a time happened now', async () => {
    const [receipt] = await told(DELIVERED);
    expect(receipt?.id).toMatch(/^evt_[0-9a-f]{32}$/);
    expect(await stored()).toMatchObject([{ id: receipt?.id, at: START.toISOString() }]);
  });

  it('comes once, whoever sends it again and in whatever company', async () => {
    const event = { ...DELIVERED, id: 'a' };
    const batches = Array.from({ length: 20 }, () => told(event, { ...event, id: 'b' }, event));
    const results = (await Promise.all(batches)).flat();
    expect(results.filter(({ result }) => result === 'stored')).toHaveLength(2);
    expect(results.every(({ warnings = [] }) => warnings.every(isUndeclared))).toBe(true);
    expect((await stored()).map(({ id }) => id).sort()).toEqual(['a', 'b']);
  });

  it('under the id of another one is not stored, and that is said', async () => {
    await told({ ...DELIVERED, id: 'a' });
    const [receipt] = await told({ ...DELIVERED, id: 'a', respondent: 'bea' });
    expect(receipt).toMatchObject({
      result: 'duplicate',
      warnings: [{ code: 'event_differs' }, {}],
    });
    expect(await stored()).toMatchObject([{ respondent: 'ann' }]);
  });

  it('that does not fit costs the others of its batch nothing', async () => {
    const receipts = await told(
      { ...DELIVERED, id: 'good' },
      { ...DELIVERED, id: 'no-name', name: 'Order delivered' },
      { ...DELIVERED, id: 'future', at: iso(31 * DAY) },
      { ...DELIVERED, id: 'past', at: iso(-367 * DAY) },
      { ...DELIVERED, id: 'late', at: iso(-300 * DAY) },
      { ...DELIVERED, id: 'early', at: iso(29 * DAY) },
      { respondent: 'ann', id: 'two words', name: 'a' },
    );
    expect(receipts.map(({ id, result, errors }) => [id, result, errors?.[0]?.pointer])).toEqual([
      ['good', 'stored', undefined],
      ['no-name', 'refused', '/name'],
      ['future', 'refused', '/at'],
      ['past', 'refused', '/at'],
      ['late', 'stored', undefined],
      ['early', 'stored', undefined],
      [null, 'refused', '/id'],
    ]);
    expect(await stored()).toHaveLength(3);
  });

  it('alone is refused as a whole', async () => {
    const { status, json } = await send({ ...DELIVERED, name: 'Order', colour: 'red' });
    expect(status).toBe(400);
    expect(json.errors.map(({ pointer }) => pointer).sort()).toEqual(['/colour', '/name']);
    expect((await send({ ...DELIVERED, at: iso(31 * DAY) })).json.errors[0].pointer).toBe('/at');
    expect((await send({ events: [] })).status).toBe(400);
    const many = Array.from({ length: LIMITS.eventsPerBatch + 1 }, () => DELIVERED);
    expect((await send({ events: many })).status).toBe(400);
  });

  it('may be one of five hundred', async () => {
    const many = Array.from({ length: LIMITS.eventsPerBatch }, (_, one) => ({
      ...DELIVERED,
      id: `${one}`,
    }));
    expect(new Set((await told(...many)).map(({ result }) => result))).toEqual(new Set(['stored']));
    expect(await stored()).toHaveLength(500);
  });

  it('is found by its person and its name, the latest first', async () => {
    await told({ ...DELIVERED, id: 'a' }, { ...DELIVERED, id: 'b', respondent: 'bea' });
    test.advance(1000);
    await told({ ...DELIVERED, id: 'c', name: 'order.returned' });
    expect((await stored('&respondent=ann')).map(({ id }) => id)).toEqual(['c', 'a']);
    expect((await stored('&name=order.delivered')).map(({ id }) => id)).toEqual(['b', 'a']);
    test.clock.now = START;
  });
});

const isUndeclared = ({ code }: { code: string }): boolean => code === 'event_undeclared';

describe('what is declared of an event', () => {
  const declare = (properties: object): Promise<Answer> =>
    test.api('PUT', '/v1/event-types/order.delivered', { properties }, { key });

  it('is what its properties are held to', async () => {
    await declare({ order: { type: 'string', required: true }, on: { type: 'date' } });
    const receipts = await told(
      { ...DELIVERED, id: 'a', properties: { order: '1', on: '2026-11-22', colour: 'red' } },
      { ...DELIVERED, id: 'b', properties: { order: 1 } },
      { ...DELIVERED, id: 'c', properties: { order: '1', on: 'yesterday' } },
      { ...DELIVERED, id: 'd' },
    );
    expect(receipts).toMatchObject([
      {
        result: 'stored',
        warnings: [{ pointer: '/properties/colour', code: 'property_undeclared' }],
      },
      { result: 'refused', errors: [{ pointer: '/properties/order' }] },
      { result: 'refused', errors: [{ pointer: '/properties/on' }] },
      { result: 'refused', errors: [{ pointer: '/properties/order', message: 'is missing' }] },
    ]);
  });

  it('is listed with what comes undeclared', async () => {
    await declare({});
    await told({ ...DELIVERED }, { ...DELIVERED, name: 'order.lost' }, { ...DELIVERED, name: 'a' });
    const { json } = await test.api('GET', '/v1/event-types', undefined, { key });
    expect(json.items.map((item) => EventType.parse(item))).toEqual([
      { name: 'a', declared: null, lastAt: START.toISOString() },
      { name: 'order.delivered', declared: { properties: {} }, lastAt: START.toISOString() },
      { name: 'order.lost', declared: null, lastAt: START.toISOString() },
    ]);
    const path = '/v1/event-types/order.delivered';
    expect((await test.api('DELETE', path, undefined, { key })).status).toBe(200);
    const again = await test.api('DELETE', path, undefined, { key });
    expect(again.json.code).toBe('event_type_unknown');
  });
});

describe('what is known of a person', () => {
  const put = (id: string, change: object): Promise<Answer> =>
    test.api('PUT', `/v1/respondents/${id}`, change, { key });

  it('grows with what is said, and null takes away', async () => {
    expect(await profile('ann')).toMatchObject({ attributes: {}, updatedAt: null });
    await put('ann', { attributes: { segment: 'vip', visits: 3 }, timezone: 'Europe/Moscow' });
    await put('ann', { attributes: { visits: null, city: 'Kazan' }, lang: 'ru', email: 'a@b.ru' });
    expect(await profile('ann')).toEqual({
      respondent: 'ann',
      attributes: { segment: 'vip', city: 'Kazan' },
      lang: 'ru',
      timezone: 'Europe/Moscow',
      email: 'a@b.ru',
      updatedAt: START.toISOString(),
    });
    await put('ann', { email: null });
    expect(await profile('ann')).toMatchObject({ email: null, lang: 'ru' });
  });

  it.each([
    ['/timezone', { timezone: 'Mars/Olympus' }],
    ['/timezone', { timezone: '+03:00' }],
    ['/email', { email: 'ann' }],
    ['/lang', { lang: 'russian' }],
    ['/attributes/a b', { attributes: { 'a b': 1 } }],
  ])('is refused at %s where it is none: %j', async (pointer, change) => {
    const { status, json } = await put('ann', change);
    expect([status, json.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('may come with an event, once, in the order of the batch', async () => {
    const first = { ...DELIVERED, id: 'a', person: { attributes: { orders: 1 }, lang: 'ru' } };
    await told(first, { ...DELIVERED, id: 'b', person: { attributes: { orders: 2 } } });
    expect(await profile('ann')).toMatchObject({ attributes: { orders: 2 }, lang: 'ru' });
    // Late, and again: it is an event of the past.
    await told(first);
    expect(await profile('ann')).toMatchObject({ attributes: { orders: 2 } });
  });

  it('loses nothing when many say something at once', async () => {
    const changes = Array.from({ length: 20 }, (_, one) =>
      put('ann', { attributes: { [`a${one}`]: one } }),
    );
    for (const { status } of await Promise.all(changes)) expect(status).toBe(200);
    expect(Object.keys((await profile('ann')).attributes)).toHaveLength(20);
  });

  it('has an end', async () => {
    const many = (from: number): object =>
      Object.fromEntries(Array.from({ length: 60 }, (_, one) => [`a${from + one}`, one]));
    expect((await put('ann', { attributes: many(0) })).status).toBe(200);
    expect((await put('ann', { attributes: many(60) })).json.code).toBe('request_invalid');
    // An event is worth more than what it says of the person, and others of its batch are not to suffer.
    const person = { attributes: many(60) };
    const receipts = await told({ ...DELIVERED, id: 'a' }, { ...DELIVERED, id: 'b', person });
    expect(receipts.map(({ result }) => result)).toEqual(['stored', 'stored']);
    expect(receipts[1]?.warnings?.[0]).toMatchObject({ code: 'person_unchanged' });
    expect(Object.keys((await profile('ann')).attributes)).toHaveLength(60);
  });

  it('is exported and erased with all events', async () => {
    const person = { attributes: { segment: 'vip' } };
    await told({ ...DELIVERED, id: 'a', person }, { ...DELIVERED, id: 'b', respondent: 'bea' });
    const exported = await test.api('GET', '/v1/respondents/ann/export', undefined, { key });
    const kinds = exported.text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(['profile', 'event']);
    await test.api('DELETE', '/v1/respondents/ann', undefined, { key });
    expect((await test.api('GET', '/v1/respondents/ann/export', undefined, { key })).text).toBe('');
    expect((await stored()).map(({ respondent }) => respondent)).toEqual(['bea']);
    expect(await profile('ann')).toMatchObject({ attributes: {}, updatedAt: null });
  });
});
