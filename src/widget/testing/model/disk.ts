/**
 * What one browser keeps for one origin: as much of IndexedDB and localStorage as the widget uses, on a disk that
 * can be slow, full, or lose its power. What was not written with `durability: 'strict'` is gone with the power.
 */
import { Asked } from './asked.ts';

/** A page, to the browser: its code runs as long as the page does. */
export interface Owner {
  readonly isAlive: boolean;
}

type Entries = ReadonlyMap<string, unknown>;

/** More than any history needs: somebody goes round in circles, and is left standing. */
export const TRANSACTIONS_MAX = 3000;

export class Disk {
  /** As pages see it; undefined where no database has been made. */
  seen: Entries | undefined;
  /** As it would be found after a power cut. */
  platter: Entries | undefined;
  readonly local = new Map<string, string>();
  /** Nothing is done until it is let go on. */
  isHeld = false;
  isFull = false;
  hasBeenFull = false;
  transactions = 0;
  readonly #queue: Transaction[] = [];
  #isRunning = false;

  /** The records on the platter. */
  get records(): readonly unknown[] {
    return [...(this.platter?.values() ?? [])];
  }

  get isBusy(): boolean {
    return this.#queue.length > 0;
  }

  /** As a page of the origin finds it. */
  factory(owner: Owner): IDBFactory {
    const factory = {
      open: () => this.#open(owner),
      databases: async () => (this.seen === undefined ? [] : [{ name: 'otklik-prj_shop' }]),
    };
    return factory as unknown as IDBFactory;
  }

  storage(owner: Owner): Storage {
    const { local } = this;
    if (!owner.isAlive) throw gone();
    const storage = Object.fromEntries(local);
    const methods = {
      getItem: (name: string) => local.get(name) ?? null,
      removeItem: (name: string) => void local.delete(name),
      setItem: (name: string, value: string) => {
        if (this.isFull) throw new DOMException('Full.', 'QuotaExceededError');
        local.set(name, value);
      },
    };
    for (const [name, value] of Object.entries(methods)) {
      Object.defineProperty(storage, name, { value });
    }
    return storage as unknown as Storage;
  }

  /** The power goes. Transactions are their pages' to give up. */
  cutPower(): void {
    this.seen = this.platter;
    this.local.clear();
  }

  goOn(): void {
    this.isHeld = false;
    this.#run();
  }

  /**
   * A page ends with its transactions under way.
   *
   * @param isWritten the first of them reached the disk, and nobody heard of it
   * @returns whether there was such a one
   */
  abandon(owner: Owner, isWritten: boolean): boolean {
    const own = this.#queue.filter((transaction) => transaction.owner === owner);
    const [first] = own;
    const isSilent = isWritten && first !== undefined && this.#commit(first);
    for (const transaction of own) this.#queue.splice(this.#queue.indexOf(transaction), 1);
    for (const transaction of own) transaction.abort();
    return isSilent;
  }

  #open(owner: Owner): IDBOpenDBRequest {
    if (!owner.isAlive) throw gone();
    const request = new Asked();
    queueMicrotask(() => {
      request.result = new Connection((strict) => this.#begin(owner, strict), this);
      let isAborted = false;
      if (this.seen === undefined) {
        const transaction = { abort: () => (isAborted = true) };
        Object.assign(request, { transaction });
        request.fire('upgradeneeded');
      }
      if (isAborted) request.fail(new DOMException('Aborted.', 'AbortError'));
      else request.fire('success');
    });
    return request as unknown as IDBOpenDBRequest;
  }

  create(): void {
    this.seen = new Map();
    this.platter = this.seen;
  }

  #begin(owner: Owner, isStrict: boolean): Transaction {
    if (!owner.isAlive) throw gone();
    const transaction = new Transaction(owner, isStrict, this.seen ?? new Map());
    this.transactions += 1;
    if (this.transactions > TRANSACTIONS_MAX) return transaction;
    this.#queue.push(transaction);
    queueMicrotask(() => this.#run());
    return transaction;
  }

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (!this.isHeld) {
      const transaction = this.#queue.shift();
      if (transaction === undefined) break;
      if (this.#commit(transaction)) transaction.fire('complete');
    }
    this.#isRunning = false;
  }

  /** @returns whether it has been done, of which it has not been told yet */
  #commit(transaction: Transaction): boolean {
    if (transaction.isAborted) return false;
    transaction.work(this.seen ?? new Map());
    if (transaction.isAborted) return false;
    if (transaction.hasPut && this.isFull) {
      transaction.fail(new DOMException('Full.', 'QuotaExceededError'));
      return false;
    }
    if (transaction.hasChanged) {
      this.seen = transaction.entries;
      if (transaction.isStrict) this.platter = this.seen;
    }
    return true;
  }
}

function gone(): DOMException {
  return new DOMException('The page is gone.', 'SecurityError');
}

class Connection {
  readonly #begin: (isStrict: boolean) => Transaction;
  readonly #disk: Disk;
  #isClosed = false;

  constructor(begin: (isStrict: boolean) => Transaction, disk: Disk) {
    this.#begin = begin;
    this.#disk = disk;
  }

  createObjectStore(): void {
    this.#disk.create();
  }

  transaction(_store: string, _mode: string, options?: IDBTransactionOptions): Transaction {
    if (this.#isClosed) throw new DOMException('Closed.', 'InvalidStateError');
    return this.#begin(options?.durability === 'strict');
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Nothing here closes a database from outside. */
  addEventListener(): void {}
}

class Transaction extends Asked {
  readonly owner: Owner;
  readonly isStrict: boolean;
  entries: Entries;
  hasChanged = false;
  hasPut = false;
  isAborted = false;
  readonly #asked: { readonly request: Asked; readonly work: () => unknown }[] = [];

  constructor(owner: Owner, isStrict: boolean, entries: Entries) {
    super();
    this.owner = owner;
    this.isStrict = isStrict;
    this.entries = entries;
  }

  objectStore(): object {
    return {
      transaction: this,
      count: () => this.#ask(() => this.entries.size),
      get: (key: unknown) => this.#ask(() => this.entries.get(JSON.stringify(key))),
      getAll: () => this.#ask(() => [...this.entries.values()]),
      put: (value: unknown, key: unknown) => this.#ask(() => this.#put(key, value)),
      delete: (key: unknown) => this.#ask(() => this.#delete(key)),
    };
  }

  /** All that was asked for, and what that asks for in turn. */
  work(entries: Entries): void {
    this.entries = entries;
    for (let next = this.#asked.shift(); next !== undefined; next = this.#asked.shift()) {
      next.request.result = next.work();
      next.request.fire('success');
    }
  }

  abort(): void {
    const error = new DOMException('Aborted.', 'AbortError');
    this.isAborted = true;
    for (const { request } of this.#asked.splice(0)) request.fail(error);
    this.fail(error, 'abort');
  }

  #ask(work: () => unknown): Asked {
    const request = new Asked();
    this.#asked.push({ request, work });
    return request;
  }

  #put(key: unknown, value: unknown): void {
    this.hasPut = true;
    this.#write((entries) => entries.set(JSON.stringify(key), value));
  }

  #delete(key: unknown): void {
    this.#write((entries) => entries.delete(JSON.stringify(key)));
  }

  #write(change: (entries: Map<string, unknown>) => void): void {
    const entries = new Map(this.entries);
    change(entries);
    this.entries = entries;
    this.hasChanged = true;
  }
}
