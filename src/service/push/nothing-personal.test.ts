/**
 * The whole way of a survey, from the customer's call to the withdrawn notification, through every push service and
 * with the widget's own courier: and then everything that others could read of it, searched for what is nobody's
 * business.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createClient } from '../../backend/client.ts';
import type { Answers, Invitation, PushAddress, SurveyContent } from '../../protocol/index.ts';
import { Courier } from '../../widget/courier.ts';
import { openSession } from '../../widget/session.ts';
import { memoryStore } from '../../widget/store/memory-store.ts';
import { Outbox } from '../../widget/store/outbox.ts';
import { record } from '../../widget/testing/samples.ts';
import { world } from '../../widget/testing/world.ts';
import { codeOf, HOUR } from '../testing/invitations.ts';
import {
  answers,
  newResponseId,
  ROOT_KEY,
  submission,
  TestService,
  testService,
} from '../testing/service.ts';
import { Visitor } from '../testing/visitor.ts';
import { apnsServer } from './testing/apns-server.ts';
import { fcmError, fcmServer } from './testing/fcm-server.ts';
import { harmonyosServer } from './testing/harmonyos-server.ts';
import { hasten } from './testing/hasten.ts';
import { hmsServer } from './testing/hms-server.ts';
import { outboundTo } from './testing/outbound.ts';
import type { PushServer } from './testing/push-server.ts';
import { rustoreServer } from './testing/rustore-server.ts';
import { formsOf, gathered, placesOf, watched } from './testing/trail.ts';
import type { Trace } from './testing/trail.ts';
import { PUSH_ORIGIN, webPushServer } from './testing/web-push-server.ts';

const HOSTED = 'https://surveys.test';

/** Of the person; what they are, bought and said. */
const PERSONAL = {
  respondent: 'customer-70142-of-the-shop',
  name: 'Пелагея Канарейкина',
  order: 'A-10417733',
  email: 'pelageya@mail.example',
  score: '83519746',
  words: 'the courier was late "again"',
};

const CONTENT: SurveyContent = {
  title: { en: 'Delivery' },
  defaultLanguage: 'en',
  variables: {
    name: { type: 'string' },
    order: { type: 'string' },
    email: { type: 'string' },
  },
  screens: [
    {
      id: 'one',
      questions: [
        { id: 'score', type: 'number', title: { en: 'How much?' } },
        { id: 'why', type: 'text', size: 'long', title: { en: 'Why?' } },
      ],
    },
  ],
  thanks: { title: { en: 'Thank you' } },
};
const { respondent, name, order, email, score, words } = PERSONAL;
const SAID = answers({ score: Number(score), why: words }) as Answers;
const INVITED = { survey: 'srv_a', respondent, variables: { name, order, email } };

let test: TestService;
let servers: readonly PushServer[];
/** A device by each push service. */
let addresses: PushAddress[];
const traces: Trace[] = [];
/** What opens something. */
const keys = { apiKey: ROOT_KEY, token: '', grant: '', tokenGrant: '' };
const codes: string[] = [];

const ask = (path: string, init?: RequestInit) => watched(test, traces)(HOSTED + path, init);
const post = (path: string, body: object) =>
  ask(path, { method: 'POST', body: JSON.stringify(body) });
const client = () =>
  createClient({ endpoint: HOSTED, apiKey: ROOT_KEY, fetch: watched(test, traces) });

beforeAll(async () => {
  const now = (): Date => test.clock.now;
  const browsers = await webPushServer();
  const phones = await Promise.all([
    fcmServer(now),
    apnsServer(now),
    hmsServer(),
    rustoreServer(),
    harmonyosServer(now),
  ]);
  servers = [browsers, ...phones].map(({ server }) => server);
  test = await testService({ outbound: outboundTo({ [PUSH_ORIGIN]: browsers.server.url }) });
  await test.publish('srv_a', CONTENT);
  const notification = { title: { en: `For ${name}` }, body: { en: `${order} ${score}` } };
  await test.publish('srv_told', { ...CONTENT, notification });
  for (const { settings } of phones) await client().putPushChannel(settings);
  const web = { channel: 'web-push', subject: 'mailto:push@shop.example' } as const;
  const { publicKey = '' } = await client().putPushChannel(web);
  addresses = [
    browsers.subscribe('a-browser', publicKey),
    ...phones.map(({ settings: { channel } }) => {
      const token = Buffer.from(`a-phone-of-${channel}`.padEnd(32, '.')).toString('hex');
      return { channel, token } as const;
    }),
  ];
  phones[0].server.fail(tokenOf('fcm'), fcmError(503, 'UNAVAILABLE'));
});
afterAll(async () => {
  await test.service.close();
  await Promise.all(servers.map((server) => server.close()));
});

const tokenOf = (channel: string): string =>
  addresses.flatMap((one) => ('token' in one && one.channel === channel ? [one.token] : []))[0] ??
  '';

async function invited(change: object = {}): Promise<Invitation> {
  const channels = addresses.map(({ channel }) => channel);
  const made = await client().createInvitation({ ...INVITED, channels, addresses, ...change });
  codes.push(codeOf(made));
  await test.service.sent();
  await hasten(test.service);
  return made;
}

/** Answered before there was a session: the courier exchanges the code, and sends. */
async function answeredByCode(code: string): Promise<void> {
  const outbox = new Outbox([memoryStore()]);
  const { survey } = await openedBy({ code });
  const id = newResponseId();
  const draft = { id, code, grant: '', endpoint: HOSTED, survey, answers: SAID, screen: null };
  await outbox.save(record({ ...draft, status: 'completed' }));
  await new Courier('prj_default', HOSTED, outbox, world(watched(test, traces))).wake();
  expect(await outbox.records()).toEqual([]);
}

