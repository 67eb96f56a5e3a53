/** An item of a list dragged to another place. Nothing moves in the document until it is dropped. */

/** Pixels from the edge of the scrolled box in which it scrolls along. */
const EDGE_PX = 40;
const SCROLL_PX = 12;

/**
 * Follows the pointer until it is lifted; the others make room. A mouse takes an item anywhere, a finger by its
 * handle only: elsewhere it scrolls. What is cancelled (by Escape or by the system) changes nothing.
 */
export function dragged(down: PointerEvent, drop: (to: number) => void): void {
  const grip = down.currentTarget as HTMLElement;
  const item = grip.closest<HTMLElement>('li');
  const list = item?.parentElement;
  if (!item || !list || down.button !== 0 || !down.isPrimary) return;
  if (down.pointerType === 'touch' && !(down.target as Element).matches('.handle')) return;
  const items = [...list.children] as HTMLElement[];
  const from = items.indexOf(item);
  const boxes = items.map((one) => one.getBoundingClientRect());
  const scroller = list.closest('.body');
  const scrolledAt = scroller?.scrollTop ?? 0;
  const end = new AbortController();
  let to = from;

  const follow = ({ clientY }: PointerEvent): void => {
    scrollAlong(scroller, clientY);
    const y = clientY - down.clientY + (scroller?.scrollTop ?? 0) - scrolledAt;
    item.style.transform = `translateY(${y}px)`;
    to = placeAt(boxes, from, y);
    items.forEach((one, index) => {
      if (one !== item) one.style.transform = `translateY(${shiftOf(boxes, from, to, index)}px)`;
    });
  };
  const finish = (isDropped: boolean): void => {
    end.abort();
    list.classList.remove('dragging');
    item.classList.remove('lifted');
    for (const one of items) one.style.transform = '';
    if (isDropped && to !== from) drop(to);
  };

  grip.setPointerCapture(down.pointerId);
  list.classList.add('dragging');
  item.classList.add('lifted');
  const { signal } = end;
  grip.addEventListener('pointermove', follow, { signal });
  grip.addEventListener('pointerup', () => finish(true), { signal });
  grip.addEventListener('pointercancel', () => finish(false), { signal });
  // The focus may be anywhere meanwhile; nobody else is to close anything by this key.
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    finish(false);
  };
  grip.ownerDocument.addEventListener('keydown', key, { signal, capture: true });
}

type Box = Pick<DOMRect, 'top' | 'height'>;

/** Where the item would fall: past the middle of another one it takes its place. */
export function placeAt(boxes: readonly Box[], from: number, y: number): number {
  const own = boxes[from];
  if (own === undefined) return from;
  const middle = own.top + own.height / 2 + y;
  const before = boxes.slice(0, from).findIndex((box) => middle < box.top + box.height / 2);
  if (before !== -1) return before;
  const passed = boxes.slice(from + 1).filter((box) => middle > box.top + box.height / 2);
  return from + passed.length;
}

/** Pixels by which another item makes room: the height of the dragged one, and the gap beside it. */
function shiftOf(boxes: readonly Box[], from: number, to: number, index: number): number {
  const own = boxes[from];
  if (own === undefined) return 0;
  const gaps = boxes.slice(1).map((box, at) => {
    const above = boxes[at];
    return above === undefined ? 0 : box.top - above.top - above.height;
  });
  const room = own.height + Math.min(...gaps);
  if (index > from && index <= to) return -room;
  return index < from && index >= to ? room : 0;
}

function scrollAlong(scroller: Element | null, clientY: number): void {
  if (scroller === null) return;
  const { top, bottom } = scroller.getBoundingClientRect();
  if (clientY < top + EDGE_PX) scroller.scrollTop -= SCROLL_PX;
  else if (clientY > bottom - EDGE_PX) scroller.scrollTop += SCROLL_PX;
}
