/** Events come in, and people are asked by and by: on a virtual clock, with everything in the database. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { AutomationEntry, Invitation, Scenario, StoredJourney } from '../../protocol/index.ts';
import type { SurveyContent } from '../../protocol/index.ts';
import {
  codeOf,
  DAY,
  HOUR,
  opened,
  recordingSender,
  submitHosted,
} from '../testing/invitations.ts';
import type { RecordingSender } from '../testing/invitations.ts';
import { submission, SURVEY, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

const { id: _, ...document } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../examples/scenarios/delivery.json'), 'utf8'),
) as { id: string };
const CLASSIC = Scenario.parse(document);

/** Delivered on Monday 19 October 2026 at 15:30 in Berlin; on the 25th the clocks are put back. */
const DELIVERED_AT = new Date('2026-10-19T13:30:00.000Z');

const DELIVERY: SurveyContent = {
  ...SURVEY,
  variables: { orderNumber: { type: 'string' }, customerSegment: { type: 'string' } },
  screens: [
    {
      id: 'first',
      questions: [
        { id: 'recommend', type: 'nps', title: { en: 'How likely?', ru: 'Посоветуете?' } },
      ],
    },
  ],
};

let test: TestService;
let sender: RecordingSender;
let key: string;
let projects = 0;

beforeAll(async () => {
  sender = recordingSender();
  test = await testService({ invitationSender: sender });
});
afterAll(() => test.service.close());
beforeEach(async () => {
  test.clock.now = DELIVERED_AT;
  projects += 1;
  key = await test.project(`prj_journeys${projects}`);
  await test.publish('srv_delivery', DELIVERY, key);
  await test.publish('srv_product', { ...SURVEY, variables: { product: { type: 'string' } } }, key);
  await test.publish('srv_nps', { ...SURVEY, variables: {} }, key);
});

const api = (method: string, path: string, body?: unknown) => test.api(method, path, body, { key });

async function publish(id = 'scn_delivery', draft: object = CLASSIC): Promise<void> {
  await api('PUT', `/v1/scenarios/${id}`, { draft });
  const { status, text } = await api('POST', `/v1/scenarios/${id}/publish`);
  if (status !== 200) throw new Error(text);
}

const delivered = (respondent: string, orderNumber: string, change: object = {}) => ({
  id: `delivered-${orderNumber}`,
  name: 'order.delivered',
  respondent,
  properties: { orderNumber, total: 80, product: 'Tea' },
  ...change,
});

async function tell(...events: readonly object[]): Promise<void> {
  const { status, text } = await api('POST', '/v1/events', { events });
  if (status !== 200 || text.includes('refused')) throw new Error(text);
}

/** The clock goes on from one thing that is due to the next. */
async function until(time: string | Date): Promise<void> {
  const end = new Date(time);
  for (;;) {
    const next = await test.service.tick();
    if (next !== null && next <= test.clock.now) continue;
    if (next === null || next > end) break;
    test.clock.now = next;
  }
  test.clock.now = end;
}

async function items(path: string): Promise<unknown[]> {
  return (JSON.parse((await api('GET', path)).text) as { items: unknown[] }).items;
}

async function invitations(respondent: string): Promise<Invitation[]> {
  const all = await items(`/v1/invitations?limit=500&respondent=${respondent}`);
  return all.map((one) => Invitation.parse(one)).toReversed();
}

const asked = async (respondent: string): Promise<string[]> =>
  (await invitations(respondent)).map(({ survey, at, status }) => `${survey} ${at} ${status}`);

async function journeys(respondent: string, id = 'scn_delivery'): Promise<StoredJourney[]> {
  const all = await items(`/v1/scenarios/${id}/journeys?respondent=${respondent}`);
  return all.map((one) => StoredJourney.parse(one));
}

async function log(query: string): Promise<AutomationEntry[]> {
  const all = await items(`/v1/automation-log?limit=500&${query}`);
  return all.map((one) => AutomationEntry.parse(one)).toReversed();
}

