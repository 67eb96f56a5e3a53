/**
 * Answers two kinds of requests and no other: navigations to the service's own page, and the widget's files. Without a
 * network, or with one that does not carry, from what a push has put aside.
 */
import { PAGES } from './keeping.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import { hostedCode } from './way.ts';
import { FILES, widgetFile } from './widget-files.ts';

export interface ServingWorld {
  readonly caches: CacheStorage;
  readonly fetch: typeof globalThis.fetch;
  readonly later: (call: () => void, ms: number) => void;
}

const REAL_WORLD: ServingWorld = {
  caches: globalThis.caches,
  fetch: (...request) => globalThis.fetch(...request),
  later: (call, ms) => void setTimeout(call, ms),
};

/** As long as a person takes a network for one. */
const PATIENCE_MS = 2500;
const AS_KEPT: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true };

/** Windows that have their page from here: they take everything from here, and wait for nothing. */
const offline = new Set<string>();

/** Undefined: none of ours, so that the request goes its way as if there were no worker. */
export function replyTo(
  event: FetchEvent,
  { endpoint }: Settings,
  { location }: Pick<Scope, 'location'>,
  world: ServingWorld = REAL_WORLD,
): Promise<Response> | undefined {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(`${endpoint}/`)) return undefined;
  if (request.mode === 'navigate') {
    const url = new URL(request.url);
    const isPage = url.origin === location.origin && hostedCode(url, endpoint) !== undefined;
    return isPage ? page(event, world) : undefined;
  }
  const file = widgetFile(request.url, endpoint);
  if (file === undefined) return undefined;
  return file === 'pinned' || offline.has(event.clientId)
    ? fromHere(event, world)
    : fromThere(event, FILES, world);
}

async function page(event: FetchEvent, world: ServingWorld): Promise<Response> {
  return fromThere(event, PAGES, world, () => offline.add(event.resultingClientId));
}

async function fromHere({ request }: FetchEvent, world: ServingWorld): Promise<Response> {
  return (await kept(request, FILES, world)) ?? world.fetch(request);
}

/** The network first, and what is kept where that fails, or takes too long. What it brings is kept from then on. */
async function fromThere(
  event: FetchEvent,
  cache: string,
  world: ServingWorld,
  instead: () => void = () => undefined,
): Promise<Response> {
  const { request } = event;
  const coming = world.fetch(request);
  // It may fail while nobody waits for it yet.
  coming.catch(() => undefined);
  const old = await kept(request, cache, world);
  if (old === undefined) return coming;
  const renewal = coming.then((reply) => renew(request, reply.clone(), cache, world));
  event.waitUntil(renewal.catch(() => undefined)); // The old one stays.
  const reply = await inTime(coming, world);
  if (reply !== undefined && reply.status < 500) return reply;
  instead();
  return old;
}

/** Undefined when it failed, or takes longer than a person waits. */
async function inTime(
  coming: Promise<Response>,
  { later }: Pick<ServingWorld, 'later'>,
): Promise<Response | undefined> {
  const limit = new Promise<undefined>((resolve) => later(() => resolve(undefined), PATIENCE_MS));
  return Promise.race([coming.catch(() => undefined), limit]);
}

async function kept(
  { url }: Request,
  cache: string,
  { caches }: Pick<ServingWorld, 'caches'>,
): Promise<Response | undefined> {
  try {
    if (!(await caches.has(cache))) return undefined;
    return await (await caches.open(cache)).match(url, AS_KEPT);
  } catch {
    return undefined; // A storage that is broken: there is still the network.
  }
}

/** Also the page that says that it has been answered: it is the truth then, and lets the question go. */
async function renew(
  { url }: Request,
  reply: Response,
  name: string,
  { caches }: Pick<ServingWorld, 'caches'>,
): Promise<void> {
  const cache = await caches.open(name);
  if (reply.status === 200) await cache.put(url, reply);
  else if (reply.status === 404 || reply.status === 410) await cache.delete(url, AS_KEPT);
}
