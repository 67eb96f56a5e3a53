import { randomBytes } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { OpenSession } from '../../protocol/index.ts';
import { freshDatabase } from '../testing/database.ts';
import { codeOf, invite } from '../testing/invitations.ts';
import { newResponseId, parsedReply, SHOP, submission, testService } from '../testing/service.ts';
import type { Answer, TestService } from '../testing/service.ts';
import type { Database } from '../database/database.ts';
import { LIMITS } from '../../protocol/index.ts';

let test: TestService;
/** Before it, writes wait. */
let gate: Promise<void> | undefined;
let atTheGate = 0;

beforeAll(async () => {
  const database = await freshDatabase();
  const pass = async (): Promise<void> => {
    if (gate !== undefined) atTheGate += 1;
    await gate;
  };
  const gated: Database = {
    ...database,
    write: async (work) => {
      await pass();
      return database.write(work);
    },
    writeStatement: async (statement) => {
      await pass();
      return database.writeStatement(statement);
    },
  };
  test = await testService({
    database: gated,
    trustedProxies: ['10.0.0.0/8'],
    rates: {
      address: { perSecond: 10, burst: 20 },
      code: { perSecond: 1, burst: 4 },
      grant: { perSecond: 1, burst: 5 },
      survey: { perSecond: 1, burst: 8 },
      project: { perSecond: 1, burst: 12 },
    },
  });
  for (const survey of ['srv_a', 'srv_b']) await test.publish(survey);
});
afterAll(() => test.service.close());
/** Every bucket is full again. */
afterEach(() => test.advance(60_000));

async function from(peer: string, path: string, body: unknown, via?: string): Promise<Answer> {
  const request = new Request(`http://service.test${path}`, {
    method: 'POST',
    headers: { origin: SHOP, ...(via !== undefined && { 'x-forwarded-for': via }) },
    body: JSON.stringify(body),
  });
  const response = await test.service.fetch(request, peer);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsedReply(text) };
}

async function many(count: number, ask: (index: number) => Promise<Answer>): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
  return answers.map(({ status }) => status);
}

const refusedIn = (statuses: readonly number[]) => statuses.filter((status) => status === 429);
const nothing = { responses: [{ id: newResponseId() }] };

