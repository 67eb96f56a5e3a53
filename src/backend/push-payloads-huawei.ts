/** What Huawei's two push services are sent: HMS for Android, and HarmonyOS from its fifth version on. */
import type { PushMessage } from '../protocol/push-message.ts';

import { dataOf, DAY_SECONDS, fitting, textsOf, topicOf } from './push-parts.ts';
import type { PushOptions } from './push-parts.ts';
import type { FcmMessage } from './push-payloads.ts';

export interface HmsOptions extends PushOptions {
  /** The app's: then the tap brings it the link, as any other link does. Else it is started, and reads `data`. */
  readonly packageName?: string | undefined;
}

/** Huawei Mobile Services, v1. `data` is a string, `token` a list. */
export function hmsMessage(
  message: PushMessage,
  token: string,
  { ttlSeconds = DAY_SECONDS, packageName }: HmsOptions = {},
): FcmMessage & { readonly validate_only: false } {
  const ttl = `${ttlSeconds}s`;
  const data = JSON.stringify(dataOf(message));
  const click_action =
    packageName === undefined
      ? { type: 3 }
      : { type: 1, intent: intentOf(message.link, packageName) };
  const shown = {
    urgency: 'HIGH',
    ttl,
    notification: { ...textsOf(message), tag: topicOf(message), click_action },
  };
  const android = message.withdraw ? { urgency: 'NORMAL', ttl } : shown;
  const body = { validate_only: false, message: { data, android, token: [token] } } as const;
  return fitting('hms', body, token);
}

/**
 * A link as an intent for one app (Android's `Intent.toUri`). What stands behind the last `#` is the intent's: a
 * fragment of the link's own stays with the link.
 */
function intentOf(link: string, packageName: string): string {
  const [scheme = '', ...rest] = link.split('://');
  return `intent://${rest.join('://')}#Intent;scheme=${scheme};package=${packageName};end`;
}

export interface HarmonyosOptions extends PushOptions {
  readonly projectId: string;
  /** By which the app is named where a notification is taken back. */
  readonly clientId: string;
  /** Of Huawei's kinds of notification; without a kind granted to the app all are `MARKETING`. */
  readonly category?: string | undefined;
}

export interface HarmonyosRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * HarmonyOS: a request but for its `authorization`. The tap opens the link in the app whose ability declares its address.
 * A second message about an invitation takes the first one's place, and one that is withdrawn is taken back by
 * Huawei itself: the app hears nothing of that.
 */
export function harmonyosRequest(
  message: PushMessage,
  token: string,
  { projectId, clientId, category = 'MARKETING', ttlSeconds = DAY_SECONDS }: HarmonyosOptions,
): HarmonyosRequest {
  const headers = { 'content-type': 'application/json', 'push-type': '0' };
  const notifyId = numberOf(topicOf(message));
  if (message.withdraw) {
    const path = `/v1/${encodeURIComponent(clientId)}/messages:revoke`;
    return { path, headers, body: JSON.stringify({ notifyId, token: [token] }) };
  }
  const clickAction = { actionType: 1, uri: message.link, data: dataOf(message) };
  const notification = { category, ...textsOf(message), notifyId, clickAction };
  const body = {
    payload: { notification },
    target: { token: [token] },
    pushOptions: { ttl: ttlSeconds },
  };
  const path = `/v3/${encodeURIComponent(projectId)}/messages:send`;
  return { path, headers, body: JSON.stringify(fitting('harmonyos', body, token)) };
}

/** Notifications of an app are told apart there by 31 bits (FNV-1a of the invitation's id). */
function numberOf(topic: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(topic)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash & 0x7fffffff;
}
