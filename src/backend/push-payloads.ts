/**
 * What push services are sent, for those who send themselves; our own service sends the same. They take a
 * `PushMessage` and nothing else about a person: what a builder is not given cannot travel.
 *
 * A message with `withdraw` shows nothing: it tells the app, or the service worker, to take the invitation's
 * notification away.
 */
import type { PushMessage } from '../protocol/push-message.ts';

import { dataOf, DAY_SECONDS, fitting, textsOf, topicOf } from './push-parts.ts';
import type { PushOptions, WakingOptions } from './push-parts.ts';

/** Until the invitation's end, a day at most: push services would keep it for four weeks. */
export function pushSeconds(expiresAt: string, now: Date): number {
  const left = Math.floor((Date.parse(expiresAt) - now.getTime()) / 1000);
  return Math.min(Math.max(left, 0), DAY_SECONDS);
}

/** The plain text that is encrypted for a browser (RFC 8291): a `PushMessage`, as our service worker reads it. */
export function webPushPayload(message: PushMessage): string {
  // Field by field: what a caller has beside them stays behind.
  const { otklik, invitation, link, lang, withdraw } = message;
  const payload = {
    otklik,
    invitation,
    link,
    ...textsOf(message),
    lang,
    ...(withdraw && { withdraw }),
  };
  return JSON.stringify(fitting('web-push', payload));
}

/** RFC 8030. `Topic`: of the messages about one invitation that wait for a device, it gets the last. */
export function webPushHeaders(
  message: PushMessage,
  { ttlSeconds = DAY_SECONDS }: PushOptions = {},
): { readonly TTL: string; readonly Urgency: 'normal' | 'low'; readonly Topic: string } {
  const Urgency = message.withdraw === true ? 'low' : 'normal';
  return { TTL: String(ttlSeconds), Urgency, Topic: topicOf(message) };
}

export interface FcmMessage {
  readonly message: Readonly<Record<string, unknown>>;
}

/**
 * FCM HTTP v1, the body of `messages:send`. Every value in `data` is a string. Android calls an app in the background
 * for no message that it shows by itself: one that `wakesApp` has its words in `data`, for the app to show.
 */
export function fcmMessage(
  message: PushMessage,
  token: string,
  { ttlSeconds = DAY_SECONDS, wakesApp = false }: WakingOptions = {},
): FcmMessage {
  const data = dataOf(message);
  const tag = topicOf(message);
  const android = { ttl: `${ttlSeconds}s`, collapse_key: tag };
  const apnsHeaders = { 'apns-collapse-id': tag };
  const alert = {
    headers: { ...apnsHeaders, 'apns-push-type': 'alert', 'apns-priority': '10' },
    payload: { aps: { sound: 'default', 'thread-id': 'surveys' } },
  };
  const webpush = { headers: { TTL: String(ttlSeconds), Urgency: 'normal' } };
  const shown = {
    data,
    notification: textsOf(message),
    android: {
      priority: 'HIGH',
      ...android,
      notification: { tag, click_action: 'OPEN_SURVEY', channel_id: 'surveys' },
    },
    apns: alert,
    webpush: { ...webpush, notification: { tag } },
  };
  const aps = { alert: textsOf(message), 'content-available': 1, ...alert.payload.aps };
  const waking = {
    data: { ...data, ...textsOf(message) },
    android: { priority: 'HIGH', ...android },
    apns: { ...alert, payload: { aps } },
    webpush,
  };
  const silent = {
    data,
    android: { priority: 'NORMAL', ...android },
    apns: {
      headers: { ...apnsHeaders, 'apns-push-type': 'background', 'apns-priority': '5' },
      payload: { aps: { 'content-available': 1 } },
    },
    webpush: { headers: { TTL: String(ttlSeconds), Urgency: 'low' } },
  };
  const asked = wakesApp ? waking : shown;
  return fitting('fcm', { message: { token, ...(message.withdraw ? silent : asked) } }, token);
}

export interface ApnsRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP/2 request but for its `authorization`. `topic`: the app's bundle id. */
export function apnsRequest(
  message: PushMessage,
  token: string,
  {
    topic,
    now,
    ttlSeconds = DAY_SECONDS,
    wakesApp = false,
  }: WakingOptions & { readonly topic: string; readonly now: Date },
): ApnsRequest {
  const isSilent = message.withdraw === true;
  const shown = { alert: textsOf(message), sound: 'default', category: 'SURVEY' };
  const aps = {
    ...(!isSilent && { ...shown, 'thread-id': 'surveys' }),
    ...((isSilent || wakesApp) && { 'content-available': 1 }),
  };
  return {
    path: `/3/device/${token}`,
    headers: {
      'apns-topic': topic,
      'apns-push-type': isSilent ? 'background' : 'alert',
      'apns-priority': isSilent ? '5' : '10',
      'apns-expiration': String(Math.floor(now.getTime() / 1000) + ttlSeconds),
      'apns-collapse-id': topicOf(message),
      'content-type': 'application/json',
    },
    body: JSON.stringify(fitting('apns', { aps, ...dataOf(message) })),
  };
}

/**
 * RuStore, the body of `messages:send`. It has no word for "instead of the former one": a reminder stands beside.
 * A `notification` is drawn by its SDK, and opens the link; without one the app alone hears of the message.
 */
export function rustoreMessage(
  message: PushMessage,
  token: string,
  options: PushOptions = {},
): FcmMessage {
  return fitting('rustore', { message: { token, ...rustoreContent(message, options) } }, token);
}

export interface RustoreUniversalOptions extends PushOptions {
  readonly projectId: string;
  readonly serviceToken: string;
}

export interface RustoreUniversalMessage extends FcmMessage {
  readonly providers: { readonly rustore: { readonly [field: string]: string } };
  readonly tokens: { readonly rustore: readonly string[] };
}

/**
 * For apps built with RuStore's universal SDK, which drops what comes the other way: the body of its `/v1/send`, where
 * the credentials stand beside the message, and no header has any. Keep it out of logs.
 */
export function rustoreUniversalMessage(
  message: PushMessage,
  token: string,
  { projectId, serviceToken, ...options }: RustoreUniversalOptions,
): RustoreUniversalMessage {
  const content = fitting('rustore', rustoreContent(message, options));
  return {
    providers: { rustore: { project_id: projectId, auth_token: serviceToken } },
    tokens: { rustore: [token] },
    message: content,
  };
}

function rustoreContent(
  message: PushMessage,
  { ttlSeconds = DAY_SECONDS }: PushOptions,
): Readonly<Record<string, unknown>> {
  const ttl = `${ttlSeconds}s`;
  const data = dataOf(message);
  if (message.withdraw) return { data, android: { ttl } };
  const opens = { click_action: message.link, click_action_type: 1, channel_id: 'surveys' };
  return { data, notification: textsOf(message), android: { ttl, notification: opens } };
}
