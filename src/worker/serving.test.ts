import { beforeEach, describe, expect, it } from 'vitest';

import { replyTo } from './serving.ts';
import type { ServingWorld } from './serving.ts';

const endpoint = 'https://ask.example';
const page = `${endpoint}/s/Zk3vX9_aB-cD0eF1gH2iJ4default`;
const location = { origin: endpoint } as WorkerLocation;

let kept: Map<string, Map<string, Response>>;
let network: (url: string) => Promise<Response>;
/** Called when patience is over. */
let tired: (() => void)[];
let waits: Promise<unknown>[];

beforeEach(() => {
  kept = new Map([
    ['otklik-pages', new Map()],
    ['otklik-files', new Map()],
  ]);
  network = () => Promise.reject(new TypeError('offline'));
  tired = [];
  waits = [];
});

function world(): ServingWorld {
  const open = (name: string) => {
    const cache = kept.get(name) ?? new Map<string, Response>();
    return Promise.resolve({
      match: (url: string) => Promise.resolve(cache.get(url)?.clone()),
      put: async (url: string, reply: Response) => void cache.set(url, reply),
      delete: async (url: string) => cache.delete(url),
    });
  };
  const caches = { has: async (name: string) => kept.has(name), open };
  return {
    caches: caches as unknown as CacheStorage,
    fetch: (request) => network((request as Request).url),
    later: (call) => void tired.push(call),
  };
}

function asked(url: string, more: Partial<Request> & { client?: string } = {}) {
  const { client = 'window', ...request } = more;
  const event: unknown = {
    request: { url, method: 'GET', mode: 'cors', ...request },
    clientId: client,
    resultingClientId: client,
    waitUntil: (wait: Promise<unknown>) => void waits.push(wait),
  };
  return replyTo(event as FetchEvent, { endpoint }, { location }, world());
}

const visit = { mode: 'navigate' } as const;
const textOf = async (reply: Promise<Response> | undefined) => (await reply)?.text();

describe('what is none of ours goes its way', () => {
  it.each([
    [`${endpoint}/v1/sessions`, {}],
    [`${endpoint}/s/manifest.webmanifest`, {}],
    [`${endpoint}/s/short`, visit],
    [`${endpoint}/`, visit],
    [page, {}],
    [page, { ...visit, method: 'POST' }],
    [`${endpoint}/otklik-sw.js`, {}],
    [`${endpoint}/chunks/later.js`, {}],
    [`${endpoint}.evil.example/otklik.js`, {}],
    ['https://shop.example/otklik.js', {}],
    ['https://shop.example/s/Zk3vX9_aB-cD0eF1gH2iJ4default', visit],
  ])('%s', (url, more) => {
    expect(asked(url, more)).toBeUndefined();
  });
});

describe('the page', () => {
  it('comes from the device where there is no network, and its files with it', async () => {
    kept.get('otklik-pages')?.set(page, new Response('kept'));
    kept.get('otklik-files')?.set(`${endpoint}/otklik.js`, new Response('script'));
    expect(await textOf(asked(page, { ...visit, client: 'offline' }))).toBe('kept');
    network = () => new Promise(() => undefined);
    expect(await textOf(asked(`${endpoint}/otklik.js`, { client: 'offline' }))).toBe('script');
  });

  it('comes from the device when the network takes too long, and is renewed all the same', async () => {
    kept.get('otklik-pages')?.set(page, new Response('kept'));
    let arrive: (reply: Response) => void = () => undefined;
    network = () => new Promise((resolve) => (arrive = resolve));
    const reply = asked(page, visit);
    await expect.poll(() => tired.length).toBe(1);
    tired[0]?.();
    expect(await textOf(reply)).toBe('kept');
    arrive(new Response('new'));
    await Promise.all(waits);
    expect(await kept.get('otklik-pages')?.get(page)?.text()).toBe('new');
  });

  it('is what the service says now, wherever it answers', async () => {
    kept.get('otklik-pages')?.set(page, new Response('kept'));
    network = async () => new Response('answered');
    expect(await textOf(asked(page, visit))).toBe('answered');
    await Promise.all(waits);
    expect(await kept.get('otklik-pages')?.get(page)?.text()).toBe('answered');
  });

  it('is let go when its survey is over', async () => {
    kept.get('otklik-pages')?.set(page, new Response('kept'));
    network = async () => new Response('over', { status: 410 });
    expect(await textOf(asked(page, visit))).toBe('over');
    await Promise.all(waits);
    expect(kept.get('otklik-pages')?.size).toBe(0);
  });

  it('comes from the device while the service has trouble', async () => {
    kept.get('otklik-pages')?.set(page, new Response('kept'));
    network = async () => new Response('sorry', { status: 503 });
    expect(await textOf(asked(page, visit))).toBe('kept');
    expect(await kept.get('otklik-pages')?.get(page)?.text()).toBe('kept');
  });

  it('that was never put aside is the network’s, whatever that says, and is not kept', async () => {
    network = async () => new Response('sorry', { status: 503 });
    expect(await textOf(asked(page, visit))).toBe('sorry');
    network = async () => new Response('new');
    expect(await textOf(asked(page, visit))).toBe('new');
    expect(kept.get('otklik-pages')?.size).toBe(0);
  });
});

describe('a file of the widget', () => {
  it('that is named by its content is taken from the device', async () => {
    const file = `${endpoint}/chunks/later-abcd1234.js`;
    kept.get('otklik-files')?.set(file, new Response('kept'));
    expect(await textOf(asked(file))).toBe('kept');
  });

  it('that changes under its name is asked for first', async () => {
    kept.get('otklik-files')?.set(`${endpoint}/otklik.js`, new Response('old'));
    network = async () => new Response('new');
    expect(await textOf(asked(`${endpoint}/otklik.js`, { client: 'online' }))).toBe('new');
  });
});
