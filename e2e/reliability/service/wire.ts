/** What the service sees of somebody, and what it answers them: for trials of its limits. */
const PRIVATE = 10;

/** Counts what comes back. */
export class Wire {
  readonly statuses = new Map<number, number>();
  /** Refusals for now that do not say when to come again. */
  withoutWait = 0;

  /** The way through a trusted proxy, from this address. */
  from(address: string): typeof globalThis.fetch {
    return async (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-forwarded-for', address);
      const reply = await fetch(url, { ...init, headers });
      this.#note(reply);
      return reply;
    };
  }

  /** As it is. */
  readonly direct: typeof globalThis.fetch = async (url, init) => {
    const reply = await fetch(url, init);
    this.#note(reply);
    return reply;
  };

  /** "1,200 times 200, 30 times 429" */
  get figures(): string {
    return [...this.statuses]
      .toSorted(([one], [other]) => one - other)
      .map(([status, times]) => `${times} times ${status}`)
      .join(', ');
  }

  count(status: number): number {
    return this.statuses.get(status) ?? 0;
  }

  #note({ status, headers }: Response): void {
    this.statuses.set(status, this.count(status) + 1);
    const isForNow = status === 429 || status === 503;
    if (isForNow && !(Number(headers.get('retry-after')) >= 1)) this.withoutWait += 1;
  }
}

/** An address of its own for each number. */
export function addressOf(n: number): string {
  return [PRIVATE, (n >> 16) & 255, (n >> 8) & 255, n & 255].join('.');
}

/** The proxy of these trials is the machine itself. */
export const BEHIND_PROXY = { OTKLIK_TRUSTED_PROXIES: '127.0.0.0/8,::1' };