describe('the classic journey', () => {
  beforeEach(() => publish());

  it('asks after delivery, product and shop, each at its local time on both sides of a change of clocks', async () => {
    await api('PUT', '/v1/respondents/tom', { timezone: 'America/New_York' });
    await tell(delivered('ann', 'A-1'), delivered('tom', 'A-2'));
    await until('2026-12-31T00:00:00.000Z');
    expect(await asked('ann')).toEqual([
      'srv_delivery 2026-10-19T13:30:00.000Z expired',
      'srv_product 2026-10-27T09:00:00.000Z expired',
      'srv_nps 2026-11-19T17:30:00.000Z expired',
    ]);
    expect((await asked('tom')).map((line) => line.split(' ')[1])).toEqual([
      '2026-10-19T13:30:00.000Z',
      '2026-10-26T14:00:00.000Z',
      '2026-11-19T23:30:00.000Z',
    ]);
    expect(await journeys('ann')).toMatchObject([{ status: 'ended', step: null, dueAt: null }]);
  });

  it('hands the properties of the event and what is known of the person on to the survey', async () => {
    await api('PUT', '/v1/respondents/ann', { attributes: { segment: 'vip' }, lang: 'ru' });
    await tell(delivered('ann', 'A-1'));
    await until(DELIVERED_AT);
    const [invitation] = await invitations('ann');
    const session = await opened(test, codeOf(invitation!));
    expect(session).toMatchObject({ lang: 'ru' });
    expect(session.variables).toMatchObject({
      orderNumber: { value: 'A-1', source: 'token' },
      customerSegment: { value: 'vip', source: 'token' },
    });
  });

  it('ends where the order is returned, and not where another one is', async () => {
    await tell(delivered('ann', 'A-1'), delivered('ann', 'A-2'));
    await until('2026-10-22T09:00:00.000Z');
    const returned = { name: 'order.returned', respondent: 'ann' };
    await tell({ ...returned, properties: { orderNumber: 'A-1' } });
    await until('2026-12-31T00:00:00.000Z');
    const found = await journeys('ann');
    expect(found.map(({ occasion, status }) => `${occasion} ${status}`).toSorted()).toEqual([
      'A-1 left',
      'A-2 ended',
    ]);
    expect((await asked('ann')).map((line) => line.split(' ')[0] ?? '').toSorted()).toEqual([
      'srv_delivery',
      'srv_delivery',
      'srv_nps',
      'srv_product',
    ]);
    const left = (await log('respondent=ann')).filter(({ what }) => what === 'left');
    expect(left).toMatchObject([{ occasion: 'A-1', why: 'Left because of order.returned.' }]);
  });

  it('asks no more of somebody who was very unhappy with the delivery, and says so', async () => {
    await tell(delivered('ann', 'A-1'));
    await until('2026-10-20T10:00:00.000Z');
    const [invitation] = await invitations('ann');
    const session = await opened(test, codeOf(invitation!));
    const at = '2026-10-20T10:00:00.000Z';
    await submitHosted(test, submission(session, { answers: { recommend: { value: 2, at } } }));
    await until('2026-12-31T00:00:00.000Z');
    expect((await asked('ann')).map((line) => line.split(' ')[0])).toEqual([
      'srv_delivery',
      'srv_product',
    ]);
    const whats = (await log('respondent=ann')).map(({ step, what }) => `${step ?? '-'} ${what}`);
    expect(whats).toEqual([
      'delivery entered',
      'delivery invited',
      'delivery opened',
      'delivery completed',
      'week waiting',
      'product invited',
      'product unanswered',
      'unhappy branched',
      'unhappy ended',
    ]);
    expect(await log('respondent=ann&survey=srv_product')).toHaveLength(2);
    const { text } = await test.api('GET', '/metrics', undefined, { key: null });
    expect(text).toMatch(/^otklik_automation_total\{what="branched"\} [1-9]/m);
    expect(await journeys('ann')).toMatchObject([
      { asked: { delivery: { status: 'completed' }, product: { status: 'expired' } } },
    ]);
  });

  it('tells a device first, and hands the link on where it is not opened in a day', async () => {
    const token = await test.token({ survey: 'srv_delivery', respondent: 'ann' }, key);
    const address = { channel: 'fcm', token: 'device-token-of-ann' };
    await test.page('/v1/push-subscriptions', { token, address });
    await tell(delivered('ann', 'A-1'));
    await until('2026-10-19T14:00:00.000Z');
    expect(await invitations('ann')).toMatchObject([{ channels: ['fcm'], status: 'sent' }]);
    const own = () => sender.sent.filter(({ project }) => project === `prj_journeys${projects}`);
    expect(own()).toHaveLength(1);
    await until('2026-10-20T13:30:00.000Z');
    expect(await invitations('ann')).toMatchObject([{ channels: ['fcm', 'link'], status: 'sent' }]);
    expect((await log('respondent=ann')).at(-1)).toMatchObject({ what: 'widened' });
  });

  it('says why somebody was not asked', async () => {
    await tell(delivered('zoe', 'A-1', { properties: { orderNumber: 'A-1', total: 5 } }));
    expect(await journeys('zoe')).toEqual([]);
    expect(await log('respondent=zoe')).toMatchObject([
      { what: 'notEntered', journey: null, why: 'The condition of "on" does not hold.' },
    ]);
  });
});

