/** Which events are ours. What is somebody else's goes on to the customer's own listeners as if we were not there. */
import { asked, linkToKeep } from './asked.ts';
import { clicked, closed } from './notices.ts';
import { wayOfNotice } from './notice-data.ts';
import { deliverOutbox, OUTBOX_SYNC } from './outbox.ts';
import { received } from './received.ts';
import { messageIn } from './message.ts';
import { refuse } from './refusal.ts';
import { deliverReports, REPORTS_SYNC } from './reports.ts';
import type { Scope, SyncEvent } from './scope.ts';
import { replyTo } from './serving.ts';
import type { Settings } from './settings.ts';

export function listen(scope: Scope, settings: Settings): void {
  scope.addEventListener('push', (event) => {
    const message = messageIn(event.data);
    if (message === undefined) return;
    event.stopImmediatePropagation();
    if (typeof message === 'string') return refuse(message);
    event.waitUntil(received(message, scope, settings));
  });

  scope.addEventListener('notificationclick', (event) => {
    const way = wayOfNotice(event.notification, scope, settings);
    if (way === undefined) return;
    event.stopImmediatePropagation();
    event.notification.close();
    if (typeof way === 'string') return refuse(way);
    event.waitUntil(clicked(way, scope, settings));
  });

  scope.addEventListener('notificationclose', (event) => {
    const way = wayOfNotice(event.notification, scope, settings);
    if (way === undefined) return;
    event.stopImmediatePropagation();
    if (typeof way !== 'string') event.waitUntil(closed(way, scope, settings));
  });

  scope.addEventListener('fetch', (event) => {
    const reply = replyTo(event, settings, scope);
    if (reply !== undefined) event.respondWith(reply);
  });

  scope.addEventListener('message', (event) => {
    const link = linkToKeep(event.data);
    if (link === undefined) return;
    event.stopImmediatePropagation();
    event.waitUntil(asked(link, event.ports[0], scope, settings));
  });

  listenForSync(scope, settings);
}

function listenForSync(scope: Scope, settings: Settings): void {
  const work = new Map([
    [OUTBOX_SYNC, deliverOutbox],
    [REPORTS_SYNC, () => deliverReports(settings)],
  ]);
  scope.addEventListener('sync', (event) => {
    const { tag } = event as SyncEvent;
    const deliver = work.get(tag);
    // A promise that is rejected brings the event back later.
    if (deliver !== undefined) (event as SyncEvent).waitUntil(deliver());
  });
}
