/** What a notification carries for the moment of its tap: the worker that showed it is long gone by then. */
import type { PushMessage } from '../protocol/push-message.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import { wayOf } from './way.ts';
import type { Way } from './way.ts';

interface NoticeData {
  readonly otklik: 1;
  readonly link: string;
}

export function dataOf({ link }: PushMessage): NoticeData {
  return { otklik: 1, link };
}

/** Undefined: somebody else's notification. A string: ours, and why its link is not followed. */
export function wayOfNotice(
  { data }: Notification,
  { location }: Pick<Scope, 'location'>,
  settings: Settings,
): Way | string | undefined {
  return isOurs(data) ? wayOf(data.link, settings, location) : undefined;
}

function isOurs(data: unknown): data is NoticeData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'otklik' in data &&
    data.otklik === 1 &&
    'link' in data &&
    typeof data.link === 'string'
  );
}
