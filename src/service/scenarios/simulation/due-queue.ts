/** What is due next: a binary heap, so that months of ten thousand people are a matter of seconds. */
export interface Due {
  /** RFC 3339 in UTC with milliseconds, which sorts as it is. */
  readonly at: string;
  readonly journey: string;
}

export class DueQueue {
  readonly #heap: Due[] = [];

  add(due: Due): void {
    const heap = this.#heap;
    heap.push(due);
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  /** The first, if it is due by then; undefined: by whatever time. */
  take(until: string | undefined): Due | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || (until !== undefined && first.at > until)) return undefined;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      const least = this.#lesserChild(at);
      if (least === null || !this.#swapIfBefore(least, at)) return first;
      at = least;
    }
  }

  #lesserChild(at: number): number | null {
    const [left, right] = [this.#heap[2 * at + 1], this.#heap[2 * at + 2]];
    if (left === undefined) return null;
    return right !== undefined && right.at < left.at ? 2 * at + 2 : 2 * at + 1;
  }

  #swapIfBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined || a.at >= b.at) return false;
    this.#heap[one] = b;
    this.#heap[other] = a;
    return true;
  }
}
