import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DatabaseUnavailable } from '../database/errors.ts';
import { freshDatabase } from '../testing/database.ts';
import { newResponseId, SHOP, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import type { Database } from '../database/database.ts';

let test: TestService;
/** What stands between the service and its database: a cable that can be pulled. */
let isAway = false;

beforeAll(async () => {
  const database = await freshDatabase();
  const orAway = <T>(work: () => Promise<T>): Promise<T> =>
    isAway ? Promise.reject(new DatabaseUnavailable('The cable is out.')) : work();
  const cabled: Database = {
    kind: database.kind,
    db: database.db,
    write: (work) => orAway(() => database.write(work)),
    writeStatement: (statement) => orAway(() => database.writeStatement(statement)),
    execute: (text, values) => orAway(() => database.execute(text, values)),
    settle: () => orAway(() => database.settle()),
    ping: () => orAway(() => database.ping()),
    close: () => database.close(),
  };
  test = await testService({ database: cabled, processMetrics: true });
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const get = (path: string) => test.api('GET', path, undefined, { key: null });

describe('the service', () => {
  it('is alive and ready', async () => {
    expect((await get('/healthz')).json).toEqual({ status: 'alive' });
    expect((await get('/readyz')).json).toEqual({ status: 'ready' });
  });

  it('without its database is alive, not ready, and acknowledges nothing', async () => {
    const session = await test.session();
    isAway = true;
    expect((await get('/healthz')).status).toBe(200);
    const token = { token: 'x', responseId: newResponseId() };
    const refused = [await get('/readyz'), await test.submit(submission(session))];
    isAway = false;
    for (const { status, json, headers } of refused) {
      expect([status, json.code]).toEqual([503, 'unavailable']);
      expect(headers.get('retry-after')).toBe('5');
    }
    expect(refused[1]?.headers.get('access-control-allow-origin')).toBe(SHOP);
    expect((await test.submit(submission(session))).json.results[0].result).toBe('stored');
    expect((await test.page('/v1/sessions', token)).json.code).toBe('token_invalid');
  });

  it('counts what happens, in the Prometheus format, by route and not by address', async () => {
    await get('/no/such/path');
    await test.submit({ id: newResponseId() });
    const { text, headers } = await get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toMatch(/otklik_sessions_total\{outcome="opened"\} [1-9]/);
    expect(text).toMatch(/otklik_sessions_total\{outcome="token_invalid"\} 1/);
    expect(text).toMatch(/otklik_responses_total\{result="stored"\} 1/);
    expect(text).toMatch(/otklik_responses_total\{result="refused"\} 1/);
    expect(text).toMatch(
      /otklik_http_request_seconds_count\{method="POST",route="\/v1\/responses",status="200"\} 2/,
    );
    expect(text).toMatch(
      /otklik_http_request_seconds_count\{method="GET",route="unknown",status="404"\} 1/,
    );
    expect(text).toMatch(/otklik_database_write_seconds_count [1-9]/);
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain('such');
  });

  it('forgets used tokens and remembered answers when their time is over, and nothing else', async () => {
    await test.session({ respondent: 'kept' });
    const start = test.clock.now;
    const headers = { 'idempotency-key': 'remembered' };
    await test.api('POST', '/v1/tokens', {}, { headers });
    const { db } = test.service.database;
    const left = async () => ({
      sessions: (await db.selectFrom('sessions').select('jti').execute()).length,
      answers: (await db.selectFrom('idempotency_keys').select('key').execute()).length,
      grants: (await db.selectFrom('response_grants').select('hash').execute()).length,
    });
    const before = await left();
    test.advance(10 * 60 * 1000);
    await test.service.upkeep();
    expect(await left()).toEqual(before);
    test.advance(2 * 60 * 1000);
    await test.service.upkeep();
    expect(await left()).toEqual({ ...before, sessions: 0 });
    test.advance(31 * 24 * 60 * 60 * 1000);
    await test.service.upkeep();
    expect(await left()).toEqual({ ...before, sessions: 0, answers: 0 });
    test.clock.now = start;
  });

  it('that stops wants no new traffic', async () => {
    test.service.beginStop();
    const { status, headers } = await get('/readyz');
    expect(status).toBe(503);
    expect(headers.get('connection')).toBe('close');
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('an error that nobody expected', () => {
  it('is said to be ours, with a number to find it by; what it was is in the log alone', async () => {
    const broken = await testService();
    await broken.service.database.write(async (trx) => {
      await trx.schema.dropTable('surveys').execute();
    });
    const { status, json, text } = await broken.api('GET', '/v1/surveys');
    expect([status, json.code]).toEqual([500, 'internal']);
    expect(text).not.toMatch(/surveys"|relation|select/);
    const line = broken.logLines.find((one) => one.includes(json.requestId) && one.includes('err'));
    expect(JSON.parse(line ?? '{}').err.message).toContain('surveys');
    await broken.service.close();
  });
});
