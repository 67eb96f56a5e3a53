/** Answers on the cards of CRMs: once, whatever breaks off; and the way back, from a closed deal to its survey. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startAmoCrm } from '../../../../demo/doubles/amocrm.ts';
import type { AmoCrm } from '../../../../demo/doubles/amocrm.ts';
import { startBitrix24 } from '../../../../demo/doubles/bitrix24.ts';
import type { Bitrix24 } from '../../../../demo/doubles/bitrix24.ts';
import { Double } from '../../../../demo/doubles/double.ts';
import type { Trouble } from '../../../../demo/doubles/double.ts';
import type { SurveyContent } from '../../../protocol/index.ts';
import { outbound } from '../../push/outbound.ts';
import { answers, START, submission, SURVEY, testService } from '../../testing/service.ts';
import type { TestService } from '../../testing/service.ts';

const DEAL = 4821;
const CARD: SurveyContent = {
  ...SURVEY,
  variables: { ...SURVEY.variables, deal: { type: 'number' } },
};
const SAD = { answer: 'score', op: 'lte', value: 6 } as const;
const TASK = { when: SAD, text: 'Call them', withinHours: 24 };
const FAST = { perSecond: 1000, burst: 1000, atOnce: 1 };

let test: TestService;
const doors: Double[] = [];
/** Everybody's. */
let clock: { now: Date };
let amo: AmoCrm;
let bitrix: Bitrix24;

beforeEach(async () => {
  clock = { now: START };
  const now = () => clock.now;
  [amo, bitrix] = await Promise.all([startAmoCrm({ now }), startBitrix24({ now })]);
  amo.addLead(DEAL, 'Tea for Anna', 'Anna', 'ann@shop.example');
  bitrix.addDeal(DEAL, 'Tea for Anna', 'Anna', 'ann@shop.example');
  test = await testService({
    secretKey: 'k'.repeat(32),
    outbound: outbound({ isOpen: true, timeoutMs: 1000 }),
    // The doubles hold the limits; here it is about what happens at them.
    deliveryPaces: { amocrm: FAST, bitrix24: FAST },
  });
  clock = test.clock;
  await test.publish('srv_a', CARD);
});
afterEach(async () => {
  await test.service.close();
  await Promise.all([amo, bitrix, ...doors.splice(0)].map((door) => door.close()));
});

async function create(path: string, body: object): Promise<{ id: string; url: string }> {
  const { status, json, text } = await test.api('POST', path, body);
  expect(status, text).toBe(201);
  return json as unknown as { id: string; url: string };
}

async function toAmo(auth: object = { token: amo.token }): Promise<{ id: string }> {
  const fields = { score: 101, why: 102 };
  const card = { entity: 'leads', idFrom: 'deal', fields, task: TASK };
  return await create('/v1/destinations', {
    name: 'amoCRM',
    target: { kind: 'amocrm', url: amo.url, auth, ...card },
  });
}

async function toBitrix(): Promise<{ id: string }> {
  const fields = { score: 'ufCrm_nps', why: 'ufCrm_comment' };
  const card = { entity: 'deal', idFrom: 'deal', fields, task: TASK };
  return await create('/v1/destinations', {
    name: 'Bitrix24',
    target: { kind: 'bitrix24', url: bitrix.webhookUrl, ...card },
  });
}

async function answer(score = 3, variables: object = { deal: DEAL }): Promise<void> {
  const session = await test.session({ respondent: 'ann', variables });
  const given = answers({ score, why: 'Late & [cold] <b>', liked: [] });
  const { json } = await test.submit(submission(session, { answers: given }));
  expect(json.results[0].result).toBe('stored');
}

async function work(): Promise<void> {
  await test.service.tick();
  await test.service.sent();
}

async function later(ms: number): Promise<void> {
  test.advance(ms);
  await work();
}

interface Told {
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
}
async function told(): Promise<Told[]> {
  return (await test.api('GET', '/v1/deliveries')).json.items as unknown as Told[];
}

const MINUTE = 60_000;
const UNTIL_WELL = [0, 6000, 6 * MINUTE, 40 * MINUTE, 150 * MINUTE];
const TROUBLES: readonly Trouble[] = ['outage', 'drop-before', 'drop-after', 'garbage-after'];
/** At the first, the second or the third call of a delivery. */
const MOMENTS = [1, 2, 3].flatMap((call) => TROUBLES.map((trouble) => [trouble, call] as const));

