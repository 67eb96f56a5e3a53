/** A phone or a laptop: one browser with a disk, a few tabs, locks between them, and timers. */
import type { Letter } from './air.ts';
import { Disk } from './disk.ts';
import type { Ledger } from './ledger.ts';
import { Locks } from './locks.ts';
import type { Fate, Page } from './page.ts';
import type { Variant } from './variant.ts';
import type { World } from './world.ts';

interface Timer {
  readonly page: Page;
  readonly due: number;
  readonly call: () => void;
}

/** After this long a page gives a request up. */
const PATIENCE_MS = 10_000;

export class Device {
  readonly disk = new Disk();
  readonly tabs = new Map<number, Page>();
  readonly variant: Variant;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly locks: Locks;
  readonly #world: World;
  readonly #skewMs: number;
  #timers: Timer[] = [];

  /** @param skewMs what its clock is ahead: no two devices have one time */
  constructor(world: World, skewMs: number) {
    this.#world = world;
    this.variant = world.variant;
    this.ledger = world.ledger;
    this.locks = new Locks(world.coverage);
    this.#skewMs = skewMs;
    this.now = () => world.now + skewMs;
  }

  plan(page: Page, call: () => void, ms: number): () => void {
    if (!page.isAlive) return () => undefined;
    const timer = { page, call, due: this.now() + ms };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((one) => one !== timer));
  }

  /** On the world's clock; infinity when nothing is planned. */
  get nextDue(): number {
    const timers = this.#timers.filter(({ page }) => page.isRunning).map(({ due }) => due);
    const letters = this.#letters.map(({ sentAt }) => sentAt + PATIENCE_MS);
    return Math.min(...timers, ...letters) - this.#skewMs;
  }

  get #letters(): readonly Letter[] {
    return this.#world.air.letters.filter(({ page }) => page.device === this);
  }

  /** Time has passed: what is due is called once, and who has waited too long gives up. */
  catchUp(doArriveLate: boolean): void {
    const due = this.#timers.filter((timer) => timer.page.isRunning && timer.due <= this.now());
    this.#timers = this.#timers.filter((timer) => !due.includes(timer));
    const old = this.#letters.filter(({ sentAt }) => this.now() - sentAt >= PATIENCE_MS);
    this.#world.air.giveUp(old, doArriveLate);
    for (const { call } of due) call();
  }

  /** A page ends, and with it its requests, transactions, locks and timers. */
  end(page: Page, isWritten = false, doArriveLate = false): void {
    page.end();
    const { air } = this.#world;
    if (this.disk.abandon(page, isWritten)) this.#world.coverage.met('written and not told');
    air.giveUp(
      air.letters.filter((letter) => letter.page === page),
      doArriveLate,
    );
    this.locks.release(page);
    this.#timers = this.#timers.filter((timer) => timer.page !== page);
    this.tabs.delete(page.tab);
  }

  /** The process, and every page with it. */
  kill(isWritten: boolean, doArriveLate: boolean): void {
    for (const page of this.tabs.values()) this.end(page, isWritten, doArriveLate);
  }

  /** As it comes from the service, or from what a service worker has kept of it. */
  hostedPage(code: string): ParentNode {
    const textContent = JSON.stringify(this.#world.service.preface(code, this.now()));
    const querySelector = (selector: string): unknown =>
      selector === '#otklik-preface' ? { textContent } : null;
    return { querySelector } as unknown as ParentNode;
  }

  send(page: Page, path: string, body: string, fate: Fate): Promise<Response> {
    if (!page.isAlive) return Promise.reject(new TypeError('The page is gone.'));
    if (path === '/v1/sessions') return this.#session(page, path, body, fate);
    this.ledger.sending(page, body, this.#world.air.letters);
    return new Promise((resolve, reject) => {
      this.#world.air.letters.push({
        page,
        path,
        body,
        sentAt: this.now(),
        isParting: page.isLeaving,
        answer: (reply) => page.run(() => resolve(reply)),
        fail: () => page.run(() => reject(new TypeError('The line was cut.'))),
      });
    });
  }

  async #session(page: Page, path: string, body: string, fate: Fate): Promise<Response> {
    if (fate === 'lost') throw new TypeError('The line was cut.');
    const reply = await this.#world.service.receive(path, body);
    if (fate === 'reply-lost' || !page.isAlive) throw new TypeError('The line was cut.');
    return reply;
  }
}
