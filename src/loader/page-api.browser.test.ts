import { expect, it, vi } from 'vitest';

import type { Lookout } from './lookout.ts';
import { installApi } from './page-api.ts';
import type { PageApi } from './page-api.ts';

interface Fake {
  readonly lookout: Lookout;
  readonly calls: unknown[][];
}

function fakeLookout(): Fake {
  const calls: unknown[][] = [];
  const lookout = {
    track: (name: string, properties: object) => void calls.push(['track', name, properties]),
    consent: (level: string) => void calls.push(['consent', level]),
    reset: () => void calls.push(['reset']),
  };
  return { lookout: lookout as unknown as Lookout, calls };
}

const explain = async (): Promise<readonly never[]> => [];

it('calls from before the script, and from before the rules, are heard in their order', async () => {
  const { lookout, calls } = fakeLookout();
  const page: { otklik: unknown } = {
    otklik: {
      q: [
        ['track', 'a', { n: 1 }],
        ['consent', 'full'],
      ],
    },
  };
  let arrive: (lookout: Lookout) => void = () => undefined;
  installApi(page, () => new Promise((resolve) => (arrive = resolve)), explain);
  const api = page.otklik as PageApi;
  const properties = { n: 2, list: [1], nothing: null };
  api.track('b', properties);
  // As it was when the page has told it.
  properties.n = 3;
  api.reset();
  api.q.push(['track', 'c']);
  arrive(lookout);
  await vi.waitFor(() => expect(calls).toHaveLength(5));
  expect(calls).toEqual([
    ['track', 'a', { n: 1 }],
    ['consent', 'full'],
    ['track', 'b', { n: 2 }],
    ['reset'],
    ['track', 'c', {}],
  ]);
});

it.each([
  ['itself, loaded before', { q: { push: () => undefined } }],
  ['the page’s own', { somethingElse: 1 }],
])('what has the name already stays as it is: %s', (_what, former) => {
  const page = { otklik: former as unknown };
  const start = vi.fn<() => Promise<Lookout>>();
  installApi(page, start, explain);
  expect(page.otklik).toBe(former);
  expect(start).not.toHaveBeenCalled();
});

it('an element with this id is no obstacle', () => {
  const page = { otklik: document.createElement('otklik-survey') as unknown };
  installApi(page, async () => fakeLookout().lookout, explain);
  expect(page.otklik).toHaveProperty('track');
});

it('nothing that goes wrong reaches the page', async () => {
  const unhandled = vi.fn<(event: Event) => void>((event) => event.preventDefault());
  addEventListener('unhandledrejection', unhandled);
  const page: { otklik?: unknown } = {};
  installApi(page, () => Promise.reject(new Error('no service')), explain);
  const { track, q, reset } = page.otklik as PageApi;
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('mine');
      },
    },
  );
  track('a', hostile);
  q.push(undefined as never, 7 as never, ['nonsense'], ['__proto__']);
  reset();
  await new Promise((resolve) => setTimeout(resolve));
  removeEventListener('unhandledrejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
