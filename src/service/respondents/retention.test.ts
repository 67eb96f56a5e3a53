import { afterAll, beforeAll, expect, it } from 'vitest';

import { outboundTo } from '../push/testing/outbound.ts';
import { DAY } from '../testing/invitations.ts';
import { submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService({ outbound: outboundTo() });
  await test.publish('srv_a');
  await test.publish('srv_kept');
});
afterAll(() => test.service.close());

async function answer(survey: string): Promise<Record<string, unknown>> {
  const session = await test.session({ respondent: 'ann', survey });
  const sent = submission(session, { status: 'partial' });
  expect((await test.submit(sent)).json.results[0].result).toBe('stored');
  return sent;
}

async function surveys(): Promise<unknown[]> {
  const { json } = await test.api('GET', '/v1/responses');
  return (json.items as unknown as { survey: string }[]).map(({ survey }) => survey);
}

it('a response is deleted when its days are over, with all that belongs to it, and does not come back', async () => {
  const target = { kind: 'webhook', url: 'http://127.0.0.1:9/' };
  const rule = { events: ['response.started'] };
  await test.api('POST', '/v1/destinations', { name: 'x', target, rule });
  expect((await test.api('GET', '/v1/surveys/srv_a/retention')).json).toEqual({ days: null });
  await test.api('PUT', '/v1/surveys/srv_a/retention', { days: 10 });
  const sent = await answer('srv_a');
  await answer('srv_kept');
  await test.service.tick();
  await test.service.sent();
  test.advance(9 * DAY);
  await test.service.upkeep();
  expect(await surveys()).toHaveLength(2);
  test.advance(2 * DAY);
  await test.service.upkeep();
  expect(await surveys()).toEqual(['srv_kept']);
  const { json } = await test.api('GET', '/v1/deliveries?survey=srv_a');
  expect(json.items).toEqual([]);
  const again = await test.submit({ ...sent, revision: 2, base: 1 });
  expect(again.json.results[0].result).toBe('erased');
  expect(await surveys()).toEqual(['srv_kept']);
});
