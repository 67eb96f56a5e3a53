/** The service is killed at every statement and every commit of its journeys, and started again: it comes to the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { OpenSession } from '../../protocol/index.ts';
import type { Database } from '../database/database.ts';
import { codeOf, HOSTED, HOUR, MINUTE, recordingSender } from '../testing/invitations.ts';
import { freshDatabase } from '../testing/database.ts';
import { mortalDatabase } from '../testing/mortal-database.ts';
import { newResponseId, START, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

const ASK = { type: 'invite', channels: ['link'], expiresAfter: 'PT1H' };
const variables = { order: { property: 'order' } };
const SCENARIO = {
  title: 'After an order',
  on: { event: 'order.delivered' },
  per: 'order',
  cancelOn: [{ event: 'order.returned', same: 'order' }],
  timezone: 'UTC',
  steps: [
    { ...ASK, id: 'first', survey: 'srv_a', variables },
    { id: 'how', type: 'branch', branches: [{ of: 'first', status: ['completed'], goTo: 'wait' }] },
    { id: 'silent', type: 'end' },
    { id: 'wait', type: 'wait', for: 'PT2H' },
    { ...ASK, id: 'second', survey: 'srv_b', variables },
  ],
};

let opened: Database;
/** The process that is started when the other one has died. */
let next: TestService;
beforeAll(async () => {
  opened = await freshDatabase();
  next = await testService({ database: opened, invitationSender: recordingSender() });
});
afterAll(() => next.service.close());

/** Each thing is done again for as long as nobody says that it is done, as a customer's systems do it. */
async function live(project: string, diesAt: number): Promise<{ lived: number; facts: unknown }> {
  const key = await next.project(project);
  for (const survey of ['srv_a', 'srv_b']) await next.publish(survey, undefined, key);
  await next.api('PUT', '/v1/scenarios/scn_a', { draft: SCENARIO }, { key });
  await next.api('POST', '/v1/scenarios/scn_a/publish', undefined, { key });
  const { database, life } = mortalDatabase(opened);
  const mortal = await testService({ database, invitationSender: recordingSender() });
  life.endAt(diesAt);
  let test = mortal;
  mortal.clock.now = START;
  const insist = async (deed: (test: TestService) => Promise<boolean>): Promise<void> => {
    const isDone = await deed(test).catch(() => false);
    if (isDone && !life.isOver) return;
    if (isDone && test === next) return;
    // Killed; by nothing else may anything fail.
    expect([life.isOver, test === mortal]).toEqual([true, true]);
    next.clock.now = mortal.clock.now;
    test = next;
    expect(await deed(test)).toBe(true);
  };
  const tell = (name: string, respondent: string, order: string): Promise<void> =>
    insist(async (service) => {
      const event = { id: `${name}-${order}`, name, respondent, properties: { order } };
      return (await service.api('POST', '/v1/events', event, { key })).status === 200;
    });
  const pass = async (ms: number): Promise<void> => {
    test.advance(ms);
    // Three times: what one look makes due the next one does.
    for (let look = 0; look < 3; look += 1) {
      await insist(async ({ service }) => (await service.tick(), true));
    }
  };
  await tell('order.delivered', 'ann', 'A');
  await tell('order.delivered', 'bob', 'B');
  await tell('order.delivered', 'cyd', 'C');
  await pass(MINUTE);
  const { text } = await next.api('GET', '/v1/invitations?respondent=ann', undefined, { key });
  const [invitation] = (JSON.parse(text) as { items: { link: string }[] }).items;
  const responseId = newResponseId();
  let session: Pick<OpenSession, 'responseId' | 'grant'> | undefined;
  await insist(async (service) => {
    const asked = { code: codeOf(invitation!), responseId };
    const { json } = await service.page('/v1/sessions', asked, HOSTED);
    session = json;
    return json.ask;
  });
  await insist(async (service) => {
    const responses = [submission(session!)];
    return (await service.page('/v1/responses', { responses }, HOSTED)).status === 200;
  });
  await pass(MINUTE);
  await tell('order.returned', 'bob', 'B');
  await pass(HOUR);
  await pass(2 * HOUR);
  await pass(2 * HOUR);
  const facts = await factsOf(project);
  await mortal.service.close();
  return { lived: life.steps, facts };
}

/** All that came of it, without what is random. */
async function factsOf(project: string): Promise<unknown> {
  const { db } = opened;
  const invitations = await db
    .selectFrom('invitations')
    .select(['respondent', 'survey_id', 'status', 'variables', 'send_at'])
    .where('project_id', '=', project)
    .orderBy('respondent')
    .orderBy('survey_id')
    .execute();
  const journeys = await db
    .selectFrom('journeys')
    .select(['respondent', 'status', 'step', 'due_at'])
    .where('project_id', '=', project)
    .orderBy('respondent')
    .execute();
  const log = await db
    .selectFrom('automation_log')
    .select(['respondent', 'step', 'what'])
    .where('project_id', '=', project)
    .orderBy('respondent')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const news = await db
    .selectFrom('journey_news')
    .select('id')
    .where('project_id', '=', project)
    .execute();
  const responses = await db
    .selectFrom('responses')
    .select(['respondent', 'status'])
    .where('project_id', '=', project)
    .execute();
  return { invitations, journeys, log, news, responses };
}

const EVERY = Number(process.env['OTKLIK_KILL_EVERY'] ?? 23);

it('killed at whatever step, it comes to the same', { timeout: 900_000 }, async () => {
  const unbroken = await live('prj_unbroken', Number.POSITIVE_INFINITY);
  expect(unbroken.facts).toMatchObject({
    invitations: [
      { respondent: 'ann', survey_id: 'srv_a', status: 'completed' },
      { respondent: 'ann', survey_id: 'srv_b', status: 'expired' },
      { respondent: 'bob', survey_id: 'srv_a', status: 'cancelled' },
      { respondent: 'cyd', survey_id: 'srv_a', status: 'expired' },
    ],
    journeys: [
      { respondent: 'ann', status: 'ended' },
      { respondent: 'bob', status: 'left' },
      { respondent: 'cyd', status: 'ended' },
    ],
    news: [],
    responses: [{ respondent: 'ann', status: 'completed' }],
  });
  expect(unbroken.lived).toBeGreaterThan(100);
  for (let step = 1; step <= unbroken.lived; step += EVERY) {
    const { facts } = await live(`prj_dies${step}`, step);
    expect(facts, `killed at step ${step} of ${unbroken.lived}`).toEqual(unbroken.facts);
  }
});
