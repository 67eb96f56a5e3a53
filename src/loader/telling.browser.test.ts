import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { PageEventsRequest } from '../protocol/page-event.ts';
import { NOW, token } from '../widget/testing/samples.ts';
import { Memory } from './memory.ts';
import { Telling } from './telling.ts';
import type { Told } from './telling.ts';

const endpoint = 'https://ask.example';
const tokenUrl = 'https://shop.example/survey-token';

interface Sent {
  readonly respondent: string;
  readonly names: readonly string[];
  readonly ids: readonly string[];
}

let memory: Memory;
/** Whom the page's backend takes for its visitor; undefined: nobody. */
let visitor: string | undefined;
/** In place of the service's consent. */
let refuse: ((request: PageEventsRequest) => Response | undefined) | undefined;
let isOnline: boolean;
let sent: Sent[];
let warnings: string[];
let tokens: (RequestInit | undefined)[];
/** What waits for its time, and for how long. */
let planned: { readonly call: () => void; readonly ms: number }[];

beforeEach(() => {
  memory = new Memory(`prj_${crypto.randomUUID()}`, 'session');
  visitor = 'ann';
  refuse = undefined;
  isOnline = true;
  [sent, warnings, tokens, planned] = [[], [], [], []];
});

const problem = (code: string, status: number, headers = {}): Response =>
  Response.json({ type: `urn:otklik:problem:${code}`, code }, { status, headers });

async function answer(url: string, init?: RequestInit): Promise<Response> {
  if (!isOnline) throw new TypeError('Failed to fetch');
  if (url === tokenUrl) {
    tokens.push(init);
    return Response.json(visitor === undefined ? {} : { token: token({ sub: visitor }) });
  }
  expect(url).toBe(`${endpoint}/v1/page-events`);
  const request = JSON.parse(init?.body as string) as PageEventsRequest;
  const refused = refuse?.(request);
  if (refused) return refused;
  const events = request.events.filter((event) => event.type === 'event');
  const claims = JSON.parse(atob((request.token ?? '').split('.')[1] ?? '')) as { sub: string };
  const names = events.map(({ name }) => name);
  sent.push({ respondent: claims.sub, names, ids: events.map(({ id = '' }) => id) });
  return Response.json({ ok: true });
}

function telling(page: { readonly tokenUrl?: string | undefined } = { tokenUrl }): Telling {
  return new Telling(
    { endpoint, memory, tokenUrl: page.tokenUrl },
    {
      fetch: (url, init) => answer(url as string, init),
      now: () => NOW,
      random: () => 0.5,
      locks: undefined,
      warn: (text) => void warnings.push(text),
      later: (call, ms) => {
        const one = { call, ms };
        planned.push(one);
        return () => void (planned = planned.filter((other) => other !== one));
      },
    },
  );
}

const told = (...names: readonly string[]): Told[] =>
  names.map((name) => [name, { total: 4200 }, NOW, memory.kept]);
const names = (): (readonly string[])[] => sent.map((one) => one.names);

/** The time comes for which something waits; then it looks as expected. */
async function timePasses(expected: () => void): Promise<void> {
  const [next] = planned.splice(0);
  next?.call();
  await vi.waitFor(expected);
}