async function openedBy(pass: { readonly code: string } | { readonly token: string }) {
  const wish = { endpoint: HOSTED, survey: 'srv_a', languages: ['en'] };
  const reply = await openSession(wish, pass, newResponseId(), watched(test, traces));
  if (!reply.ask) throw new Error(reply.reason);
  return reply;
}

/** Asked on a page of the shop's, and the notification comes to a device that registers there. */
async function answeredByToken(): Promise<void> {
  const { token } = await client().mintToken({
    ...INVITED,
    variables: { name, order: `${order}/3`, email },
    origins: [HOSTED],
  });
  keys.token = token;
  await post('/v1/push-subscriptions', { token, address: addresses[0] });
  const session = await openedBy({ token });
  keys.tokenGrant = session.grant;
  await post('/v1/page-events', { grant: session.grant, events: [{ type: 'shown' }] });
  const refused = submission(session, { answers: answers({ score: words, why: Number(score) }) });
  await post('/v1/responses', { responses: [refused] });
  await post('/v1/responses', { responses: [submission(session, { answers: SAID })] });
}

/** By the link in a browser, without script. */
async function answeredByForm({ link }: Invitation): Promise<void> {
  const fetch = (request: Request): Promise<Response> => watched(test, traces)(request);
  const service = { ...test.service, fetch };
  const visitor = new Visitor(new TestService(service, [], test.clock), link);
  await visitor.open();
  await visitor.press({ score, why: words });
}

it('no name, score, order or credential is in any payload, address, page, log line or job', async () => {
  const first = await invited({ remindAfter: 3600 });
  test.advance(HOUR + 1000);
  await test.service.tick();
  await hasten(test.service);
  const code = codeOf(first);
  await post('/v1/page-events', { code, events: [{ type: 'delivered' }, { type: 'opened' }] });
  await (await ask(`/s/${code}`)).text();
  keys.grant = (await openedBy({ code })).grant;
  await answeredByCode(code);
  await test.service.sent();
  await hasten(test.service);
  const second = await invited({ variables: { name, order: `${order}/2`, email } });
  await answeredByForm(second);
  await answeredByToken();
  await post('/v1/sessions', { code: `${code}x`, responseId: newResponseId() });
  await post('/v1/sessions', { token: `${keys.token}x`, responseId: newResponseId() });
  await hasten(test.service);

  const all = [...traces, ...(await gathered(test, servers))];
  for (const { id } of [first, second]) {
    expect((await client().getInvitation({ id })).status).toBe('completed');
  }
  for (const { delivered } of servers) expect(delivered.length).toBeGreaterThan(3);
  for (const place of ['payload', 'push', 'address', 'page', 'log', 'job']) {
    expect(all.filter((one) => one.place === place).length, place).toBeGreaterThan(1);
  }
  for (const [what, secret] of Object.entries({ ...PERSONAL, ...keys })) {
    expect(secret.length, what).toBeGreaterThan(7);
    expect(placesOf(secret, all), what).toEqual([]);
  }
  expect(codes).toHaveLength(2);
  for (const one of codes) {
    // In links, and on the page that such a link opens; not behind a question mark, and nowhere else.
    expect(placesOf(one, all.filter(isNoLink))).toEqual(['page', 'payload']);
  }
});

/** `/s/CODE` is the link itself. */
function isNoLink({ place, text }: Trace): boolean {
  return place !== 'address' || !/^(GET|POST) https:\/\/surveys\.test\/s\/[\w-]+ $/.test(text);
}

describe('the search', () => {
  it('finds what a customer writes into the words of a notification, at every push service', async () => {
    await invited({ survey: 'srv_told', respondent: 'another-person' });
    for (const server of servers) {
      const told = await gathered(test, [server]);
      for (const what of [name, order, score]) expect(placesOf(what, told)).toEqual(['payload']);
    }
  });

  it('finds what was planted in an address, a referrer, a page, a log line or a job', async () => {
    const planted: Trace[] = [];
    const fetch = watched(test, planted);
    await fetch(`${HOSTED}/healthz?who=${encodeURIComponent(name)}`);
    await fetch(`${HOSTED}/healthz`, { headers: { referer: `${HOSTED}/?${email}` } });
    expect(placesOf(name, planted)).toEqual(['address']);
    expect(placesOf(email, planted)).toEqual(['address']);
    test.service.log.trace({ words }, 'planted');
    await test.service.database.execute(
      `update otklik_jobs.job set data = jsonb_build_object('score', $1::text)`,
      [score],
    );
    const told = await gathered(test, []);
    expect(placesOf(words, told)).toEqual(['log']);
    expect(placesOf(score, told)).toEqual(['job']);
  });

  it.each(Object.entries(PERSONAL))('knows a %s however it is written', (_what, secret) => {
    const jwt = ['{"a":"', 'xx', 'x'].map((before) =>
      Buffer.from(`${before}${secret}"}`).toString('base64url'),
    );
    const written = [
      encodeURIComponent(secret),
      JSON.stringify(JSON.stringify({ secret })),
      Buffer.from(secret).toString('hex'),
      Buffer.from(`user:${secret}`).toString('base64'),
      ...jwt,
    ];
    for (const text of written) {
      expect(placesOf(secret, [{ place: 'push', text }]), text).toEqual(['push']);
    }
    expect(formsOf(secret).every((form) => form.length >= secret.length - 2)).toBe(true);
  });
});
