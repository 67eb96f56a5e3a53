/** What the payloads for all push services are made of. */
import { PUSH_BYTES_MAX } from '../protocol/push-message.ts';
import type { PushMessage } from '../protocol/push-message.ts';

import { OtklikError } from './otklik-error.ts';
import { cutTexts } from './push-texts.ts';

export interface PushOptions {
  /** For how long the push service keeps trying; a day unless given. See `pushSeconds`. */
  readonly ttlSeconds?: number;
}

export interface WakingOptions extends PushOptions {
  /** Whether the app itself is called, also when it is in the background or not running. See `docs/webviews.md`. */
  readonly wakesApp?: boolean;
}

export const DAY_SECONDS = 24 * 60 * 60;

/** For the app: which survey to open, or which notification to take away. */
export function dataOf({
  invitation,
  link,
  lang,
  withdraw,
}: PushMessage): Readonly<Record<string, string>> {
  return withdraw
    ? { type: 'survey-withdrawn', invitationId: invitation }
    : { type: 'survey', invitationId: invitation, deepLink: link, lang };
}

export function textsOf(message: PushMessage): { readonly title: string; readonly body: string } {
  return message.withdraw ? { title: '', body: '' } : cutTexts(message);
}

/** What the narrowest of them takes: 32 characters of base64url. An id is random to its end. */
export function topicOf({ invitation }: PushMessage): string {
  return invitation.slice('inv_'.length).slice(-32);
}

/**
 * The address of the device does not count: it is for the push service, and does not reach the device.
 *
 * @throws OtklikError `request_invalid`: the texts are cut, so it is the link that is too long
 */
export function fitting<Payload>(channel: string, payload: Payload, token = ''): Payload {
  const bytes = new TextEncoder().encode(JSON.stringify(payload)).length - token.length;
  if (bytes <= PUSH_BYTES_MAX) return payload;
  const message = `makes a ${channel} payload of ${bytes} bytes; ${PUSH_BYTES_MAX} are allowed`;
  throw new OtklikError('request_invalid', {
    errors: [{ pointer: '/link', code: 'custom', message }],
  });
}