describe('a flood', () => {
  it('from one address is refused in a way that its page can read, and nobody else is', async () => {
    const statuses = await many(30, () => from('192.0.2.1', '/v1/responses', nothing));
    expect(refusedIn(statuses)).toHaveLength(10);
    const { status, json, headers } = await from('192.0.2.1', '/v1/responses', nothing);
    expect([status, json.code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(headers.get('access-control-expose-headers')).toContain('Retry-After');
    expect((await from('192.0.2.2', '/v1/responses', nothing)).status).toBe(200);
  });

  it('from one house of IPv6 is one flood, whichever of its addresses it uses', async () => {
    const statuses = await many(30, (index) =>
      from(`2001:db8::${index + 1}`, '/v1/responses', nothing),
    );
    expect(refusedIn(statuses)).toHaveLength(10);
  });

  it('through a proxy of ours is counted by who sent it', async () => {
    const statuses = await many(30, (index) =>
      from('10.0.0.1', '/v1/responses', nothing, `192.0.2.${index < 25 ? 50 : 51}`),
    );
    expect(refusedIn(statuses)).toHaveLength(5);
  });

  it('under a forged X-Forwarded-For is counted by where it comes from', async () => {
    const statuses = await many(30, (index) =>
      from('203.0.113.9', '/v1/responses', nothing, `192.0.2.${index}`),
    );
    expect(refusedIn(statuses)).toHaveLength(10);
  });

  it('from a proxy that nobody has named is not put down to one person, and is spoken of once', async () => {
    const statuses = await many(30, () => from('127.0.0.1', '/v1/responses', nothing, '192.0.2.1'));
    expect(refusedIn(statuses)).toEqual([]);
    const lines = test.logLines.filter((line) => line.includes('OTKLIK_TRUSTED_PROXIES'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('192.0.2.1');
  });

  it('is counted for whoever watches', async () => {
    await many(21, () => from('192.0.2.3', '/v1/responses', nothing));
    const { text } = await test.api('GET', '/metrics', undefined, { key: null });
    expect(text).toMatch(/otklik_turned_away_total\{by="address"\} [1-9]/);
  });
});

describe('codes of links', () => {
  const guess = () => ({ code: `${randomBytes(17).toString('base64url').slice(0, 22)}default` });
  const open = async (peer: string, code: object) =>
    await from(peer, '/v1/sessions', { ...code, responseId: newResponseId() });

  it('that are guessed are soon not even looked for, and a right one neither', async () => {
    const made = await invite(test, { page: `${SHOP}/orders` });
    const statuses = await many(8, () => open('192.0.2.60', guess()));
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(4);
    const { status, json, headers } = await open('192.0.2.60', { code: codeOf(made) });
    expect([status, json.code]).toEqual([429, 'too_many_requests']);
    const events = { ...guess(), events: [{ type: 'opened' }] };
    expect((await from('192.0.2.60', '/v1/page-events', events)).status).toBe(429);
    expect((await open('192.0.2.61', { code: codeOf(made) })).status).toBe(200);
    test.advance(Number(headers.get('retry-after')) * 1000);
    expect((await open('192.0.2.60', { code: codeOf(made) })).status).toBe(200);
  });

  it('that are right cost nothing, however many people open theirs behind one address', async () => {
    const links = await Promise.all(
      Array.from({ length: 7 }, (_, index) => invite(test, { respondent: `r${index}` })),
    );
    const codes = links.map((link) => ({ code: codeOf(link) }));
    const statuses = await many(7, (index) => open('192.0.2.62', codes[index]!));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

describe('one grant', () => {
  it('cannot be used without end, and a refused revision is stored when its time has come', async () => {
    const session = await test.session({ survey: 'srv_a' });
    const write = (revision: number) =>
      test.submit(submission(session, { revision, status: 'partial' }));
    const statuses: number[] = [];
    for (let revision = 1; revision <= 6; revision += 1) {
      statuses.push((await write(revision)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const { headers } = await write(6);
    test.advance(Number(headers.get('retry-after')) * 1000);
    expect((await write(6)).json.results[0].result).toBe('stored');
  });
});

describe('the share of a survey and of a project', () => {
  const open = async (survey: string) =>
    await test.page('/v1/sessions', {
      token: await test.token({ survey }),
      responseId: newResponseId(),
    });

  it('ends, without a word to those of another', async () => {
    const one = await many(9, () => open('srv_a'));
    expect(refusedIn(one)).toHaveLength(1);
    const other = await many(4, () => open('srv_b'));
    expect(refusedIn(other)).toEqual([]);
    expect((await open('srv_b')).json.code).toBe('too_many_requests');
    const key = await test.project('prj_other');
    await test.publish('srv_a', undefined, key);
    const token = await test.token({ survey: 'srv_a' }, key);
    const elsewhere = await test.page('/v1/sessions', { token, responseId: newResponseId() });
    expect(elsewhere.json.ask).toBe(true);
  });

  it('is not used up by those who only claim to belong to it', async () => {
    const session: OpenSession = await test.session({ survey: 'srv_a' });
    const forged = `${session.grant.slice(0, -43)}${'x'.repeat(43)}`;
    await many(40, (index) =>
      test.submit(submission({ ...session, grant: `${forged.slice(0, -2)}${10 + index}` })),
    );
    expect((await test.submit(submission(session))).json.results[0].result).toBe('stored');
  });
});

describe('more at once than can be worked on', () => {
  it('are told to come again, while the others are served', async () => {
    const session = await test.session({ survey: 'srv_a' });
    const claim = () => ({
      id: newResponseId(),
      grant: `otg_default_${randomBytes(32).toString('base64url')}`,
    });
    /** Somebody else each time, with a grant that has to be looked for. */
    const ask = (index: number) =>
      from(`198.51.${index % 250}.1`, '/v1/responses', { responses: [claim(), claim()] });
    const opened = Promise.withResolvers<void>();
    gate = opened.promise;
    const waiting = many(LIMITS.requestsUnderWay, ask);
    await expect.poll(() => atTheGate, { timeout: 30_000 }).toBe(LIMITS.requestsUnderWay);
    const { json, headers } = await test.submit(submission(session));
    expect(json.code).toBe('unavailable');
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(headers.get('access-control-allow-origin')).toBe(SHOP);
    gate = undefined;
    opened.resolve();
    expect(new Set(await waiting)).toEqual(new Set([200]));
    expect((await test.submit(submission(session))).json.results[0].result).toBe('stored');
  });
});
