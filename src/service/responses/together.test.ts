/** Submissions that are stored together with their neighbours end as they would have ended alone. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { ResponseReceipt } from '../../protocol/index.ts';
import { gathered } from '../database/gathered.ts';
import { toJson } from '../database/json.ts';
import { answers, newResponseId, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { insertRows } from './first-rows.ts';
import type { ResponseRow } from './first-rows.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

/** What devices send under one grant, one after the other. */
const HABITS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  'all at once': [{}],
  'the same twice': [{}, {}],
  'screen by screen': [
    { status: 'partial', answers: answers({ score: 4 }) },
    { revision: 2, base: 1 },
  ],
  'a draft': [{ status: 'partial', answers: answers({ score: 4 }) }],
  'an answer that does not fit': [{ answers: answers({ score: 99 }) }],
  'no answers at all': [{ answers: 'none' }],
  'more after the end': [{}, { revision: 2, base: 1, answers: answers({ score: 1 }) }],
  'text that PostgreSQL cannot hold': [{ answers: answers({ score: 1, why: 'a\u0000b\ud800' }) }],
  'quotes and backslashes': [{ answers: answers({ score: 2, why: '"\\"\\u0000,{}\n' }) }],
  'a revision of which it says there was another': [{ revision: 3, base: 2 }],
  'with a forged grant': [{ grant: `otg_default_${'x'.repeat(43)}` }],
  'for another response': [{ id: newResponseId() }],
};

const habit = fc.constantFrom(...Object.keys(HABITS));

it('any mix gives the same receipts and the same rows, at once as one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(habit, { minLength: 2, maxLength: 12 }), async (habits) => {
      const alone: Outcome[] = [];
      for (const one of habits) alone.push(await outcome(one));
      expect(await Promise.all(habits.map(outcome))).toEqual(alone);
    }),
    { numRuns: 12 },
  );
});

it('a batch of many gives each the receipt that it would have got alone', async () => {
  const habits = Object.keys(HABITS);
  const sessions = await Promise.all(habits.map(() => test.session()));
  const steps = habits.map((one, index) =>
    (HABITS[one] ?? []).map((change) => submission(sessions[index] as Session, change)),
  );
  const { json } = await test.submit(...steps.flat());
  const alone: Outcome[] = [];
  for (const one of habits) alone.push(await outcome(one));
  expect(json.results.map(verdictOf)).toEqual(alone.flatMap(({ receipts }) => receipts));
});

it('a row that the database refuses costs its neighbours nothing', async () => {
  const { database } = test.service;
  const insert = gathered((project: string, rows: readonly ResponseRow[]) =>
    insertRows(project, rows, database),
  );
  const rows = await Promise.all([row(), row({ updated_at: 'never' }), row()]);
  const results = await Promise.allSettled(rows.map((one) => insert(one.project_id, one)));
  expect(results).toEqual([
    { status: 'fulfilled', value: true },
    { status: 'rejected', reason: expect.objectContaining({ code: '22007' }) },
    { status: 'fulfilled', value: true },
  ]);
});

type Session = Awaited<ReturnType<TestService['session']>>;
type Verdict = Pick<ResponseReceipt, 'result' | 'code'>;

interface Outcome {
  readonly receipts: readonly Verdict[];
  readonly row: unknown;
}

async function outcome(name: string): Promise<Outcome> {
  const session = await test.session();
  const receipts: Verdict[] = [];
  for (const change of HABITS[name] ?? []) {
    const { json } = await test.submit(submission(session, change));
    receipts.push(verdictOf(json.results[0]));
  }
  const stored = await test.api('GET', `/v1/responses/${session.responseId}`);
  if (stored.status !== 200) return { receipts, row: null };
  const { id: _own, ...row } = stored.json;
  return { receipts, row };
}

function verdictOf({ result, code }: ResponseReceipt): Verdict {
  return { result, ...(code !== undefined && { code }) };
}

/** Of a session that somebody has opened. */
async function row(change: Partial<ResponseRow> = {}): Promise<ResponseRow> {
  const { responseId } = await test.session();
  const grant = await test.service.database.db
    .selectFrom('response_grants')
    .selectAll()
    .where('response_id', '=', responseId)
    .executeTakeFirstOrThrow();
  const now = test.clock.now.toISOString();
  return {
    project_id: grant.project_id,
    id: responseId,
    survey_id: grant.survey_id,
    version: grant.version,
    respondent: grant.respondent,
    status: 'completed',
    revision: 1,
    writer: grant.hash,
    document: toJson({ lang: 'en', answers: {}, timings: {} }),
    content_hash: grant.hash,
    questions: toJson({}),
    variables: toJson({}),
    page_context: toJson({}),
    deadline: grant.expires_at,
    created_at: now,
    updated_at: now,
    completed_at: now,
    ...change,
  };
}
