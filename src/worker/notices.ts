/** Notifications: one per invitation, whatever is pushed for it. */
import type { PushMessage } from '../protocol/push-message.ts';
import { directionOf } from '../protocol/words/direction.ts';
import { dataOf } from './notice-data.ts';
import { refuse } from './refusal.ts';
import { report } from './reports.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import type { Way } from './way.ts';

/** False where the person has taken the permission back. */
export async function show(
  message: PushMessage,
  { registration }: Pick<Scope, 'registration'>,
  { icon, badge }: Settings,
): Promise<boolean> {
  const { title, body, lang, invitation } = message;
  try {
    await registration.showNotification(title, {
      body,
      lang,
      dir: directionOf(lang),
      // The reminder takes the place of the first one, and makes no noise.
      tag: invitation,
      data: dataOf(message),
      ...(icon === undefined ? {} : { icon }),
      ...(badge === undefined ? {} : { badge }),
    });
    return true;
  } catch {
    refuse('a notification');
    return false;
  }
}

export async function withdraw(
  { invitation }: PushMessage,
  { registration }: Pick<Scope, 'registration'>,
): Promise<void> {
  for (const notice of await registration.getNotifications({ tag: invitation })) notice.close();
}

/** The window first: browsers let a tap open one for a moment only. */
export async function clicked(way: Way, scope: Scope, settings: Settings): Promise<void> {
  await open(way, scope).catch(() => refuse('to open a window'));
  await report({ code: way.code, type: 'opened' }, scope, settings);
}

export async function closed({ code }: Way, scope: Scope, settings: Settings): Promise<void> {
  await report({ code, type: 'dismissed' }, scope, settings);
}

/**
 * A window that shows the link already is brought to the front as it is. Nobody's other window is taken for it: there
 * may be a basket in it, or half an answer.
 */
async function open({ href }: Way, { clients }: Scope): Promise<void> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find(({ url }) => url === href);
  await (there === undefined ? clients.openWindow(href) : there.focus());
}
