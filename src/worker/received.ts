/** A push has come. */
import type { PushMessage } from '../protocol/push-message.ts';
import { forget, keep } from './keeping.ts';
import { show, withdraw } from './notices.ts';
import { deliverOutbox } from './outbox.ts';
import { refuse } from './refusal.ts';
import { report } from './reports.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import { wayOf } from './way.ts';
import type { Way } from './way.ts';

export async function received(
  message: PushMessage,
  scope: Scope,
  settings: Settings,
): Promise<void> {
  const way = wayOf(message.link, settings, scope.location);
  if (typeof way === 'string') return refuse(way);
  if (message.withdraw) {
    await Promise.all([withdraw(message, scope), forget(way)]);
  } else {
    await invite(message, way, scope, settings);
  }
  // What waits on this device may go out now, although nobody has come to a page.
  await deliverOutbox().catch(() => undefined); // It has a better time.
}

/** The notification first: a browser that sees none shows one of its own. */
async function invite(
  message: PushMessage,
  way: Way,
  scope: Scope,
  settings: Settings,
): Promise<void> {
  if (!(await show(message, scope, settings))) return;
  await Promise.all([
    report({ code: way.code, type: 'delivered' }, scope, settings),
    keep(way, message.lang, settings),
  ]);
}
