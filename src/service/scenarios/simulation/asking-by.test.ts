/** What a simulation says of the project's policies is what then happens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ProjectAskingPolicy, SurveyAskingPolicy } from '../../../protocol/index.ts';
import type { Simulation, SurveyContent } from '../../../protocol/index.ts';
import { recordingSender } from '../../testing/invitations.ts';
import { SURVEY, testService } from '../../testing/service.ts';
import type { TestService } from '../../testing/service.ts';
import { askingBy } from './asking-by.ts';
import type { Past } from './simulated-person.ts';

const { id: _, ...draft } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../examples/scenarios/delivery.json'), 'utf8'),
) as { id: string };

/** Delivered on Monday 19 October 2026 at 15:30 in Berlin. */
const at = '2026-10-19T13:30:00.000Z';
const PEOPLE = ['ann', 'bea', 'cleo', 'dora', 'eva', 'fay'];

const text = { type: 'string' } as const;
const CONTENT: SurveyContent = {
  ...SURVEY,
  variables: { orderNumber: text, customerSegment: text, product: text },
  screens: [
    { id: 'first', questions: [{ id: 'recommend', type: 'nps', title: { en: 'How likely?' } }] },
  ],
};

let test: TestService;
let key: string;
let projects = 0;

async function api(method: string, path: string, body?: unknown): Promise<unknown> {
  const { status, text } = await test.api(method, path, body, { key });
  if (status !== 200 && status !== 201) throw new Error(text);
  return JSON.parse(text) as unknown;
}

type Told = Pick<Simulation['timeline'][number], 'respondent' | 'at' | 'step' | 'what' | 'why'>;

/** `ann 2026-10-19T13:30:00.000Z delivery invited: Invited to …` */
const lines = (told: readonly Told[]): string[] =>
  told.map((one) => `${one.respondent} ${one.at} ${one.step} ${one.what}: ${one.why}`).toSorted();

async function played(): Promise<string[]> {
  const history = PEOPLE.flatMap((respondent) => [
    { at, respondent, person: { channels: ['link', 'in-app'] } },
    { at, respondent, event: 'order.delivered', properties: orderOf(respondent) },
  ]);
  const reply = await api('POST', '/v1/scenarios/scn_delivery/simulate', { history });
  return lines((reply as Simulation).timeline);
}

/** On the clock of production, from one thing that is due to the next. */
async function happened(): Promise<string[]> {
  const events = PEOPLE.map((respondent) => ({
    name: 'order.delivered',
    respondent,
    properties: orderOf(respondent),
  }));
  await api('POST', '/v1/events', { events });
  for (let next = await test.service.tick(); next !== null; next = await test.service.tick()) {
    if (next > test.clock.now) test.clock.now = next;
  }
  const log = await api('GET', '/v1/automation-log?limit=500');
  return lines((log as { items: Told[] }).items);
}

const orderOf = (respondent: string) => ({ orderNumber: `order-of-${respondent}`, total: 80 });

describe('what is played is what happens', () => {
  beforeAll(async () => {
    test = await testService({ invitationSender: recordingSender() });
  });
  afterAll(() => test.service.close());
  beforeEach(async () => {
    test.clock.now = new Date(at);
    projects += 1;
    key = await test.project(`prj_policies${projects}`);
    for (const survey of ['srv_delivery', 'srv_product', 'srv_nps']) {
      await test.publish(survey, CONTENT, key);
    }
    await api('PUT', '/v1/scenarios/scn_delivery', { draft });
    await api('POST', '/v1/scenarios/scn_delivery/publish');
  });

  it.each<[what: string, says: RegExp, project: object, nps: object]>([
    [
      'a pause that is too long to wait for',
      /product suppressed: .*10 days/,
      { pauseDays: 10 },
      {},
    ],
    ['a pause with patience', /shop putOff: .*40 days.*Put off until/, { pauseDays: 40 }, {}],
    ['a share', /shop suppressed: .*not among the 50 %/, {}, { share: 0.5 }],
    [
      'a pause between surveys of a kind',
      /shop suppressed: .*of "shop".*90 days/,
      { tagPauseDays: { shop: 90 } },
      { tags: ['shop'] },
    ],
    [
      'a pause after nothing was answered',
      /product suppressed: .*left it at looking.*25 days/,
      { pauseDaysAfter: { shown: 25 } },
      {},
    ],
    [
      'a survey that has closed',
      /shop suppressed: .*closes at/,
      {},
      { closes: '2026-11-01T00:00', timezone: 'Europe/Berlin' },
    ],
    ['no policy at all', /shop invited/, {}, {}],
  ])('with %s', async (_what, says, project, nps) => {
    await api('PUT', '/v1/asking', project);
    await api('PUT', '/v1/surveys/srv_nps/asking', nps);
    await api('PUT', '/v1/surveys/srv_product/asking', { tags: ['shop'] });
    const told = await played();
    expect(told.join('\n')).toMatch(says);
    expect(await happened()).toEqual(told);
  });
});

describe('what the history brings', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');
  const asks = (
    { project = {}, survey = {} }: { readonly project?: object; readonly survey?: object },
    past: readonly Past[],
    completed = 0,
  ) =>
    askingBy({
      project: ProjectAskingPolicy.parse(project),
      ofSurvey: () => SurveyAskingPolicy.parse(survey),
      areNone: false,
    })('srv_a', { respondent: 'ann', past, now, completed });
  const happens = (what: Past['what'], day: number, survey = 'srv_a'): Past => ({
    survey,
    what,
    at: `2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`,
  });

  it('counts an invitation and its answer as one asking', () => {
    const past = [happens('invited', 10), happens('opened', 11), happens('completed', 12)];
    expect(asks({ survey: { repeat: { times: 2 } } }, past).ask).toBe(true);
    expect(asks({ survey: { repeat: { times: 1 } } }, past).ask).toBe(false);
    expect(asks({ survey: { repeat: 'untilAnswered' } }, past)).toMatchObject({
      ask: false,
      why: 'The person has answered this survey.',
    });
  });

  it('counts an answer without an invitation as an asking of its own', () => {
    const past = [happens('completed', 10), happens('invited', 12), happens('dismissed', 13)];
    expect(asks({ survey: { repeat: { times: 2 } } }, past).ask).toBe(false);
  });

  it.each([
    ['dismissed', { dismissed: 20 }, '2026-12-05T12:00:00.000Z'],
    ['completed', { submitted: 10 }, '2026-11-25T12:00:00.000Z'],
  ] as const)('begins a pause when it was %s', (what, pauseDaysAfter, until) => {
    const past = [happens('invited', 1, 'srv_b'), happens(what, 15, 'srv_b')];
    expect(asks({ project: { pauseDaysAfter } }, past)).toMatchObject({ ask: false, until });
    expect(asks({ project: { pauseDaysAfter } }, past.slice(0, 1)).ask).toBe(true);
  });

  it('fills a quota', () => {
    const full = { survey: { quotas: [{ completed: 3 }] } };
    expect(asks(full, [], 2).ask).toBe(true);
    expect(asks(full, [], 3)).toMatchObject({ ask: false, reason: 'quota' });
  });
});
