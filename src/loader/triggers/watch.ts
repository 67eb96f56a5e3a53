/** What the triggers are made of. */
import type { OnPageTrigger } from '../../protocol/on-page.ts';

type TriggerOf<Kind extends OnPageTrigger['on']> = Extract<OnPageTrigger, { on: Kind }>;

/** Ends what was begun. */
export type Stop = () => void;

/**
 * Waits for one trigger.
 *
 * @param met to be called when it has come true, and never before this returns
 * @param openedAt when the page was opened, by `performance.now()`
 * @returns all that ends it
 */
export type Watch<Kind extends OnPageTrigger['on']> = (
  trigger: TriggerOf<Kind>,
  met: () => void,
  openedAt: number,
) => readonly Stop[];

/** Before the page hears of it, which may keep events to itself. Of touches and wheels nobody here hears: they would hold up scrolling. */
export function listen(types: readonly string[], listener: (event: Event) => void): Stop {
  for (const type of types) document.addEventListener(type, listener, true);
  return () => {
    for (const type of types) document.removeEventListener(type, listener, true);
  };
}

/** One timer: set again, it forgets what it was set to. */
export function alarm(ring: () => void): readonly [set: (ms: number) => void, stop: Stop] {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  const set = (ms: number): void => {
    stop();
    timer = setTimeout(ring, ms);
  };
  return [set, stop];
}

/** At most once a frame, and only while it is called. */
export function onceAFrame(look: () => void): readonly [soon: () => void, stop: Stop] {
  let frame = 0;
  const soon = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      look();
    });
  };
  return [soon, () => cancelAnimationFrame(frame)];
}
