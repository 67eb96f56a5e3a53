import { describe, expect, it, vi } from 'vitest';

import { Courier } from './courier.ts';
import type { News } from './courier.ts';
import { keyOf } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { at, ENDPOINT, record } from './testing/samples.ts';
import { ModelService } from './testing/service.ts';
import { world } from './testing/world.ts';
import type { TestWorld } from './testing/world.ts';

interface Setting {
  readonly courier: Courier;
  readonly outbox: Outbox;
  readonly news: News[];
  readonly time: TestWorld;
}

async function setting(
  records: readonly OutboxRecord[],
  fetch: typeof globalThis.fetch,
  change: Partial<TestWorld> = {},
): Promise<Setting> {
  const outbox = new Outbox([memoryStore()]);
  for (const one of records) await outbox.save(one);
  const time = { ...world(fetch), ...change };
  const courier = new Courier('prj_shop', ENDPOINT, outbox, time);
  const news: News[] = [];
  courier.listen((one) => news.push(one));
  return { courier, outbox, news, time };
}

const reply =
  (body: unknown, init: ResponseInit = {}): typeof globalThis.fetch =>
  async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), init);

const down: typeof globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));

const completed = (change: Partial<OutboxRecord> = {}): OutboxRecord =>
  record({ status: 'completed', screen: null, revision: 3, ...change });

describe('an answer that is acknowledged', () => {
  it('is removed when the response is complete', async () => {
    const service = new ModelService();
    const { courier, outbox, news } = await setting([completed()], service.fetch);
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(service.rows.size).toBe(1);
    expect(news.map(({ kind }) => kind)).toEqual(['sending', 'sent']);
  });

  it('stays as a draft while the response is partial, and is not sent again', async () => {
    const service = new ModelService();
    const { courier, outbox } = await setting([record()], service.fetch);
    await courier.wake();
    await courier.wake();
    expect(await outbox.records()).toMatchObject([{ revision: 1, base: 1 }]);
    expect(service.requests).toHaveLength(1);
  });

  it('is sent again when the reply was lost, and is one row', async () => {
    const service = new ModelService();
    let isLost = true;
    const { courier, outbox, time } = await setting([completed()], async (url, init) => {
      const answer = await service.fetch(url, init);
      if (!isLost) return answer;
      isLost = false;
      throw new TypeError('connection reset');
    });
    await courier.wake();
    expect(await outbox.records()).toHaveLength(1);
    time.tick();
    await vi.waitFor(async () => expect(await outbox.records()).toEqual([]));
    expect(service.rows.size).toBe(1);
    expect(service.requests).toHaveLength(2);
  });

  it('keeps what was written while the request was under way', async () => {
    const service = new ModelService();
    const first = record({ revision: 1 });
    let isFirst = true;
    const { courier, outbox } = await setting([first], async (url, init) => {
      if (isFirst) {
        isFirst = false;
        await outbox.save({ ...first, revision: 2, status: 'completed' });
      }
      return service.fetch(url, init);
    });
    await courier.wake();
    expect(service.rows.get(first.id)).toMatchObject({ revision: 2, status: 'completed' });
    expect(await outbox.records()).toEqual([]);
  });
});

describe('a reply that is no acknowledgement', () => {
  const mine = completed();
  it.each<[string, typeof globalThis.fetch]>([
    ['a captive portal', reply('<html>Welcome to the hotel</html>')],
    ['an empty 204', reply('', { status: 200 })],
    ['a truncated reply', reply('{"results":[{"id":"019a')],
    ['another service', reply({ ok: true })],
    ['an empty list', reply({ results: [] })],
    [
      'a reply for another response',
      reply({ results: [{ id: 'x', revision: 3, result: 'stored' }] }),
    ],
    [
      'a reply for another revision',
      reply({ results: [{ id: mine.id, revision: 2, result: 'stored' }] }),
    ],
    [
      'a result that nobody knows',
      reply({ results: [{ id: mine.id, revision: 3, result: 'fine' }] }),
    ],
    [
      'an acknowledgement with a status of failure',
      reply({ results: [{ id: mine.id, revision: 3, result: 'stored' }] }, { status: 502 }),
    ],
    [
      'a conflict without what is stored',
      reply({ results: [{ id: mine.id, revision: 3, result: 'conflict' }] }),
    ],
    ['a server error', reply('<h1>Bad gateway</h1>', { status: 502 })],
    ['no answer at all', down],
  ])('%s removes nothing, and is tried again', async (_name, fetch) => {
    const { courier, outbox, news, time } = await setting([mine], fetch);
    await courier.wake();
    expect(await outbox.records()).toEqual([mine]);
    expect(news.at(-1)).toEqual({ kind: 'waiting', id: mine.id });
    expect(time.planned()).toBeGreaterThan(0);
  });
});

