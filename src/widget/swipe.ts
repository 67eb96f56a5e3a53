/**
 * Lets a finger drag a sheet away by its head. Only by its head: in the body a finger scrolls, slides, sorts
 * and signs. The sheet follows the finger; let go early, it comes back.
 */
/** As a part of the sheet's height, from where it goes when let go. */
const FAR = 0.35;
/** Px per millisecond: a flick takes it from anywhere beyond the first few px. */
const FAST = 0.5;
const FLICK_PX = 24;
/** Px in which a finger may tremble on a button. */
const SLACK_PX = 8;
/** Milliseconds over which the speed is taken. */
const RECENT_MS = 100;

interface Sample {
  readonly y: number;
  readonly at: number;
}

export function swipeAway(shell: HTMLElement, dismiss: () => void, signal: AbortSignal): void {
  let finger: number | undefined;
  let isDragging = false;
  let start: Sample & { readonly x: number } = { x: 0, y: 0, at: 0 };
  let recent: readonly Sample[] = [];

  const begin = (event: PointerEvent): void => {
    const { target, isPrimary, pointerType, pointerId } = event;
    const isHead = target instanceof Element && target.closest('header:not(select)') !== null;
    if (!isHead || !isPrimary || pointerType === 'mouse') return;
    finger = pointerId;
    isDragging = false;
    start = { x: event.clientX, y: event.clientY, at: event.timeStamp };
    recent = [start];
  };
  const drag = (event: PointerEvent): void => {
    if (event.pointerId !== finger) return;
    const way = event.clientY - start.y;
    const aside = Math.abs(event.clientX - start.x);
    if (!isDragging && aside > SLACK_PX && aside > way) finger = undefined;
    else if (!isDragging && way > SLACK_PX) {
      isDragging = true;
      // From here on it is no press of the button that it may have begun on.
      shell.setPointerCapture(event.pointerId);
      shell.classList.add('dragged');
    }
    if (!isDragging) return;
    recent = [...recent, { y: event.clientY, at: event.timeStamp }];
    recent = recent.filter(({ at }) => event.timeStamp - at < RECENT_MS);
    shell.style.setProperty('--dragged', `${Math.max(0, way)}px`);
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId !== finger) return;
    finger = undefined;
    if (!isDragging) return;
    isDragging = false;
    const way = event.clientY - start.y;
    const isFlick = way > FLICK_PX && speed(recent, event) > FAST;
    const isMeant = event.type === 'pointerup' && (way > shell.offsetHeight * FAR || isFlick);
    rest();
    if (isMeant) dismiss();
  };
  const rest = (): void => {
    shell.classList.remove('dragged');
    shell.style.removeProperty('--dragged');
  };
  shell.addEventListener('pointerdown', begin, { signal });
  shell.addEventListener('pointermove', drag, { signal });
  shell.addEventListener('pointerup', end, { signal });
  shell.addEventListener('pointercancel', end, { signal });
  signal.addEventListener('abort', rest);
}

/** Downwards, over the last moments. */
function speed([first]: readonly Sample[], { clientY, timeStamp }: PointerEvent): number {
  if (first === undefined) return 0;
  return (clientY - first.y) / Math.max(1, timeStamp - first.at);
}
