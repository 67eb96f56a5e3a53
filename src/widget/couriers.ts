/**
 * One courier per project and endpoint, at work as long as the page lives: it outlasts the elements. This
 * chunk is loaded after the first question stands on the screen.
 */
import { Courier } from './courier.ts';
import { outboxOf } from './store/outboxes.ts';

const couriers = new Map<string, Courier>();

export function courierOf(project: string, endpoint: string): Courier {
  const name = `${project} ${endpoint}`;
  const known = couriers.get(name);
  if (known !== undefined) return known;
  const courier = new Courier(project, endpoint, outboxOf(project));
  couriers.set(name, courier);
  wakeOnHope(courier);
  void courier.wake();
  return courier;
}

/** `navigator.onLine` is never asked: the event is a hint to try sooner, its absence means nothing. */
function wakeOnHope(courier: Courier): void {
  const wake = (): void => void courier.wake();
  globalThis.addEventListener('online', wake);
  globalThis.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
}