describe('trying again', () => {
  it('waits longer each time, up to five minutes, and never gives up', async () => {
    const fetch = vi.fn(down);
    const { courier, outbox, time } = await setting([completed()], fetch);
    await courier.wake();
    const waits: number[] = [];
    for (let tries = 2; tries <= 40; tries += 1) {
      waits.push(time.planned() ?? 0);
      time.tick();
      await vi.waitFor(() => {
        expect(fetch).toHaveBeenCalledTimes(tries);
        expect(time.planned()).toBeDefined();
      });
    }
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(Math.max(...waits)).toBe(150_000);
    expect(await outbox.records()).toHaveLength(1);
  });

  it.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 12:02:00 GMT', 120_000],
    ['86400', 900_000],
  ])('waits as Retry-After says: %s', async (header, expected) => {
    const fetch = vi.fn(reply('', { status: 429, headers: { 'retry-after': header } }));
    const { courier, time } = await setting([completed()], fetch);
    await courier.wake();
    expect(time.planned()).toBe(expected);
    await courier.wake();
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(time.planned()).toBe(expected);
  });

  it.each(['-5', 'soon', ''])('does not believe a Retry-After of "%s"', async (header) => {
    const fetch = reply('', { status: 503, headers: { 'retry-after': header } });
    const { courier, time } = await setting([completed()], fetch);
    await courier.wake();
    expect(time.planned()).toBe(1000);
  });

  it('is tried at once when there is new hope', async () => {
    const service = new ModelService();
    let isDown = true;
    const { courier, outbox } = await setting([completed()], (url, init) =>
      isDown ? down(url, init) : service.fetch(url, init),
    );
    await courier.wake();
    isDown = false;
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
  });

  it('is not put off for ever by a clock that was set back', async () => {
    const fetch = vi.fn(reply('', { status: 429, headers: { 'retry-after': '600' } }));
    const { courier, time } = await setting([completed()], fetch);
    await courier.wake();
    time.pass(-10 * 365 * 86_400_000);
    await courier.wake();
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});