describe('what the page has told', () => {
  it('is sent in its order, in one request, with all that was said', async () => {
    const list = told('plan.seen', 'plan.chosen');
    const requests: PageEventsRequest[] = [];
    refuse = (request) => {
      requests.push(request);
      return undefined;
    };
    await telling().tell(list);
    expect(list).toEqual([]);
    expect(names()).toEqual([['plan.seen', 'plan.chosen']]);
    expect(requests[0]?.events[0]).toEqual({
      type: 'event',
      name: 'plan.seen',
      id: sent[0]?.ids[0],
      at: new Date(NOW).toISOString(),
      properties: { total: 4200 },
    });
    expect(new Set(sent[0]?.ids).size).toBe(2);
  });

  it('without a network is sent when it is back, as the same event', async () => {
    const loader = telling();
    const ids: (string | undefined)[] = [];
    refuse = ({ events: [event] }) => {
      ids.push(event?.type === 'event' ? event.id : undefined);
      return ids.length === 1 ? problem('unavailable', 503) : undefined;
    };
    await loader.tell(told('plan.chosen'));
    isOnline = false;
    await timePasses(() => expect(planned).toHaveLength(1));
    expect(names()).toEqual([]);
    isOnline = true;
    dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(names()).toEqual([['plan.chosen']]));
    expect(ids).toEqual([sent[0]?.ids[0], sent[0]?.ids[0]]);
    expect(planned).toEqual([]);
  });

  it('is tried again ever more seldom, whatever else happens on the page', async () => {
    const loader = telling();
    isOnline = false;
    await loader.tell(told('a'));
    const first = planned[0]?.ms ?? 0;
    await loader.tell(told('b'));
    expect(planned).toHaveLength(1);
    await timePasses(() => expect(planned[0]?.ms).toBeGreaterThan(first));
    isOnline = true;
    await timePasses(() => expect(names()).toEqual([['a', 'b']]));
    await loader.tell(told('c'));
    expect(names()).toEqual([['a', 'b'], ['c']]);
  });

  it('waits as long as a busy service asks for', async () => {
    refuse = () => problem('too_many_requests', 429, { 'retry-after': '60' });
    await telling().tell(told('a'));
    expect(planned[0]?.ms).toBeGreaterThanOrEqual(60_000);
  });

  it('is sent with a fresh token where the one at hand had expired', async () => {
    refuse = () => (tokens.length === 1 ? problem('token_expired', 401) : undefined);
    await telling().tell(told('a'));
    await timePasses(() => expect([names(), warnings]).toEqual([[['a']], []]));
    expect(tokens).toEqual([undefined, { cache: 'reload' }]);
  });

  it('and the service does not take keeps nothing else from being taken', async () => {
    refuse = ({ events }) =>
      events.some((event) => event.type === 'event' && event.name === 'bad')
        ? problem('request_invalid', 400)
        : undefined;
    await telling().tell(told('a', 'b', 'bad', 'c', 'd', 'bad'));
    expect(names().flat()).toEqual(['a', 'b', 'c', 'd']);
    expect(warnings).toEqual([
      '[otklik] The service does not take the event bad: request_invalid.',
    ]);
  });

  it('a stranger’s page in between does not swallow', async () => {
    refuse = () => new Response('<h1>Welcome to the hotel</h1>');
    await telling().tell(told('a'));
    refuse = undefined;
    await timePasses(() => expect(names()).toEqual([['a']]));
  });
});

describe('nothing is sent', () => {
  it('without a token URL, and the console says so once', async () => {
    const loader = telling({});
    await loader.tell(told('a'));
    await loader.tell(told('b'));
    expect([sent, planned]).toEqual([[], []]);
    expect(warnings).toEqual([expect.stringContaining('data-token-url')]);
  });

  it.each([
    ['is signed in', undefined],
    ['has a name', ''],
  ])('where nobody %s', async (_who, who) => {
    visitor = who;
    await telling().tell(told('a'));
    expect([sent, planned, warnings]).toEqual([[], [], []]);
  });

  it('of whom has left meanwhile, as the page says', async () => {
    const loader = telling();
    isOnline = false;
    await loader.tell(told('a'));
    memory.forget();
    visitor = 'bob';
    isOnline = true;
    await loader.tell(told('b'));
    await timePasses(() => expect(sent).toMatchObject([{ respondent: 'bob', names: ['b'] }]));
  });

  it('of whom has left meanwhile, as the next token says', async () => {
    const loader = telling();
    refuse = () => problem('unavailable', 503);
    await loader.tell(told('a'));
    visitor = 'bob';
    refuse = undefined;
    await loader.tell(told('b'));
    await timePasses(() => expect(sent).toMatchObject([{ respondent: 'bob', names: ['b'] }]));
  });

  it('after consent was taken back', async () => {
    const loader = telling();
    isOnline = false;
    await loader.tell(told('a'));
    memory.allow('none');
    isOnline = true;
    await timePasses(() => expect([sent, tokens, planned]).toEqual([[], [], []]));
  });

  it('any more where the service takes nothing of this page', async () => {
    const loader = telling();
    refuse = () => problem('origin_not_allowed', 403);
    await loader.tell(told('a'));
    expect(planned).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('origin_not_allowed')]);
  });
});
