import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { answers, newResponseId, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const erase = (respondent: string) =>
  test.api('DELETE', `/v1/respondents/${encodeURIComponent(respondent)}`);

async function everything(): Promise<string> {
  const { db } = test.service.database;
  const tables = await Promise.all([
    db.selectFrom('responses').selectAll().execute(),
    db.selectFrom('response_grants').selectAll().execute(),
    db.selectFrom('quarantine').selectAll().execute(),
    db.selectFrom('sessions').selectAll().execute(),
    db.selectFrom('tombstones').selectAll().execute(),
    db.selectFrom('erasures').selectAll().execute(),
  ]);
  return JSON.stringify(tables);
}

describe('a person', () => {
  it('can be told everything that is kept', async () => {
    const session = await test.session({ respondent: 'ann', variables: { order: 'ann-1' } });
    await test.submit(submission(session), submission(session, { status: 'nonsense' }));
    const { text } = await test.api('GET', '/v1/respondents/ann/export');
    const records = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect(records.map(({ kind }) => kind)).toEqual(['response', 'session', 'quarantine']);
    expect(text).not.toMatch(/otg_|"hash"/);
  });

  it('erased is gone, and the receipt says how much', async () => {
    const person = 'Böb / 50%';
    const stored = await test.session({ respondent: person, variables: { order: 'secret-order' } });
    await test.submit(
      submission(stored, { answers: answers({ score: 1, why: 'secret words', liked: null }) }),
      submission(stored, { status: 'secret nonsense' }),
    );
    const { status, json } = await erase(person);
    expect(status).toBe(200);
    expect(json).toEqual({
      id: expect.stringMatching(/^era_/),
      responses: 1,
      erasedAt: test.clock.now.toISOString(),
    });
    const left = await everything();
    expect(left).not.toContain('secret');
    expect(left).not.toContain('Böb');
    expect(
      (await test.api('GET', `/v1/respondents/${encodeURIComponent(person)}/export`)).text,
    ).toBe('');
    expect((await erase(person)).json.responses).toBe(0);
  });

  it('erased stays erased: late answers of the device are dropped, and it is told to forget', async () => {
    const known = await test.session({ respondent: 'cleo', variables: { order: '1' } });
    const offline = await test.session({ respondent: 'cleo', variables: { order: '2' } });
    await test.submit(submission(known, { status: 'partial', answers: answers({ score: 1 }) }));
    await erase('cleo');
    const late = await test.submit(
      submission(known, { revision: 2, base: 1 }),
      submission(offline),
      submission(offline, { status: 'nonsense' }),
    );
    expect(late.json.results.map((receipt: { result: string }) => receipt.result)).toEqual([
      'erased',
      'erased',
      'erased',
    ]);
    const token = await test.token({ respondent: 'cleo' });
    const again = await test.page('/v1/sessions', { token, responseId: known.responseId });
    expect([again.status, again.json.code]).toEqual([410, 'response_erased']);
    const fresh = await test.page('/v1/sessions', { token, responseId: newResponseId() });
    expect(fresh.json.ask).toBe(true);
  });

  it('erased while answers arrive leaves nothing behind', async () => {
    const sessions = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        test.session({ respondent: 'dora', variables: { order: String(index) } }),
      ),
    );
    await Promise.all([
      ...sessions.map((session) => test.submit(submission(session))),
      erase('dora'),
    ]);
    const { json } = await test.api('GET', '/v1/responses?respondent=dora');
    expect(json.items).toEqual([]);
    const late = await Promise.all(sessions.map((session) => test.submit(submission(session))));
    for (const reply of late) expect(reply.json.results[0].result).toBe('erased');
  });
});
