/** A push of ours, told from everybody else's. Whatever comes from a push service has been anywhere. */
import type { PushMessage } from '../protocol/push-message.ts';

const INVITATION = /^inv_[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const TEXT_LENGTH = 4096;

/** Undefined: somebody else's. A string: ours, and why it is refused. */
export function messageIn(data: PushMessageData | null): PushMessage | string | undefined {
  const value = jsonOf(data);
  if (typeof value !== 'object' || value === null || !('otklik' in value)) return undefined;
  if (value.otklik !== 1) return 'a push in a format of another version';
  return isMessage(value) ? value : 'a malformed push';
}

function jsonOf(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch {
    return undefined; // No JSON: not ours.
  }
}

function isMessage(value: object): value is PushMessage {
  const { invitation, link, title, body, lang, withdraw } = value as Record<string, unknown>;
  return (
    isText(invitation) &&
    INVITATION.test(invitation) &&
    [link, title, body].every(isText) &&
    isText(lang) &&
    LANGUAGE.test(lang) &&
    (withdraw === undefined || withdraw === true)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TEXT_LENGTH;
}