describe('what the service says about one response', () => {
  it('merges a conflict by question, the newest answer winning, and sends again', async () => {
    const service = new ModelService();
    const mine = record({
      answers: { nps: { value: 3, at: at(10) }, why: { value: 'slow', at: at(1) } },
      status: 'completed',
      screen: null,
      revision: 2,
    });
    const other = {
      ...mine,
      grant: 'otg_other_device',
      status: 'partial' as const,
      revision: 5,
      answers: { nps: { value: 8, at: at(5) }, why: { value: 'cold', at: at(20) } },
    };
    service.receive(JSON.stringify({ responses: [other] }));
    const { courier, outbox } = await setting([mine], service.fetch);
    await courier.wake();
    expect(service.rows.get(mine.id)).toMatchObject({
      revision: 6,
      status: 'completed',
      answers: { nps: { value: 3 }, why: { value: 'cold' } },
    });
    expect(await outbox.records()).toEqual([]);
  });

  it('forgets a draft that another device has completed, and tells the page', async () => {
    const service = new ModelService();
    const mine = record({ revision: 2 });
    service.receive(
      JSON.stringify({
        responses: [{ ...mine, grant: 'other', status: 'completed', revision: 4 }],
      }),
    );
    const { courier, outbox, news } = await setting([mine], service.fetch);
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(news.at(-1)).toEqual({ kind: 'superseded', id: mine.id });
  });

  it('is not sent round and round by a service that finds only conflicts', async () => {
    const mine = completed();
    const fetch = vi.fn<typeof globalThis.fetch>(async (_url, init) => {
      const { responses } = JSON.parse(init?.body as string) as { responses: OutboxRecord[] };
      const results = responses.map(({ id, revision }) => ({
        id,
        revision,
        result: 'conflict',
        stored: { revision, status: 'partial', answers: {}, timings: mine.timings },
      }));
      return Response.json({ results });
    });
    const { courier, outbox, time } = await setting([mine], fetch, { random: () => 1 });
    void courier.wake();
    await vi.waitFor(() => expect(time.planned()).toBeGreaterThan(0));
    expect(fetch.mock.calls.length).toBeLessThan(10);
    expect(await outbox.records()).toHaveLength(1);
  });

  it.each([
    ['quarantined', 0, { kind: 'quarantined', reason: '/answers/nps scale' }],
    ['erased', 0, { kind: 'erased' }],
    ['refused', 1, { kind: 'blocked', code: 'grant_expired' }],
  ])('%s leaves %i on the device', async (result, left, expected) => {
    const mine = completed();
    const { courier, outbox, news } = await setting(
      [mine],
      reply({
        results: [
          {
            id: mine.id,
            revision: 3,
            result,
            code: 'grant_expired',
            errors: [{ pointer: '/answers/nps', code: 'scale', message: '' }],
          },
        ],
      }),
    );
    await courier.wake();
    expect(await outbox.records()).toHaveLength(left);
    expect(news.at(-1)).toEqual({ id: mine.id, ...expected });
  });

  it('a refused response does not hold up the others, and goes out with a new grant', async () => {
    const service = new ModelService();
    const bad = completed({ grant: 'otg_bad' });
    const good = completed();
    const { courier, outbox, time } = await setting([bad, good], async (_url, init) => {
      const { results } = service.receive(
        JSON.stringify({
          responses: (
            JSON.parse(init?.body as string) as { responses: OutboxRecord[] }
          ).responses.filter(({ grant }) => grant !== 'otg_bad'),
        }),
      );
      const refused = { id: bad.id, revision: 3, result: 'refused', code: 'grant_invalid' };
      return Response.json({ results: [...results, refused] });
    });
    await courier.wake();
    expect(await outbox.records()).toMatchObject([{ id: bad.id, parked: 'grant_invalid' }]);
    expect(time.planned()).toBeUndefined();
    await outbox.save({ ...bad, grant: 'otg_new' });
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(service.rows.size).toBe(2);
  });
});

