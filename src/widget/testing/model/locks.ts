/** Web Locks between the pages of one browser: first come, first served; a frozen page holds on to what it has. */
import type { Coverage } from './coverage.ts';
import type { Page } from './page.ts';

interface Claim {
  readonly page: Page;
  readonly begin: () => void;
  readonly reject: (error: unknown) => void;
}

type Callback = (lock: Lock | null) => unknown;

export class Locks {
  readonly #coverage: Coverage;
  readonly #held = new Map<string, Claim>();
  readonly #waiting = new Map<string, Claim[]>();

  constructor(coverage: Coverage) {
    this.#coverage = coverage;
  }

  /** As that page finds them. */
  of(page: Page): Pick<LockManager, 'request'> {
    const request = (name: string, options: LockOptions, callback: Callback): Promise<unknown> =>
      this.#request(page, name, options, callback);
    return { request: request as LockManager['request'] };
  }

  /** A page has ended: what it held is free. */
  release(page: Page): void {
    for (const [name, claims] of this.#waiting) {
      this.#waiting.set(
        name,
        claims.filter((claim) => claim.page !== page),
      );
    }
    for (const [name, claim] of this.#held) if (claim.page === page) this.#free(name, claim);
  }

  #request(
    page: Page,
    name: string,
    { ifAvailable, steal, signal }: LockOptions,
    callback: Callback,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const claim: Claim = {
        page,
        reject,
        begin: () => {
          const work = async (): Promise<unknown> => callback({ name, mode: 'exclusive' });
          page.run(() => {
            const end = (): void => this.#free(name, claim);
            work().then(resolve, reject).then(end, end);
          });
        },
      };
      const holder = this.#held.get(name);
      if (!page.isAlive) reject(new DOMException('The page is gone.', 'InvalidStateError'));
      else if (steal === true) this.#steal(name, claim);
      else if (holder === undefined) this.#grant(name, claim);
      else if (ifAvailable === true) {
        this.#coverage.met('locked out');
        resolve(callback(null));
      } else this.#queue(name, claim, signal);
    });
  }

  #queue(name: string, claim: Claim, signal: AbortSignal | undefined): void {
    const claims = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, [...claims, claim]);
    signal?.addEventListener('abort', () => {
      const left = this.#waiting.get(name)?.filter((one) => one !== claim);
      this.#waiting.set(name, left ?? []);
      claim.reject(new DOMException('Aborted.', 'AbortError'));
    });
  }

  #steal(name: string, claim: Claim): void {
    this.#coverage.met('lock stolen');
    const holder = this.#held.get(name);
    if (holder !== undefined) holder.page.isPassedOver = true;
    holder?.reject(new DOMException('Stolen.', 'AbortError'));
    this.#grant(name, claim);
  }

  #grant(name: string, claim: Claim): void {
    this.#held.set(name, claim);
    claim.begin();
  }

  #free(name: string, claim: Claim): void {
    if (this.#held.get(name) !== claim) return;
    this.#held.delete(name);
    const next = this.#waiting.get(name)?.shift();
    if (next !== undefined) this.#grant(name, next);
  }
}
