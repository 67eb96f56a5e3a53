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

/** As our service says what is wrong. */
const problem = (code: string, status: number): Response =>
  Response.json({ type: `urn:otklik:problem:${code}`, title: '', status, code }, { status });

const bodyOf = (init?: RequestInit): string => init?.body as string;

const down: typeof globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));

const completed = (change: Partial<OutboxRecord> = {}): OutboxRecord =>
  record({ status: 'completed', screen: null, revision: 3, ...change });

/** About 20 kB of it on the way. */
const long = (): OutboxRecord =>
  completed({
    answers: { why: { value: 'я'.repeat(10_000), at: at() }, nps: { value: 1, at: at() } },
  });

/** Lets the time pass from try to try until what is expected is so. */
async function passing(time: TestWorld, expected: () => Promise<void>): Promise<void> {
  await vi.waitFor(
    async () => {
      if (time.planned() !== undefined) time.tick();
      await expected();
    },
    { interval: 1, timeout: 5000 },
  );
}

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
    expect(waits.at(-1)).toBe(285_000);
    expect(Math.max(...waits)).toBe(285_000);
    expect(await outbox.records()).toHaveLength(1);
  });

  it.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 12:02:00 GMT', 120_000],
    ['86400', 900_000],
  ])('waits as Retry-After says: %s', async (header, expected) => {
    const fetch = vi.fn(reply('', { status: 429, headers: { 'retry-after': header } }));
    const { courier, time } = await setting([completed()], fetch, { random: () => 0 });
    await courier.wake();
    expect(time.planned()).toBe(expected);
    await courier.wake();
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(time.planned()).toBe(expected);
  });

  it('reads a date by the clock of who has written it', async () => {
    const headers = {
      date: 'Sun, 22 Nov 2026 15:00:00 GMT',
      'retry-after': 'Sun, 22 Nov 2026 15:01:00 GMT',
    };
    const fetch = reply('', { status: 503, headers });
    const { courier, time } = await setting([completed()], fetch, { random: () => 0 });
    await courier.wake();
    expect(time.planned()).toBe(60_000);
  });

  it('waits up to a quarter longer than it was told: others were told the same', async () => {
    const fetch = reply('', { status: 503, headers: { 'retry-after': '120' } });
    const { courier, time } = await setting([completed()], fetch, { random: () => 1 });
    await courier.wake();
    expect(time.planned()).toBe(150_000);
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
    expect(news.at(-1)).toEqual({
      kind: 'superseded',
      id: mine.id,
      answers: mine.answers,
    });
  });

  it('is not forgotten for what was written since: the service keeps it aside', async () => {
    const service = new ModelService();
    const mine = record({ revision: 2 });
    const other = { ...mine, grant: 'other', status: 'completed', revision: 4 };
    service.receive(JSON.stringify({ responses: [other] }));
    let isFirst = true;
    const { courier, outbox } = await setting([mine], async (url, init) => {
      const answer = await service.fetch(url, init);
      if (isFirst) await outbox.save({ ...mine, revision: 3, status: 'completed' });
      isFirst = false;
      return answer;
    });
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(service.quarantine.map(({ revision }) => revision)).toEqual([2, 3]);
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

  it('outlives the page wherever it is small enough for that', async () => {
    const service = new ModelService();
    const sizes: [number, boolean | undefined][] = [];
    const smaller = [long(), long()];
    const huge = completed({
      page: Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`v${i}`, 'x'.repeat(1000)])),
    });
    const { courier, outbox } = await setting([...smaller, huge], (url, init) => {
      sizes.push([new TextEncoder().encode(init?.body as string).length, init?.keepalive]);
      return service.fetch(url, init);
    });
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(sizes).toEqual([
      [expect.any(Number), true],
      [expect.any(Number), false],
    ]);
    expect(sizes[0]![0]).toBeLessThan(49_152);
    expect(sizes[1]![0]).toBeGreaterThan(65_536);
  });

  it('grows with what arrives, up to what the service takes', async () => {
    const service = new ModelService();
    const sizes: number[] = [];
    const { courier, outbox } = await setting(Array.from({ length: 60 }, long), (url, init) => {
      sizes.push(new TextEncoder().encode(init?.body as string).length);
      return service.fetch(url, init);
    });
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(sizes[0]).toBeLessThan(48 * 1024);
    expect(sizes.length).toBeLessThan(9);
    expect(Math.max(...sizes)).toBeGreaterThan(200 * 1024);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
  });

  it('shrinks to what the line carries, and is all there in the end', async () => {
    const service = new ModelService();
    const { courier, outbox, time } = await setting(
      Array.from({ length: 12 }, long),
      async (url, init) => {
        if (bodyOf(init).length > 25_000) throw new TypeError('too slow for so much');
        return service.fetch(url, init);
      },
    );
    await courier.wake();
    await passing(time, async () => expect(await outbox.records()).toEqual([]));
    expect(service.rows.size).toBe(12);
  });

  it('is soon as large again after a long time without a line', async () => {
    const service = new ModelService();
    let isDown = true;
    const { courier, outbox, time } = await setting(
      Array.from({ length: 500 }, () => completed()),
      (url, init) => (isDown ? down(url, init) : service.fetch(url, init)),
    );
    await courier.wake();
    for (let tries = 0; tries < 60; tries += 1) {
      time.tick();
      await vi.waitFor(() => expect(time.planned()).toBeDefined(), { interval: 1 });
    }
    isDown = false;
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(service.requests.length).toBeLessThanOrEqual(20);
  });

  it('begins with the oldest', async () => {
    const service = new ModelService();
    const [first, second, third] = [
      completed({ respondent: 'zoe' }),
      completed(),
      completed({ respondent: 'ann' }),
    ];
    const { courier } = await setting([third, first, second], service.fetch);
    await courier.wake();
    expect(service.requests[0]!.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
  });

  it('is halved when the service finds it too large; one alone is set aside', async () => {
    const service = new ModelService();
    const good = Array.from({ length: 4 }, () => completed());
    const bad = completed();
    const { courier, outbox, news } = await setting([...good, bad], async (url, init) => {
      const body = init?.body as string;
      const isTooLarge = body.includes(bad.id);
      return isTooLarge ? problem('body_too_large', 413) : service.fetch(url, init);
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
  /** The lock of a tab that never lets go, until it is taken from it. */
  const frozen = (): Pick<LockManager, 'request'> => {
    let isHeld = true;
    const request = async (
      _name: string,
      { ifAvailable, steal, signal }: LockOptions,
      call: (lock: Lock | null) => unknown,
    ): Promise<unknown> => {
      if (steal) isHeld = false;
      if (!isHeld) return call({} as Lock);
      if (ifAvailable) return call(null);
      return new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason as DOMException)),
      );
    };
    return { request: request as LockManager['request'] };
  };

  it('leave the work to the one that holds the lock, but not for ever', async () => {
    const service = new ModelService();
    const { courier, outbox, time } = await setting([completed()], service.fetch, {
      locks: frozen(),
    });
    await courier.wake();
    expect(service.requests).toHaveLength(0);
    let waitedMs = 0;
    for (const turn of ['looks again, and gets in line', 'loses patience']) {
      await vi.waitFor(() => expect(time.planned(), turn).toBeDefined());
      waitedMs += time.planned()!;
      time.tick();
    }
    await vi.waitFor(async () => expect(await outbox.records()).toEqual([]));
    expect(waitedMs).toBeLessThan(15_000);
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

describe('what cannot be brought out', () => {
  const poisoned = (): OutboxRecord => completed({ grant: 'otg_poison' });
  const among = (): OutboxRecord[] =>
    Array.from({ length: 100 }, (_, n) => (n % 10 === 0 ? poisoned() : completed()));

  it.each<[string, () => Promise<Response>]>([
    ['breaks the service', async () => new Response('', { status: 500 })],
    ['is cut off by somebody on the way', () => Promise.reject(new TypeError('reset'))],
    ['is found too large by somebody on the way', async () => new Response('', { status: 413 })],
    ['fits no schema of the service', async () => problem('request_invalid', 400)],
    ['is answered by a page', async () => new Response('<html>Blocked</html>')],
    ['is found too large', async () => problem('body_too_large', 413)],
  ])('and %s holds up none of the others', async (_what, refuse) => {
    const service = new ModelService();
    const { courier, outbox, time } = await setting(among(), (url, init) =>
      bodyOf(init).includes('otg_poison') ? refuse() : service.fetch(url, init),
    );
    await courier.wake();
    await passing(time, async () => expect(service.rows.size).toBe(90));
    const left = await outbox.records();
    expect(left).toHaveLength(10);
    expect(left.every(({ grant }) => grant === 'otg_poison')).toBe(true);
  });

  it('and is never spoken of holds up none of the others', async () => {
    const service = new ModelService();
    const mute = Array.from({ length: 60 }, poisoned);
    const { courier, time } = await setting([...mute, completed()], async (_url, init) => {
      const { results } = service.receive(init?.body as string);
      const known = ({ id }: { id: string | null }): boolean => mute.some((one) => one.id === id);
      return Response.json({ results: results.filter((result) => !known(result)) });
    });
    await courier.wake();
    await passing(time, async () => expect(service.rows.size).toBe(61));
  });

  it('keeps no new answer waiting', async () => {
    const service = new ModelService();
    const { courier, outbox, time } = await setting([poisoned(), poisoned()], (url, init) =>
      bodyOf(init).includes('otg_poison') ? down(url, init) : service.fetch(url, init),
    );
    await courier.wake();
    for (let tries = 0; tries < 4; tries += 1) {
      await vi.waitFor(() => expect(time.planned()).toBeDefined());
      time.tick();
    }
    await vi.waitFor(() => expect(time.planned()).toBeDefined());
    const mine = completed();
    await outbox.save(mine);
    await courier.wake();
    expect(service.rows.has(mine.id)).toBe(true);
  });

  it('for somebody on the way is not given up: it goes out when that one is gone', async () => {
    const service = new ModelService();
    let isThere = true;
    const { courier, outbox, news } = await setting([completed()], async (url, init) =>
      isThere ? new Response('<html>', { status: 413 }) : service.fetch(url, init),
    );
    await courier.wake();
    expect(news.at(-1)).toMatchObject({ kind: 'waiting' });
    isThere = false;
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
  });
});

describe('a store that cannot be read for a moment', () => {
  it('is read again, and what it holds goes out', async () => {
    const service = new ModelService();
    const time = world(service.fetch);
    const disk = memoryStore();
    const mine = completed();
    await disk.change(keyOf(mine), () => mine, true);
    let isSlow = true;
    const all = (): ReturnType<typeof disk.all> =>
      isSlow ? Promise.reject(new DOMException('It took too long.', 'TimeoutError')) : disk.all();
    const outbox = new Outbox([{ ...disk, all }, memoryStore()], time.now);
    const courier = new Courier('prj_shop', ENDPOINT, outbox, time);
    await courier.wake();
    expect(service.requests).toEqual([]);
    isSlow = false;
    await passing(time, async () => expect(service.rows.size).toBe(1));
    expect(time.planned()).toBeUndefined();
  });
});

describe('a refused response', () => {
  const refusing = (code: string): typeof globalThis.fetch =>
    vi.fn<typeof globalThis.fetch>(async (_url, init) => {
      const { responses } = JSON.parse(init?.body as string) as { responses: OutboxRecord[] };
      const results = responses.map(({ id, revision }) => ({
        id,
        revision,
        result: 'refused',
        code,
      }));
      return Response.json({ results });
    });

  it('is tried once more on the next visit: the operator may have mended it', async () => {
    const fetch = refusing('origin_not_allowed');
    const { courier, outbox, time } = await setting([completed()], fetch);
    await courier.wake();
    await courier.wake();
    expect(fetch).toHaveBeenCalledTimes(1);
    const service = new ModelService();
    await new Courier('prj_shop', ENDPOINT, outbox, { ...time, fetch: service.fetch }).wake();
    expect(await outbox.records()).toEqual([]);
  });

  it('whose deadline is over waits for a new grant, whatever the visit', async () => {
    const fetch = refusing('grant_expired');
    const { courier, outbox, time } = await setting([completed()], fetch);
    await courier.wake();
    await new Courier('prj_shop', ENDPOINT, outbox, { ...time, fetch }).wake();
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(await outbox.records()).toMatchObject([{ parked: 'grant_expired' }]);
  });

  it('that is taken in the end is no longer called refused', async () => {
    const service = new ModelService();
    const { courier, outbox } = await setting(
      [record({ parked: 'origin_not_allowed' })],
      service.fetch,
    );
    await courier.wake();
    const [kept] = await outbox.records();
    expect(kept).toMatchObject({ revision: 1, base: 1 });
    expect(kept).not.toHaveProperty('parked');
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

describe('a page that goes', () => {
  /** A line on which nothing comes back. */
  async function leaving(first: OutboxRecord, answer?: typeof globalThis.fetch) {
    const requests: { readonly revisions: readonly number[]; readonly keepalive: unknown }[] = [];
    const made = await setting([first], (url, init) => {
      const { responses } = JSON.parse(bodyOf(init)) as { responses: { revision: number }[] };
      const revisions = responses.map(({ revision }) => revision);
      requests.push({ revisions, keepalive: init?.keepalive });
      return answer?.(url, init) ?? new Promise<Response>(() => undefined);
    });
    return { ...made, requests };
  }

  it('sends what was kept last beside the request that is under way, and each revision once', async () => {
    const first = record();
    const { courier, outbox, requests } = await leaving(first);
    void courier.wake();
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    courier.leave();
    expect(requests).toHaveLength(1);
    await outbox.save(completed({ ...first, status: 'completed', revision: first.revision + 1 }));
    courier.leave();
    courier.leave();
    expect(requests).toEqual([
      { revisions: [first.revision], keepalive: true },
      { revisions: [first.revision + 1], keepalive: true },
    ]);
  });

  it('leaves what has arrived meanwhile to be found out by the next round', async () => {
    const service = new ModelService();
    const { courier, outbox, requests, news } = await leaving(completed(), service.fetch);
    courier.leave();
    expect(requests).toHaveLength(1);
    expect(news).toEqual([]);
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect([...service.rows.values()]).toHaveLength(1);
    expect(news.map(({ kind }) => kind)).toEqual(['sending', 'sent']);
  });

  it('sends nothing before the time that the service has named, nothing that is too large, nothing without a session', async () => {
    const busy = await leaving(completed(), async () =>
      Response.json({ code: 'unavailable' }, { status: 503, headers: { 'retry-after': '60' } }),
    );
    await busy.courier.wake();
    busy.courier.leave();
    expect(busy.requests).toHaveLength(1);
    const words = Object.fromEntries(
      Array.from({ length: 80 }, (_, at) => [`v${at}`, 'x'.repeat(1000)]),
    );
    const others = [completed({ page: words }), completed({ grant: '' })];
    for (const one of others) {
      const { courier, requests } = await leaving(one);
      courier.leave();
      expect(requests).toEqual([]);
    }
  });
});
