/** An IDBRequest or IDBTransaction, as far as anybody listens to one. */
type Listener = () => void;

export class Asked {
  result: unknown;
  error: DOMException | null = null;
  onsuccess: Listener | null = null;
  onerror: Listener | null = null;
  oncomplete: Listener | null = null;
  onabort: Listener | null = null;
  readonly #listeners: { readonly type: string; readonly listener: Listener }[] = [];

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push({ type, listener });
  }

  fire(type: 'success' | 'error' | 'complete' | 'abort' | 'upgradeneeded'): void {
    if (type !== 'upgradeneeded') this[`on${type}`]?.();
    for (const one of this.#listeners) if (one.type === type) one.listener();
  }

  fail(error: DOMException, type: 'error' | 'abort' = 'error'): void {
    this.error = error;
    this.fire(type);
  }
}
