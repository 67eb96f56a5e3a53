/** Answers in a chat, a report and a mailbox. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startPowerBi } from '../../../../demo/doubles/power-bi.ts';
import type { PowerBi } from '../../../../demo/doubles/power-bi.ts';
import { startSlack } from '../../../../demo/doubles/slack.ts';
import type { Slack } from '../../../../demo/doubles/slack.ts';
import { outbound } from '../../push/outbound.ts';
import { answers, START, submission, SURVEY, testService } from '../../testing/service.ts';
import type { TestService } from '../../testing/service.ts';
import { MAIL_USER, mailServer } from '../../mail/testing/mail-server.ts';
import type { MailServer } from '../../mail/testing/mail-server.ts';

let test: TestService;
let slack: Slack;
let powerBi: PowerBi;
let clock: { now: Date };

const FAST = { perSecond: 1000, burst: 1000, atOnce: 1 };

beforeEach(async () => {
  clock = { now: START };
  const now = () => clock.now;
  [slack, powerBi] = await Promise.all([startSlack({ now }), startPowerBi({ now })]);
  test = await testService({
    secretKey: 'k'.repeat(32),
    outbound: outbound({ isOpen: true, timeoutMs: 1000 }),
    deliveryPaces: { slack: FAST, 'power-bi': FAST },
  });
  clock = test.clock;
  await test.publish('srv_a', SURVEY);
});
afterEach(async () => {
  await test.service.close();
  await Promise.all([slack.close(), powerBi.close()]);
});

async function to(target: object): Promise<{ id: string }> {
  const { status, json, text } = await test.api('POST', '/v1/destinations', {
    name: 'There',
    target,
    crossBorder: true,
    rule: { fields: ['score', 'why', 'liked', 'variable.order'], redact: { why: 'mask' } },
  });
  expect(status, text).toBe(201);
  return json;
}

const toSlack = () => to({ kind: 'slack', url: slack.webhookUrl });
const toPowerBi = (change: object = {}) =>
  to({
    kind: 'power-bi',
    tenant: 'a-tenant',
    clientId: powerBi.clientId,
    clientSecret: powerBi.clientSecret,
    group: 'a-group',
    dataset: 'answers',
    table: 'Responses',
    api: powerBi.url,
    login: powerBi.url,
    ...change,
  });

async function answer(why: string, score = 3, respondent = 'ann'): Promise<void> {
  const session = await test.session({ respondent, variables: { order: 'A-1' } });
  const given = answers({ score, why, liked: ['speed', 'taste'] });
  const { json } = await test.submit(submission(session, { answers: given }));
  expect(json.results[0].result).toBe('stored');
}

async function later(ms = 0): Promise<void> {
  test.advance(ms);
  await test.service.tick();
  await test.service.sent();
}

async function statuses(): Promise<string[]> {
  const { json } = await test.api('GET', '/v1/deliveries');
  return (json.items as unknown as { status: string; reason: string | null }[]).map(
    ({ status, reason }) => [status, reason].filter(Boolean).join(': '),
  );
}

async function standing({ id }: { id: string }): Promise<unknown> {
  return (await test.api('GET', `/v1/destinations/${id}`)).json;
}

describe('Slack', () => {
  it('shows who has said what, and calls nobody', async () => {
    await toSlack();
    await answer('<!here> & <@U1>, call a@b.ru');
    await later();
    expect(slack.messages).toHaveLength(1);
    const [message] = slack.messages;
    expect(message?.mentions).toEqual([]);
    const text = JSON.stringify(message?.blocks);
    expect(text).toContain('NPS 3 — Delivery');
    expect(text).toContain('&lt;!here&gt; &amp; &lt;@U1&gt;, call •••');
    expect(text).toContain('Speed and Taste');
    expect(text).toContain('order: A-1');
    expect(text).not.toContain('ann');
  });

  it('takes the longest answer that there is', async () => {
    await toSlack();
    await answer('<&>'.repeat(3000));
    await later();
    expect(await statuses()).toEqual(['delivered']);
  });

  it('is written to as slowly as it wants', async () => {
    await toSlack();
    for (let person = 0; person < 8; person += 1) await answer('Late', 3, `p${person}`);
    for (let second = 0; second < 20; second += 1) await later(1000);
    expect(new Set(await statuses())).toEqual(new Set(['delivered']));
    expect(slack.messages).toHaveLength(8);
    const { json } = await test.api('GET', '/v1/deliveries');
    const tries = json.items as unknown as { attempts: number }[];
    expect(Math.max(...tries.map(({ attempts }) => attempts))).toBeGreaterThan(1);
  });

  it.each([
    ['archived', () => (slack.isArchived = true), 'channel_is_archived'],
    ['revoked', () => (slack.isRevoked = true), 'no_service'],
  ])('stands still when its channel is %s', async (_what, breakIt, reason) => {
    const destination = await toSlack();
    breakIt();
    await answer('Late');
    await later();
    expect(await standing(destination)).toMatchObject({ status: 'stopped', reason });
    expect(await statuses()).toEqual([`pending: ${reason}`]);
  });

  it('is tried again after an outage; what was taken without our hearing of it comes twice', async () => {
    await toSlack();
    slack.fail('outage', 'drop-before', 'drop-after');
    await answer('Late');
    for (const ms of [0, 6000, 400_000, 2_400_000]) await later(ms);
    expect(await statuses()).toEqual(['delivered']);
    expect(slack.messages).toHaveLength(2);
    const ids = slack.messages.map(
      ({ blocks }) => /dlv_[0-9a-f]+/.exec(JSON.stringify(blocks))?.[0],
    );
    expect(new Set(ids).size).toBe(1);
  });
});

describe('Power BI', () => {
  it('gets a row with the columns that were asked for', async () => {
    for (const column of ['why', 'liked', 'order']) (powerBi.columns as Set<string>).add(column);
    await toPowerBi();
    await answer('Late');
    await later();
    expect(powerBi.rows).toMatchObject([
      {
        Survey: 'srv_a',
        Status: 'completed',
        score: 3,
        why: 'Late',
        liked: 'Speed and Taste',
        order: 'A-1',
      },
    ]);
    expect(powerBi.rows[0]?.['CompletedAt']).toBe('2026-11-22T12:00:00.000Z');
  });

  it('that has not these columns, or another secret, says so', async () => {
    await toPowerBi();
    const destination = await toPowerBi({ clientSecret: 'another' });
    await answer('Late');
    await later();
    expect((await statuses()).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'failed: HTTP 400: InvalidRequest',
      'pending: sign-in refused (HTTP 401)',
    ]);
    expect(await standing(destination)).toMatchObject({ status: 'stopped' });
  });
});

describe('a mailbox', () => {
  let server: MailServer;

  beforeEach(async () => {
    server = await mailServer();
    await test.api('PUT', '/v1/push-channels/email', {
      channel: 'email',
      server: `smtp://127.0.0.1:${server.port}`,
      ca: server.ca,
      ...MAIL_USER,
      from: 'The shop <shop@shop.example>',
    });
  });
  afterEach(async () => {
    // It waits for whoever is connected.
    await test.service.close();
    await server.close();
  });

  const toMail = (change: object = {}) =>
    to({ kind: 'email', to: ['boss@shop.example', 'care@shop.example'], ...change });

  it('gets each response in a letter, once for each address although one was refused for a while', async () => {
    await toMail();
    await answer('Late');
    server.failure = { at: 'data', answer: '451 4.3.0 Later' };
    await later();
    server.failure = undefined;
    await later(6000);
    expect(server.taken).toHaveLength(2);
    expect(server.taken.map(({ subject }) => subject)).toEqual([
      'NPS 3 — Delivery',
      'NPS 3 — Delivery',
    ]);
    expect(server.taken[0]?.text).toContain('Why? Late');
    expect(await statuses()).toEqual(['delivered']);
  });

  it('gets all of a day in one letter, when the day is over', async () => {
    await toMail({ to: ['boss@shop.example'], every: 'day' });
    for (let person = 0; person < 3; person += 1) await answer(`Late ${person}`, 3, `p${person}`);
    await later(60_000);
    expect(server.taken).toEqual([]);
    await later(13 * 3_600_000);
    expect(server.taken.map(({ subject }) => subject)).toEqual([
      '3 responses, 2026-11-22 00:00 UTC',
    ]);
    for (let person = 0; person < 3; person += 1) {
      expect(server.taken[0]?.text).toContain(`Late ${person}`);
    }
    await later(24 * 3_600_000);
    expect(server.taken).toHaveLength(1);
  });
});
