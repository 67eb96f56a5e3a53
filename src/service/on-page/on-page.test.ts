import { brotliDecompressSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { OnPageConfiguration, OnPageRules } from '../../protocol/index.ts';
import { SHOP, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  for (const id of ['srv_a', 'srv_b', 'srv_closed']) await test.publish(id);
  await test.api('POST', '/v1/surveys/srv_closed/close');
});
afterAll(() => test.service.close());

const rule = (id: string, survey = 'srv_a', change: Record<string, unknown> = {}) => ({
  id,
  survey,
  when: { all: [{ on: 'scroll', percent: 50 }] },
  ...change,
});

async function put(body: unknown) {
  const answer = await test.api('PUT', '/v1/on-page-rules', body);
  return { ...answer, rules: JSON.parse(answer.text) as OnPageRules };
}

async function config(headers: Record<string, string> = { origin: SHOP }, project = 'prj_default') {
  const request = new Request(`http://service.test/v1/on-page/${project}`, { headers });
  const response = await test.service.fetch(request);
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

const read = (bytes: Buffer) => JSON.parse(bytes.toString()) as OnPageConfiguration;

describe('the rules by which pages ask', () => {
  it('are none before anybody has written any', async () => {
    const other = await test.project('prj_other');
    const { text } = await test.api('GET', '/v1/on-page-rules', undefined, { key: other });
    expect(JSON.parse(text)).toEqual({ rules: [], revision: 0, updatedAt: null });
  });

  it('are read as they were written', async () => {
    const written = {
      id: 'abandoned',
      survey: 'srv_a',
      pages: ['/shop/*', 'https://help.shop.example/*?ask=1'],
      exceptPages: ['/shop/checkout'],
      fromVisit: 2,
      share: 0.25,
      when: {
        any: [
          { on: 'event', event: 'cart.left', if: [{ variable: 'total', op: 'gte', value: 5000 }] },
          { on: 'seen', element: '#reviews' },
          { on: 'exit' },
        ],
      },
      delaySeconds: 5,
      cancelOn: [{ event: 'order.placed' }],
      pauseDays: 90,
      display: 'dialog',
      position: 'top-end',
    };
    const { rules } = await put({ rules: [written] });
    expect(rules.rules).toEqual([written]);
    const { text } = await test.api('GET', '/v1/on-page-rules');
    expect(JSON.parse(text)).toEqual(rules);
  });

  it.each([
    ['a survey that there is not', [rule('one', 'srv_none')], '/rules/0/survey'],
    ['two of one name', [rule('one'), rule('one')], '/rules'],
    ['no trigger', [rule('one', 'srv_a', { when: { all: [] } })], '/rules/0/when/all'],
    [
      'an unknown trigger',
      [rule('one', 'srv_a', { when: { all: [{ on: 'shake' }] } })],
      '/rules/0/when/all/0/on',
    ],
    ['an address of another form', [rule('one', 'srv_a', { pages: ['shop'] })], '/rules/0/pages/0'],
    ['nobody to ask', [rule('one', 'srv_a', { share: 0 })], '/rules/0/share'],
    [
      'a pattern, which a page would have to judge',
      [
        rule('one', 'srv_a', {
          cancelOn: [{ event: 'a', if: [{ variable: 'b', op: 'matches', value: 'c' }] }],
        }),
      ],
      '/rules/0/cancelOn/0/if/0',
    ],
  ])('with %s are refused with the place', async (_what, rules, pointer) => {
    const { status, json } = await put({ rules });
    expect([status, json.code]).toEqual([400, 'request_invalid']);
    expect(json.errors.map((error) => error.pointer).join(' ')).toContain(pointer);
  });

  it('are not written over those that somebody else has written meanwhile', async () => {
    const { rules: first } = await put({ rules: [rule('first')] });
    const mine = { rules: [rule('mine')], revision: first.revision };
    const theirs = { rules: [rule('theirs')], revision: first.revision };
    const answers = await Promise.all([put(mine), put(theirs)]);
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 409]));
    expect((await put({ rules: [rule('new')], revision: 0 })).json.code).toBe(
      'on_page_rules_changed',
    );
    expect((await put({ rules: [rule('any')] })).rules.revision).toBe(first.revision + 2);
  });
});

describe("a page's configuration", () => {
  beforeAll(async () => {
    await put({ rules: [rule('b', 'srv_b'), rule('closed', 'srv_closed'), rule('a')] });
  });

  it('holds the rules whose surveys are open, in their order', async () => {
    const { response, bytes } = await config();
    expect(read(bytes)).toEqual({ rules: [rule('b', 'srv_b'), rule('a')], events: [] });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'access-control-allow-origin': SHOP,
      vary: 'Origin, Accept-Encoding',
    });
  });

  it('names the events that pages may tell, and says nothing else of events', async () => {
    const declare = (name: string, change = {}) =>
      test.api('PUT', `/v1/event-types/${name}`, {
        properties: { secret_plan: { type: 'string' } },
        ...change,
      });
    await declare('plan.chosen', { fromPages: true });
    await declare('cart.left', { fromPages: true });
    await declare('order.paid');
    const { bytes } = await config();
    expect(read(bytes).events).toEqual(['cart.left', 'plan.chosen']);
    expect(bytes.toString()).not.toMatch(/order\.paid|secret_plan/);
  });

  it('is not sent again to who has it', async () => {
    const etag = (await config()).response.headers.get('etag') ?? '';
    const again = await config({ origin: SHOP, 'if-none-match': etag });
    expect([again.response.status, again.bytes.length]).toEqual([304, 0]);
    expect(again.response.headers.get('access-control-allow-origin')).toBe(SHOP);
    await put({ rules: [rule('a')] });
    const changed = await config({ origin: SHOP, 'if-none-match': etag });
    expect([changed.response.status, read(changed.bytes).rules.length]).toEqual([200, 1]);
  });

  it('goes out compressed', async () => {
    const { response, bytes } = await config({ origin: SHOP, 'accept-encoding': 'gzip, br' });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(read(brotliDecompressSync(bytes)).rules).not.toEqual([]);
  });

  it.each([
    ['a page of another origin', 'https://elsewhere.example', 'prj_default'],
    ['a frame without an origin', 'null', 'prj_default'],
    ['the project that there is not', SHOP, 'prj_none'],
  ])('is not for %s', async (_who, origin, project) => {
    const { response, bytes } = await config({ origin }, project);
    expect([response.status, (JSON.parse(bytes.toString()) as { code: string }).code]).toEqual([
      403,
      'origin_not_allowed',
    ]);
  });

  it('is one of the project alone', async () => {
    const key = await test.project('prj_third');
    await test.publish('srv_third', undefined, key);
    await test.api('PUT', '/v1/on-page-rules', { rules: [rule('third', 'srv_third')] }, { key });
    expect((await config({ origin: SHOP }, 'prj_third')).bytes.toString()).toContain('srv_third');
    expect((await config()).bytes.toString()).not.toContain('srv_third');
  });

  it('of a name that is none says so', async () => {
    const { response } = await config({ origin: SHOP }, 'Nonsense');
    expect(response.status).toBe(400);
  });
});