describe('amoCRM', () => {
  const noted = () => amo.notes.map(({ text }) => text);

  it('gets a note, the fields and a task for a low score', async () => {
    await toAmo();
    await answer();
    await work();
    expect(noted()).toHaveLength(1);
    expect(noted()[0]).toContain('NPS 3');
    expect(noted()[0]).toContain('Why? Late & [cold] <b>');
    expect(amo.leads.get(DEAL)?.custom_fields_values).toMatchObject([
      { field_id: 101, values: [{ value: 3 }] },
      { field_id: 102, values: [{ value: 'Late & [cold] <b>' }] },
    ]);
    expect(amo.tasks).toMatchObject([{ entity_id: DEAL, entity: 'leads' }]);
    await answer(9, { deal: DEAL, order: 'another' });
    await work();
    expect([amo.notes.length, amo.tasks.length]).toEqual([2, 1]);
  });

  it.each(MOMENTS)(
    'has each of them once, although there is "%s" at call %i',
    async (trouble, call) => {
      await toAmo();
      await answer();
      let calls = 0;
      const { requests } = amo;
      requests.push = (...given) => {
        calls += 1;
        if (calls === call) amo.fail(trouble);
        return Array.prototype.push.apply(requests, given);
      };
      if (call === 0) amo.fail(trouble);
      for (const ms of UNTIL_WELL) await later(ms);
      expect(await told()).toMatchObject([{ status: 'delivered' }]);
      expect([amo.notes.length, amo.tasks.length]).toEqual([1, 1]);
      expect(amo.leads.get(DEAL)?.custom_fields_values).toHaveLength(2);
    },
  );

  it('that does not answer in time is tried again', async () => {
    await toAmo();
    await answer();
    amo.fail('hang');
    const working = work();
    // Whoever waits twenty seconds for it in earnest is cut short here.
    await expect.poll(() => amo.requests.length).toBe(1);
    await amo.close();
    await working;
    expect(await told()).toMatchObject([{ status: 'pending', attempts: 1 }]);
  });

  it('is asked no faster than it bears: what it refuses for that costs no try', async () => {
    await toAmo();
    for (let order = 0; order < 8; order += 1) await answer(3, { deal: DEAL, order: `A-${order}` });
    for (let round = 0; round < 20; round += 1) await later(3000);
    expect(amo.refused).toBeGreaterThan(0);
    expect((await told()).every(({ status }) => status === 'delivered')).toBe(true);
    expect([amo.notes.length, amo.tasks.length]).toEqual([8, 8]);
  });

  it('whose token is refused stands still until there is another', async () => {
    const { id } = await toAmo();
    amo.isRevoked = true;
    await answer();
    await work();
    const stopped = await test.api('GET', `/v1/destinations/${id}`);
    expect(stopped.json).toMatchObject({ status: 'stopped', reason: 'HTTP 401: Unauthorized' });
    amo.isRevoked = false;
    await test.api('POST', `/v1/destinations/${id}/resume`);
    await work();
    expect(amo.notes).toHaveLength(1);
  });

  it('is signed in to by OAuth, with a refresh token that is new each time', async () => {
    await toAmo({ ...amo.oauth, refreshToken: amo.refreshToken });
    await answer();
    await work();
    expect([amo.notes.length, amo.tasks.length]).toEqual([1, 1]);
    amo.expireAccess();
    await answer(3, { deal: DEAL, order: 'A-2' });
    await later(2000);
    await answer(3, { deal: DEAL, order: 'A-3' });
    await later(2000);
    expect(amo.notes).toHaveLength(3);
    expect(JSON.stringify(test.logLines)).not.toContain(amo.refreshToken);
    const { rows } = await test.service.database.execute(
      'select exchanges::text from delivery_attempts',
    );
    expect(JSON.stringify(rows)).not.toContain('its-secret');
  });

  it('is told nothing of a response without a deal, and says what a deal does not take', async () => {
    await toAmo();
    await answer(3, {});
    await answer(3, { deal: 99 });
    await work();
    const all = await told();
    expect(new Set(all.map(({ status, reason }) => `${status}: ${reason}`))).toEqual(
      new Set(['dropped: no card in deal', 'failed: HTTP 404: Not Found']),
    );
  });

  it('closes a deal: the survey goes out once, and the answer comes back to the card', async () => {
    const { id: destination } = await toAmo();
    const { url } = await create('/v1/hooks', {
      source: 'amocrm',
      name: 'Closed deals',
      destination,
      event: 'deal.closed',
      respondent: 'contact.field:EMAIL',
      properties: { deal: 'id', price: 'price' },
    });
    await publishScenario();
    amo.webhooks.push(await listening(url));
    expect(await amo.closeDeal(DEAL, { times: 3 })).toEqual([200, 200, 200]);
    await work();
    await work();
    const events = await test.api('GET', '/v1/events');
    expect(events.json.items).toMatchObject([
      {
        name: 'deal.closed',
        respondent: 'ann@shop.example',
        properties: { deal: DEAL, price: 1200 },
      },
    ]);
    await answerInvitation();
    expect(amo.notes).toMatchObject([{ entity_id: DEAL }]);
  });
});

