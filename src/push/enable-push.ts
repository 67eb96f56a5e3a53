import type { PushAddress, WebPushSubscription } from '../protocol/channel.ts';
import { WidgetError } from '../widget/problem.ts';
import type { WidgetCode } from '../widget/problem.ts';
import { post } from '../widget/session.ts';
import { isObject } from '../widget/session-reply.ts';
import { tokenClaims } from '../widget/token-claims.ts';
import { keyBytes, sameKey } from './server-key.ts';

export interface PushWish {
  /** Address of the service. */
  readonly endpoint: string;
  /** A survey token that names the respondent, from your backend: whom the notifications are for. */
  readonly getToken: () => Promise<string>;
  /** Address of your service worker, or its registration; `/otklik-sw.js` unless given. */
  readonly worker?: string | ServiceWorkerRegistration;
}

/**
 * - `enabled`: this browser gets notifications for the token's respondent.
 * - `denied`: the visitor has said no, for good; only they can change it, in the browser's settings.
 * - `undecided`: the visitor has closed the question; it may be asked again another day.
 * - `unsupported`: this browser has no web push (in-app web views; Safari on iOS except for installed web apps).
 * - `unavailable`: the project has not set up web push.
 */
export type PushState = 'enabled' | 'denied' | 'undecided' | 'unsupported' | 'unavailable';

export interface PushWorld {
  readonly fetch: typeof globalThis.fetch;
  /** Undefined where a browser has no notifications. */
  readonly notification: Pick<typeof Notification, 'requestPermission'> | undefined;
  /** Undefined where there are none: in an insecure context, or a web view. */
  readonly workers:
    | Pick<ServiceWorkerContainer, 'register' | 'ready' | 'getRegistration'>
    | undefined;
}

const LIMIT_MS = 10_000;
const WORKER = '/otklik-sw.js';

/**
 * Asks the visitor, and has surveys sent to this browser. To be called from a tap: browsers show the question at no
 * other time. Where everything is in place already it changes nothing, so that it may be called at every visit: that
 * also mends a subscription that the browser has replaced, and hands the device on when somebody else has signed in.
 *
 * @throws WidgetError `network`, `reply_unreadable`, or a code of the service: `token_expired`, `origin_forbidden` …
 */
export async function enablePush(wish: PushWish, world = realWorld()): Promise<PushState> {
  const { notification, workers, fetch } = world;
  if (notification === undefined || workers === undefined) return 'unsupported';
  // Before anything else is waited for: the tap counts for a moment only.
  const permission = await notification.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'undecided';
  const registration = await registrationOf(wish, workers);
  if (!('pushManager' in registration)) return 'unsupported';
  const token = await wish.getToken();
  const key = await serverKey(tokenClaims(token).iss, wish, fetch);
  if (key === null) return 'unavailable';
  const subscription = await subscribed(registration.pushManager, key);
  await tell('/v1/push-subscriptions', token, subscription, wish, fetch);
  return 'enabled';
}

/**
 * Has nothing more sent to this browser. The permission stays with the browser: only its visitor can take it back.
 *
 * @throws WidgetError as {@link enablePush}; nothing comes any more all the same
 */
export async function disablePush(wish: PushWish, world = realWorld()): Promise<void> {
  const { worker } = wish;
  const registration =
    typeof worker === 'object' ? worker : await world.workers?.getRegistration(worker ?? WORKER);
  const subscription = await registration?.pushManager?.getSubscription();
  if (!subscription) return;
  const known = subscription.toJSON();
  await subscription.unsubscribe();
  const token = await wish.getToken();
  await tell('/v1/push-subscriptions/remove', token, { toJSON: () => known }, wish, world.fetch);
}

async function registrationOf(
  { worker = WORKER }: PushWish,
  workers: NonNullable<PushWorld['workers']>,
): Promise<ServiceWorkerRegistration> {
  if (typeof worker === 'object') return worker;
  const registration = await workers.register(worker);
  // Subscribing takes one that is at work, which the first one is in a moment.
  return registration.active === null ? await workers.ready : registration;
}

/** Null where the project has none. */
async function serverKey(
  project: string,
  { endpoint }: PushWish,
  fetch: PushWorld['fetch'],
): Promise<string | null> {
  const reply = await call(endpoint, '/v1/push-key', { project }, fetch);
  const { publicKey } = reply;
  if (publicKey === null || typeof publicKey === 'string') return publicKey;
  throw new WidgetError('reply_unreadable', `${endpoint} sent no key`);
}

/** One that was made with another key is of no use to the service, and stands in the way of the right one. */
async function subscribed(manager: PushManager, key: string): Promise<PushSubscription> {
  const existing = await manager.getSubscription();
  if (existing !== null) {
    if (sameKey(existing.options.applicationServerKey, key)) return existing;
    await existing.unsubscribe();
  }
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) });
}

async function tell(
  path: string,
  token: string,
  subscription: Pick<PushSubscription, 'toJSON'>,
  { endpoint }: PushWish,
  fetch: PushWorld['fetch'],
): Promise<void> {
  const address: PushAddress = {
    channel: 'web-push',
    subscription: subscription.toJSON() as WebPushSubscription,
  };
  await call(endpoint, path, { token, address }, fetch);
}

async function call(
  endpoint: string,
  path: string,
  content: object,
  fetch: PushWorld['fetch'],
): Promise<Record<string, unknown>> {
  const url = endpoint.replace(/\/+$/, '') + path;
  const { status, body } = await post(url, JSON.stringify(content), fetch, LIMIT_MS);
  if (status === 200 && isObject(body)) return body;
  if (isObject(body) && typeof body['code'] === 'string') {
    throw new WidgetError(body['code'] as WidgetCode, String(body['detail'] ?? body['title']));
  }
  throw new WidgetError('reply_unreadable', `${url} answered ${status}`);
}

function realWorld(): PushWorld {
  return {
    fetch: (...request) => globalThis.fetch(...request),
    notification: 'Notification' in globalThis ? globalThis.Notification : undefined,
    workers: workersOf(globalThis.navigator),
  };
}

function workersOf(navigator: Navigator): PushWorld['workers'] {
  try {
    return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
  } catch {
    return undefined; // A sandboxed frame throws at its mere mention.
  }
}
