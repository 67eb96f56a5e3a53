/** What waits for each kind of trigger. Events are told; nobody waits for them. */
import type { OnPageTrigger } from '../../protocol/on-page.ts';
import { click, seen } from './element.ts';
import { exit, scroll } from './movement.ts';
import { dwell, idle, time } from './time.ts';
import type { Stop, Watch } from './watch.ts';

type Watched = Exclude<OnPageTrigger['on'], 'event'>;

const watches: { readonly [Kind in Watched]: Watch<Kind> } = {
  time,
  dwell,
  idle,
  scroll,
  exit,
  seen,
  click,
};

/**
 * Nothing where there is nothing to wait for: a service newer than this copy may know kinds that this one does not.
 *
 * @throws DOMException for a selector that is none
 */
export function watch(trigger: OnPageTrigger, met: () => void, openedAt: number): readonly Stop[] {
  const kinds = watches as Partial<Record<string, Watch<Watched>>>;
  return kinds[trigger.on]?.(trigger as never, met, openedAt) ?? [];
}