describe('Bitrix24', () => {
  it('gets a comment, the fields and a task for a low score', async () => {
    await toBitrix();
    await answer();
    await work();
    expect(bitrix.comments).toHaveLength(1);
    expect(bitrix.comments[0]?.COMMENT).toContain('Late & ［cold］ <b>');
    expect(bitrix.items.get(`2/${DEAL}`)).toMatchObject({ ufCrm_nps: 3 });
    expect(bitrix.activities).toMatchObject([{ OWNER_ID: DEAL, SUBJECT: 'Call them' }]);
  });

  it.each(MOMENTS)(
    'has each of them once, although there is "%s" at call %i',
    async (trouble, call) => {
      await toBitrix();
      await answer();
      let calls = 0;
      const { requests } = bitrix;
      requests.push = (...given) => {
        calls += 1;
        if (calls === call) bitrix.fail(trouble);
        return Array.prototype.push.apply(requests, given);
      };
      if (call === 0) bitrix.fail(trouble);
      for (const ms of UNTIL_WELL) await later(ms);
      expect(await told()).toMatchObject([{ status: 'delivered' }]);
      expect([bitrix.comments.length, bitrix.activities.length]).toEqual([1, 1]);
    },
  );

  it('that has worked too long for us gets a rest, until it says', async () => {
    await toBitrix();
    bitrix.operating = 500;
    await answer();
    await work();
    expect(await told()).toMatchObject([
      { status: 'pending', reason: expect.stringContaining('OPERATION_TIME_LIMIT') as string },
    ]);
    await later(50_000);
    expect(bitrix.requests).toHaveLength(1);
    bitrix.operating = 0;
    await later(11_000);
    expect(bitrix.comments).toHaveLength(1);
  });

  it('whose webhook is revoked stands still', async () => {
    const { id } = await toBitrix();
    bitrix.isRevoked = true;
    await answer();
    await work();
    const { json, text } = await test.api('GET', `/v1/destinations/${id}`);
    expect(json).toMatchObject({ status: 'stopped' });
    expect(text).not.toContain(bitrix.secret);
  });

  it('closes a deal: the survey goes out, and the answer comes back to the card', async () => {
    const { url } = await hook();
    await publishScenario();
    bitrix.handler = await listening(url);
    expect(await bitrix.moveDeal(DEAL)).toBe(200);
    expect(await bitrix.moveDeal(DEAL, 'WON')).toBe(200);
    await work();
    await work();
    await answerInvitation();
    expect(bitrix.comments).toMatchObject([{ ENTITY_ID: DEAL }]);
  });

  it('that could not reach us is asked what was missed', async () => {
    await hook();
    await bitrix.moveDeal(DEAL, 'WON', { isLost: true });
    await later(16 * MINUTE);
    await work();
    await later(16 * MINUTE);
    await work();
    const { json } = await test.api('GET', '/v1/events');
    expect(json.items).toMatchObject([{ name: 'deal.closed', respondent: 'ann@shop.example' }]);
  });

  it('is believed only with its application token', async () => {
    const { url } = await hook();
    const body = new URLSearchParams({
      event: 'ONCRMDEALUPDATE',
      'data[FIELDS][ID]': String(DEAL),
      'auth[application_token]': 'another',
    });
    const { status, json } = await test.send(new Request(url, { method: 'POST', body }));
    expect([status, json.code]).toEqual([401, 'signature_invalid']);
    const deep = await test.send(
      new Request(url, { method: 'POST', body: `a${'[b]'.repeat(50)}=1` }),
    );
    expect([deep.status, deep.json.code]).toEqual([400, 'request_invalid']);
  });

  async function hook(): Promise<{ url: string }> {
    const { id: destination } = await toBitrix();
    return await create('/v1/hooks', {
      source: 'bitrix24',
      name: 'Closed deals',
      destination,
      entity: 'deal',
      event: 'deal.closed',
      respondent: 'contact.field:EMAIL',
      properties: { deal: 'id' },
      applicationToken: bitrix.applicationToken,
    });
  }
});

async function publishScenario(): Promise<void> {
  const draft = {
    title: 'Closed',
    on: { event: 'deal.closed' },
    timezone: 'UTC',
    steps: [
      {
        id: 'ask',
        type: 'invite',
        survey: 'srv_a',
        channels: ['link'],
        variables: { deal: { property: 'deal' } },
      },
    ],
  };
  await test.api('PUT', '/v1/scenarios/scn_a', { draft });
  const { status, text } = await test.api('POST', '/v1/scenarios/scn_a/publish');
  expect(status, text).toBe(200);
}

/** The doubles speak HTTP: our service gets an address of its own. */
async function listening(url: string): Promise<string> {
  const door = new Double();
  door.app.post('/*', (c) => test.service.fetch(new Request(url, c.req.raw)));
  await door.open();
  doors.push(door);
  return `${door.url}/hook`;
}

/** There is one invitation, whose link leads to the survey. */
async function answerInvitation(): Promise<void> {
  const { json } = await test.api('GET', '/v1/invitations');
  expect(json.items).toHaveLength(1);
  const [invitation] = json.items as unknown as [{ id: string; link: string }];
  const code = invitation.link.split('/s/').at(-1) ?? '';
  const origin = 'http://service.test';
  const { json: session } = await test.page(
    '/v1/sessions',
    { code, responseId: '01934567-89ab-7cde-8f01-23456789abcd' },
    origin,
  );
  const given = { answers: answers({ score: 2, why: 'Late', liked: [] }) };
  const responses = [submission(session, given)];
  const { json: reply } = await test.page('/v1/responses', { responses }, origin);
  expect(reply.results[0].result).toBe('stored');
  await work();
}