describe('what goes into one request', () => {
  it('is every respondent’s, each with the own grant', async () => {
    const service = new ModelService();
    const anna = completed({ respondent: 'anna', grant: 'otg_anna' });
    const boris = completed({ respondent: 'boris', grant: 'otg_boris' });
    const { courier, outbox } = await setting([anna, boris], service.fetch);
    await courier.wake();
    expect(service.requests).toHaveLength(1);
    expect(service.rows.get(anna.id)?.grant).toBe('otg_anna');
    expect(service.rows.get(boris.id)?.grant).toBe('otg_boris');
    expect(await outbox.records()).toEqual([]);
  });

  it('is nothing that belongs to another endpoint', async () => {
    const fetch = vi.fn(down);
    const { courier, outbox, time } = await setting(
      [completed({ endpoint: 'https://elsewhere.example.com' })],
      fetch,
    );
    await courier.wake();
    expect(fetch).not.toHaveBeenCalled();
    expect(time.planned()).toBeUndefined();
    expect(await outbox.records()).toHaveLength(1);
  });

  it('is fifty responses at most, and all are sent', async () => {
    const service = new ModelService();
    const many = Array.from({ length: 120 }, () => completed());
    const { courier, outbox } = await setting(many, service.fetch);
    await courier.wake();
    expect(service.requests.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(await outbox.records()).toEqual([]);
  });

  it('stays below what keepalive may carry; a single larger one travels alone, without', async () => {
    const long = (): OutboxRecord =>
      completed({
        answers: { why: { value: 'я'.repeat(10_000), at: at() }, nps: { value: 1, at: at() } },
      });
    const service = new ModelService();
    const sizes: [number, boolean | undefined][] = [];
    const huge = completed({
      page: Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`v${i}`, 'x'.repeat(1000)])),
    });
    const { courier, outbox } = await setting([long(), long(), long(), huge], (url, init) => {
      sizes.push([new TextEncoder().encode(init?.body as string).length, init?.keepalive]);
      return service.fetch(url, init);
    });
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(sizes.filter(([bytes]) => bytes > 49_152)).toEqual([[expect.any(Number), false]]);
    expect(sizes.filter(([, keepalive]) => keepalive)).toHaveLength(sizes.length - 1);
  });

  it('is halved when the service finds it too large; one alone is set aside', async () => {
    const service = new ModelService();
    const good = Array.from({ length: 4 }, () => completed());
    const bad = completed();
    const { courier, outbox, news } = await setting([...good, bad], async (url, init) => {
      const body = init?.body as string;
      const isTooLarge = body.includes(bad.id);
      return isTooLarge ? new Response('', { status: 413 }) : service.fetch(url, init);
    });
    await courier.wake();
    expect(await outbox.records()).toMatchObject([{ id: bad.id, parked: 'body_too_large' }]);
    expect(news).toContainEqual({ kind: 'blocked', id: bad.id, code: 'body_too_large' });
    expect(service.rows.size).toBe(4);
  });

  it('is a simple request: no header of ours, no credentials, no redirect', async () => {
    const service = new ModelService();
    const fetch = vi.fn(service.fetch);
    const { courier } = await setting([completed()], fetch);
    await courier.wake();
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe(`${ENDPOINT}/v1/responses`);
    expect(init).toMatchObject({ method: 'POST', credentials: 'omit', redirect: 'error' });
    expect(init?.headers).toBeUndefined();
    expect(typeof init?.body).toBe('string');
  });
});

describe('several tabs', () => {
  const held = {
    request: async (_n: string, _o: unknown, call: (lock: null) => unknown) => call(null),
  };

  it('leave the work to the one that holds the lock, but not for ever', async () => {
    const service = new ModelService();
    const { courier, outbox, time } = await setting([completed()], service.fetch, {
      locks: held as never,
    });
    await courier.wake();
    expect(service.requests).toHaveLength(0);
    expect(time.planned()).toBeLessThan(5000);
    time.pass(16_000);
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
  });

  it('go on without where locks are refused', async () => {
    const service = new ModelService();
    const refuse = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    const { courier, outbox } = await setting([completed()], service.fetch, {
      locks: refuse,
    });
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
  });

  it('send one request at a time from each', async () => {
    const service = new ModelService();
    let under = 0;
    let most = 0;
    const { courier, outbox } = await setting([record()], async (url, init) => {
      under += 1;
      most = Math.max(most, under);
      await Promise.resolve();
      under -= 1;
      return service.fetch(url, init);
    });
    const woken = [courier.wake()];
    for (let revision = 2; revision <= 9; revision += 1) {
      const [mine] = await outbox.records();
      await outbox.save({
        ...mine!,
        revision,
        timings: { startedAt: at(), updatedAt: at(revision) },
      });
      woken.push(courier.wake());
    }
    await Promise.all(woken);
    expect(most).toBe(1);
    expect(await outbox.records()).toMatchObject([{ revision: 9, base: 9 }]);
  });
});

describe('drafts that nobody came back to', () => {
  it('are forgotten after the deadline when the service has them, and kept when it has not', async () => {
    const old = { deadline: '2026-01-01T00:00:00.000Z' };
    const known = record({ ...old, revision: 2, base: 2 });
    const unsent = record({ ...old, parked: 'grant_expired' });
    const { courier, outbox } = await setting([known, unsent], down);
    await courier.wake();
    expect((await outbox.records()).map(keyOf)).toEqual([keyOf(unsent)]);
  });
});