describe('events', () => {
  it('that come again, and from many at once, begin one journey', async () => {
    await publish();
    const same = Array.from({ length: 10 }, (_, one) =>
      tell(delivered('ann', 'A-1', { id: `d${one}` }), delivered('bob', `B-${one}`)),
    );
    await Promise.all(same);
    await until(DELIVERED_AT);
    expect(await invitations('ann')).toHaveLength(1);
    expect(await journeys('ann')).toHaveLength(1);
    expect(await invitations('bob')).toHaveLength(10);
  });

  it('that overtake each other end what they would have ended', async () => {
    await publish();
    const at = (ms: number) => new Date(DELIVERED_AT.getTime() + ms).toISOString();
    const returned = { name: 'order.returned', respondent: 'ann', at: at(-HOUR) };
    await tell({ ...returned, properties: { orderNumber: 'A-1' } });
    await tell(delivered('ann', 'A-1', { at: at(-2 * HOUR) }), delivered('ann', 'A-2'));
    await until(DELIVERED_AT);
    expect((await journeys('ann')).map(({ occasion }) => occasion)).toEqual(['A-2']);
    expect((await log('respondent=ann')).find(({ what }) => what === 'notEntered')).toMatchObject({
      why: 'It is over already because of order.returned.',
    });
  });

  it('told ahead wait for their time', async () => {
    await publish();
    const at = '2026-10-21T10:00:00.000Z';
    await tell(delivered('ann', 'A-1', { at }));
    await until('2026-10-21T09:59:00.000Z');
    expect(await invitations('ann')).toEqual([]);
    await until('2026-10-21T10:00:00.000Z');
    expect(await asked('ann')).toEqual([`srv_delivery ${at} sent`]);
  });

  it('begin anew, are passed over, or enter again, as the scenario says', async () => {
    const rules = ['whenOver', 'never', 'restart'] as const;
    for (const again of rules) await publish(`scn_${again}`, { ...CLASSIC, again });
    await tell(delivered('ann', 'A-1'));
    await until('2026-10-21T10:00:00.000Z');
    await tell(delivered('ann', 'A-1', { id: 'second' }));
    const statuses = async () =>
      Promise.all(
        rules.map(async (again) =>
          (await journeys('ann', `scn_${again}`)).map(({ status }) => status).toSorted(),
        ),
      );
    expect(await statuses()).toEqual([['active'], ['active'], ['active', 'left']]);
    await until('2027-01-31T10:00:00.000Z');
    await tell(delivered('ann', 'A-1', { id: 'third' }));
    expect((await statuses()).map((all) => all.length)).toEqual([2, 1, 3]);
  });
});

describe('a scenario', () => {
  it('is published when it fits the surveys, and keeps its version for those under way', async () => {
    await api('PUT', '/v1/scenarios/scn_bad', {
      draft: {
        ...CLASSIC,
        steps: [{ id: 'a', type: 'invite', survey: 'srv_none', channels: ['link'] }],
      },
    });
    const refused = await api('POST', '/v1/scenarios/scn_bad/publish');
    expect([refused.status, refused.json.code]).toEqual([422, 'scenario_invalid']);
    expect(refused.json.errors[0].pointer).toBe('/steps/0/survey');
    await publish();
    await tell(delivered('ann', 'A-1'));
    await until('2026-10-20T10:00:00.000Z');
    await publish('scn_delivery', { ...CLASSIC, steps: CLASSIC.steps.slice(0, 1) });
    expect((await api('GET', '/v1/scenarios/scn_delivery')).json.version).toBe(2);
    await publish('scn_delivery', { ...CLASSIC, steps: CLASSIC.steps.slice(0, 1) });
    expect((await api('GET', '/v1/scenarios/scn_delivery')).json.version).toBe(2);
    await tell(delivered('bob', 'B-1'));
    await until('2026-12-31T10:00:00.000Z');
    expect(await invitations('ann')).toHaveLength(3);
    expect(await invitations('bob')).toHaveLength(1);
  });

  it('that is paused lets nobody in, and those under way go on', async () => {
    await publish();
    await tell(delivered('ann', 'A-1'));
    expect((await api('POST', '/v1/scenarios/scn_delivery/pause')).json.status).toBe('paused');
    await tell(delivered('bob', 'B-1'));
    await until('2026-12-31T10:00:00.000Z');
    expect(await invitations('ann')).toHaveLength(3);
    expect(await invitations('bob')).toEqual([]);
    await publish();
    await tell(delivered('bob', 'B-2'));
    expect(await journeys('bob')).toHaveLength(1);
  });

  it('that is ended lets everybody go, and takes back what is open', async () => {
    await publish();
    await tell(delivered('ann', 'A-1'), delivered('bob', 'B-1'));
    await until('2026-10-20T10:00:00.000Z');
    expect((await api('POST', '/v1/scenarios/scn_delivery/end')).json.status).toBe('ended');
    await until('2026-10-20T10:00:00.000Z');
    expect(await journeys('ann')).toMatchObject([{ status: 'left' }]);
    expect(await invitations('bob')).toMatchObject([{ status: 'cancelled' }]);
    const draft = await api('POST', '/v1/scenarios/scn_none/end');
    expect(draft.json.code).toBe('scenario_unknown');
  });

  it('is played against a history by the same rules', async () => {
    await publish();
    const history = [
      { at: DELIVERED_AT.toISOString(), respondent: 'ann', event: 'order.delivered' },
    ].map((line) => ({ ...line, properties: { orderNumber: 'A-1', total: 80 } }));
    const { text } = await api('POST', '/v1/scenarios/scn_delivery/simulate', { history });
    const { timeline } = JSON.parse(text) as { timeline: { what: string; at: string }[] };
    const played = timeline.filter(({ what }) => what === 'invited').map(({ at }) => at);
    await tell(delivered('ann', 'A-1'));
    await until('2027-01-31T00:00:00.000Z');
    expect((await invitations('ann')).map(({ at }) => at)).toEqual(played);
    expect(await journeys('ann')).toMatchObject([{ status: 'ended' }]);
  });

  it('asks as well where the survey has changed, with what it still takes', async () => {
    await publish();
    await test.publish('srv_product', { ...SURVEY, variables: {} }, key);
    await tell(delivered('ann', 'A-1'));
    await until('2026-10-28T00:00:00.000Z');
    expect(await asked('ann')).toHaveLength(2);
  });

  it('goes on where a survey was closed meanwhile', async () => {
    await publish();
    await tell(delivered('ann', 'A-1'));
    await until('2026-10-20T10:00:00.000Z');
    await api('POST', '/v1/surveys/srv_product/close');
    await until('2026-12-31T00:00:00.000Z');
    expect((await asked('ann')).map((line) => line.split(' ')[2])).toEqual([
      'expired',
      'suppressed',
      'expired',
    ]);
    expect((await log('respondent=ann&survey=srv_product')).at(-1)).toMatchObject({
      what: 'suppressed',
      why: 'The invitation to srv_product is suppressed (survey_closed).',
    });
  });
});

