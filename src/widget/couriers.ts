/**
 * One courier per project and endpoint, at work as long as the page lives: it outlasts the elements. This
 * chunk is loaded after the first question stands on the screen.
 */
import { askForSync } from './background-sync.ts';
import { Courier } from './courier.ts';
import { admitFiles, wakeUploads } from './files/waking.ts';
import { outboxOf } from './store/outboxes.ts';

const couriers = new Map<string, Courier>();

export function courierOf(project: string, endpoint: string): Courier {
  const name = `${project} ${endpoint}`;
  const known = couriers.get(name);
  if (known !== undefined) return known;
  const courier = new Courier(project, endpoint, outboxOf(project));
  couriers.set(name, courier);
  wakeOnHope(courier);
  sendOnLeave(courier);
  courier.listen((news) => {
    if (news.kind === 'waiting') void askForSync();
    if (news.kind === 'admitted') void admitFiles(project, news.id, news.session);
  });
  // Files go after the answers: what was said matters more.
  void courier.wake().then(() => wakeUploads(project, endpoint));
  return courier;
}

/** Also where the page is only hidden: on a phone it may never be seen again, and nobody says so. */
function sendOnLeave(courier: Courier): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') courier.leave();
  });
  globalThis.addEventListener('pagehide', () => courier.leave());
}

/** `navigator.onLine` is never asked: the event is a hint to try sooner, its absence means nothing. */
export function wakeOnHope(worker: { wake(): Promise<void> }): void {
  const wake = (): void => void worker.wake();
  globalThis.addEventListener('online', wake);
  globalThis.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
}
