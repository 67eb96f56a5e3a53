/** The client against the service itself: no port, but every other part is real. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createService } from '../service/index.ts';
import type { Service } from '../service/index.ts';
import { freshDatabase } from '../service/testing/database.ts';

import { createClient } from './client.ts';
import type { OtklikClient } from './client-types.ts';
import { buildDeepLink } from './deep-link.ts';
import { mintSurveyToken } from './mint-survey-token.ts';
import { readNdjson } from './ndjson.ts';
import { refusal } from './testing/fake-service.ts';
import { generateSigningKey } from './token-keys.ts';

const ORIGIN = 'https://shop.example.com';
const ROOT_KEY = 'otk_root_0123456789abcdefghijklmnop';
const CONTENT = {
  title: { en: 'Delivery' },
  defaultLanguage: 'en',
  variables: { orderNumber: { type: 'string' as const } },
  screens: [{ id: 'one', questions: [{ id: 'q', type: 'nps' as const, title: { en: 'How?' } }] }],
  thanks: { title: { en: 'Thanks' } },
};

let service: Service;
let client: OtklikClient;

beforeAll(async () => {
  service = await createService({
    database: await freshDatabase(),
    rootKey: ROOT_KEY,
    logLevel: 'silent',
    processMetrics: false,
  });
  client = clientWith(ROOT_KEY);
  // A hang guard: a whole database is made.
}, 60_000);
afterAll(() => service.close());

function clientWith(apiKey: string): OtklikClient {
  const fetch: typeof globalThis.fetch = (input, init) => service.fetch(new Request(input, init));
  return createClient({ endpoint: 'http://localhost:8787', apiKey, fetch });
}

/** What the widget does. */
async function post(path: string, body: object): Promise<unknown> {
  const headers = { origin: ORIGIN, 'content-type': 'text/plain' };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await service.fetch(new Request(`http://localhost:8787${path}`, request))).json();
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('a survey is drafted, published, listed, closed and published again', async () => {
  expect(await client.createSurvey({ id: 'srv_life', draft: CONTENT })).toMatchObject({
    version: null,
  });
  expect(await client.publishSurvey({ id: 'srv_life' })).toMatchObject({ version: 1 });
  const title = { en: 'Delivery, revised' };
  await client.putSurvey({ id: 'srv_life', draft: { ...CONTENT, title } });
  expect(await client.publishSurvey({ id: 'srv_life' })).toMatchObject({ version: 2 });
  const versions = await collected(client.listVersions.all({ id: 'srv_life', limit: 1 }));
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  expect(await client.closeSurvey({ id: 'srv_life' })).toMatchObject({ status: 'closed' });
  expect(await client.getSurvey({ id: 'srv_life' })).toMatchObject({ draft: { title } });
});

describe('a token signed on the backend, with a key that the service was told of', () => {
  test('opens a session, and the answer is read out in every way', async () => {
    await client.putSurvey({ id: 'srv_delivery', draft: CONTENT });
    await client.publishSurvey({ id: 'srv_delivery' });
    const signingKey = await generateSigningKey();
    const { kid, publicKey } = signingKey;
    await client.createSigningKey({ kid, publicKey });
    const { id: project } = await client.getProject();
    const token = await mintSurveyToken({
      project,
      ...signingKey,
      survey: 'srv_delivery',
      respondent: 'customer/42',
      variables: { orderNumber: 'A-1041' },
      origins: [ORIGIN],
    });
    const id = '0198f0a0-0000-7000-8000-000000000001';
    const session = (await post('/v1/sessions', { token, responseId: id })) as { grant: string };
    expect(session).toMatchObject({
      ask: true,
      variables: { orderNumber: { value: 'A-1041', source: 'token' } },
    });
    const at = '2026-11-22T12:00:00.000Z';
    const submission = {
      id,
      grant: session.grant,
      revision: 1,
      base: 0,
      status: 'completed',
      lang: 'en',
      answers: { q: { value: 9, at } },
      timings: { startedAt: at, updatedAt: at, completedAt: at },
    };
    const reply = await post('/v1/responses', { responses: [submission] });
    expect(reply).toMatchObject({ results: [{ id, revision: 1, result: 'stored' }] });

    const stored = await client.getResponse({ id });
    expect(stored).toMatchObject({
      respondent: 'customer/42',
      status: 'completed',
      questions: { q: 'answered' },
    });
    expect(await collected(client.listResponses.all({ respondent: 'customer/42' }))).toEqual([
      stored,
    ]);
    const csv = await new Response(await client.exportCsv({ survey: 'srv_delivery' })).text();
    expect(csv).toContain('A-1041');
    const rows = await collected(readNdjson(await client.exportNdjson({ survey: 'srv_delivery' })));
    expect(rows).toMatchObject([{ id, answers: { q: { value: 9 } } }]);
    const own = await collected(readNdjson(await client.exportRespondent({ id: 'customer/42' })));
    expect(own.length).toBeGreaterThan(0);
    expect(await client.eraseRespondent({ id: 'customer/42' })).toMatchObject({ responses: 1 });
    expect(await refusal(client.getResponse({ id }))).toMatchObject({ code: 'response_unknown' });
  });

  test('is worth nothing once the key is revoked', async () => {
    const { kid, publicKey } = await generateSigningKey();
    await client.createSigningKey({ kid, publicKey });
    expect(await client.revokeSigningKey({ kid })).toMatchObject({ kid, owner: 'customer' });
    const kids = await collected(client.listSigningKeys.all({ limit: 1 }));
    expect(kids.find((key) => key.kid === kid)?.revokedAt).not.toBeNull();
    const again = await refusal(client.createSigningKey({ kid, publicKey }));
    expect(again).toMatchObject({ code: 'signing_key_exists', status: 409 });
  });
});