it('several nodes on one database ask everybody once', async () => {
  await publish();
  const database = { ...test.service.database, close: async () => undefined };
  const nodes = [test];
  while (nodes.length < 4) {
    const node = await testService({ database, invitationSender: recordingSender() });
    node.clock.now = test.clock.now;
    nodes.push(node);
  }
  const people = Array.from({ length: 300 }, (_, one) => `r${one}`);
  await tell(...people.map((one) => delivered(one, one)));
  for (const until of ['2026-10-19T14:00:00.000Z', '2026-10-25T00:00:00.000Z']) {
    for (const node of nodes) node.clock.now = new Date(until);
    for (let look = 0; look < 4; look += 1) {
      await Promise.all(nodes.map(({ service }) => service.tick()));
    }
  }
  for (const node of nodes.slice(1)) await node.service.close();
  const { db } = test.service.database;
  const project = `prj_journeys${projects}`;
  const asked = await db
    .selectFrom('invitations')
    .select(['respondent', 'status'])
    .where('project_id', '=', project)
    .execute();
  expect(asked.map(({ respondent }) => respondent).toSorted()).toEqual(people.toSorted());
  expect(new Set(asked.map(({ status }) => status))).toEqual(new Set(['expired']));
  const steps = await db
    .selectFrom('journeys')
    .select('step')
    .distinct()
    .where('project_id', '=', project)
    .execute();
  expect(steps).toEqual([{ step: 'week' }]);
});

it('the log is kept for a year, and for a month of those who did not set out', async () => {
  await publish();
  const small = { properties: { orderNumber: 'A-1', total: 5 } };
  await tell(delivered('ann', 'A-2'), delivered('zoe', 'A-1', small));
  const lines = async () => [
    (await log('respondent=ann')).length,
    (await log('respondent=zoe')).length,
  ];
  const kept: number[][] = [];
  for (const days of [31, 1, 366 - 32, 1]) {
    test.advance(days * DAY);
    await test.service.upkeep();
    kept.push(await lines());
  }
  expect(kept).toEqual([
    [2, 1],
    [2, 0],
    [2, 0],
    [0, 0],
  ]);
});

it('what scenarios know of a person is exported and erased', async () => {
  await publish();
  await tell(delivered('ann', 'A-1'));
  await until('2026-10-20T10:00:00.000Z');
  const { text } = await api('GET', '/v1/respondents/ann/export');
  const kinds = text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(new Set(kinds)).toEqual(new Set(['invitation', 'event', 'journey', 'automation']));
  await api('DELETE', '/v1/respondents/ann');
  expect((await api('GET', '/v1/respondents/ann/export')).text).toBe('');
  await until(new Date(test.clock.now.getTime() + 60 * DAY));
  expect(await invitations('ann')).toEqual([]);
});
