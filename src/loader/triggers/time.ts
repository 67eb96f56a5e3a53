/** Triggers that wait for time to pass. */
import { alarm, listen } from './watch.ts';
import type { Watch } from './watch.ts';

/** Since the page was opened, however long ago that was. */
export const time: Watch<'time'> = ({ seconds }, met, openedAt) => {
  const [set, stop] = alarm(met);
  set(openedAt + seconds * 1000 - performance.now());
  return [stop];
};

/** On the screen. */
export const dwell: Watch<'dwell'> = ({ seconds }, met) => {
  const [set, stop] = alarm(met);
  let leftMs = seconds * 1000;
  let since = 0;
  const turn = (): void => {
    const now = performance.now();
    if (since) leftMs -= now - since;
    since = document.hidden ? 0 : now;
    if (since) set(leftMs);
    else stop();
  };
  turn();
  return [stop, listen(['visibilitychange'], turn)];
};

/** Who comes back to the page is there, too. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'visibilitychange'];

export const idle: Watch<'idle'> = ({ seconds }, met) => {
  const [set, stop] = alarm(met);
  const wait = (): void => set(seconds * 1000);
  wait();
  return [stop, listen(SIGNS, wait)];
};