describe('keys', () => {
  test('a key may do what its scopes say, until it is revoked', async () => {
    const { id, secret } = await client.createKey({ name: 'shop', scopes: ['tokens:mint'] });
    const shop = clientWith(secret);
    expect(await shop.mintToken({ origins: [ORIGIN] })).toHaveProperty('token');
    expect(await refusal(shop.listSurveys())).toMatchObject({ code: 'scope_missing', status: 403 });
    await client.revokeKey({ id });
    expect(await refusal(shop.mintToken({}))).toMatchObject({ code: 'key_invalid', status: 401 });
  });

  test('the same idempotency key has one effect; with another request it is refused', async () => {
    const request = { name: 'once', scopes: ['surveys:read' as const] };
    const options = { idempotencyKey: 'setup-2026-11-22' };
    const first = await client.createKey(request, options);
    expect(await client.createKey(request, options)).toEqual(first);
    const keys = await collected(client.listKeys.all());
    expect(keys.filter(({ name }) => name === 'once')).toHaveLength(1);
    const other = await refusal(client.createKey({ ...request, name: 'twice' }, options));
    expect(other).toMatchObject({ code: 'idempotency_mismatch', status: 422 });
  });
});

test('the project changes its list of origins', async () => {
  expect(await client.changeProject({ origins: [ORIGIN] })).toMatchObject({ origins: [ORIGIN] });
  expect(await client.getProject()).toMatchObject({ origins: [ORIGIN] });
});

test('refusals of the service point into what the method was given', async () => {
  const draft = { ...CONTENT, screens: [{ ...CONTENT.screens[0]!, goTo: [{ to: 'nowhere' }] }] };
  await client.putSurvey({ id: 'srv_bad', draft });
  const unfit = await refusal(client.publishSurvey({ id: 'srv_bad' }));
  expect(unfit).toMatchObject({
    code: 'survey_invalid',
    status: 422,
    errors: [{ pointer: expect.stringContaining('/screens/0/goTo/0/to') as string }],
    problem: { requestId: expect.any(String) as string },
  });
  const wrong = await refusal(
    client.putSurvey({ id: 'srv_bad', draft: { ...CONTENT, titel: 1 } as never }),
  );
  expect(wrong).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/draft/titel' }] });
  expect(await collected(client.listQuarantine.all())).toEqual([]);
});

test('a person is invited, followed, and let alone again', async () => {
  await client.putSurvey({ id: 'srv_invited', draft: CONTENT });
  await client.publishSurvey({ id: 'srv_invited' });
  const invited = { survey: 'srv_invited', respondent: 'customer-42' };
  const made = await client.createInvitation({ ...invited, variables: { orderNumber: 'A-1041' } });
  expect(made).toMatchObject({ status: 'sent', channels: ['link'] });
  expect(await client.getInvitation({ id: made.id })).toEqual(made);
  const code = made.link.slice(made.link.lastIndexOf('/') + 1);
  expect(buildDeepLink('https://shop.example.com/', code)).toContain(`#otklik=${code}`);
  const responseId = '0195f3a0-0000-7000-8000-0000000000a1';
  expect(await post('/v1/sessions', { code, responseId })).toMatchObject({
    ask: true,
    variables: { orderNumber: { value: 'A-1041', source: 'token' } },
  });
  expect(await collected(client.listInvitations.all({ survey: 'srv_invited' }))).toMatchObject([
    { id: made.id, status: 'opened', responseId },
  ]);
  expect(await client.cancelInvitation({ id: made.id })).toMatchObject({ status: 'cancelled' });
  expect(await post('/v1/sessions', { code, responseId })).toEqual({
    ask: false,
    reason: 'cancelled',
  });
  const foreign = await refusal(client.getInvitation({ id: 'inv_none' }));
  expect(foreign).toMatchObject({ code: 'invitation_unknown', status: 404 });
});
