/**
 * What browsers do to the storage of a device, each as a script of the page that runs before the widget. It sees
 * `real`, the factory and its `open` as they were, and `database`, the name of the widget's; it may set `heal`,
 * which ends the fault, and `strike`, which brings it about in the middle of a survey.
 */
import type { Told } from './page-script.ts';

export interface StoreFault {
  readonly name: string;
  readonly script: string;
  /** Where answers are while it lasts. */
  readonly standIn: Told['storage'];
}

const error = (name: string, message: string): string =>
  `new DOMException('${message}', '${name}')`;

/** While the fault lasts `open` does this instead. */
const opening = (instead: string): string => `
let broken = true;
window.heal = () => { broken = false; };
IDBFactory.prototype.open = function (...request) {
  return broken ? (${instead})() : real.open.apply(this, request);
};`;

/** A request that fails, as one does on a broken profile. */
const failing = (name: string, message: string): string =>
  opening(`() => {
  const request = Object.assign(new EventTarget(), { error: ${error(name, message)} });
  setTimeout(() => { request.onerror?.(); request.dispatchEvent(new Event('error')); });
  return request;
}`);

/** What a full disk does to a write: the transaction aborts when it is to be committed. */
const abortFull = `
const abortFull = (store) => {
  Object.defineProperty(store.transaction, 'error', {
    value: ${error('QuotaExceededError', 'The quota has been exceeded.')},
  });
  store.transaction.abort();
};`;

/** Somebody with a developer's tools open, or a browser short of space. */
const connections = `
const open = new Set();
IDBFactory.prototype.open = function (...request) {
  const opened = real.open.apply(this, request);
  opened.addEventListener('success', () => open.add(opened.result));
  return opened;
};`;

export const storeFaults: readonly StoreFault[] = [
  {
    name: 'open throws',
    standIn: 'localstorage',
    script: opening(`() => { throw ${error('UnknownError', 'Internal error.')}; }`),
  },
  {
    name: 'open never answers',
    standIn: 'localstorage',
    script: opening('() => new EventTarget()'),
  },
  {
    name: 'open fails: VersionError',
    standIn: 'localstorage',
    script: failing(
      'VersionError',
      'An attempt was made to open a database using a lower version.',
    ),
  },
  {
    name: 'open fails: UnknownError',
    standIn: 'localstorage',
    script: failing('UnknownError', 'Internal error opening backing store for indexedDB.open.'),
  },
  {
    // Real: a database of that name is there, and our store is not in it.
    name: 'a database without the store: NotFoundError',
    standIn: 'localstorage',
    script: `
const made = real.open.call(real.factory, database);
made.onsuccess = () => made.result.addEventListener('versionchange', () => made.result.close());
window.heal = () => new Promise((resolve, reject) => {
  const deleting = real.factory.deleteDatabase(database);
  Object.assign(deleting, { onsuccess: resolve, onerror: reject, onblocked: reject });
});
await new Promise((resolve) => made.addEventListener('success', resolve));`,
  },
  {
    name: 'every write aborts: QuotaExceededError',
    standIn: 'localstorage',
    script: `${abortFull}
let broken = true;
window.heal = () => { broken = false; };
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...entry) {
  const request = put.apply(this, entry);
  if (broken) abortFull(this);
  return request;
};`,
  },
  {
    name: 'InvalidStateError for ever',
    standIn: 'localstorage',
    script: `
let broken = true;
window.heal = () => { broken = false; };
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...scope) {
  if (broken) throw ${error('InvalidStateError', 'The database connection is closing.')};
  return begin.apply(this, scope);
};`,
  },
  {
    name: 'the database is deleted in the middle',
    standIn: 'indexeddb',
    script: `
window.strike = () => new Promise((resolve, reject) => {
  const deleting = real.factory.deleteDatabase(database);
  Object.assign(deleting, { onsuccess: () => resolve(), onerror: reject, onblocked: reject });
});`,
  },
  {
    name: 'the connection is closed in the middle',
    standIn: 'indexeddb',
    script: `${connections}
window.strike = () => { for (const connection of open) connection.close(); };`,
  },
  {
    name: 'no indexedDB at all',
    standIn: 'localstorage',
    script: `
let broken = true;
window.heal = () => { broken = false; };
Object.defineProperty(window, 'indexedDB', {
  configurable: true, get: () => (broken ? undefined : real.factory),
});`,
  },
  {
    name: 'SecurityError at the mention of either storage',
    standIn: 'memory',
    script: `
let broken = true;
window.heal = () => { broken = false; };
for (const [name, storage] of [['indexedDB', real.factory], ['localStorage', real.localStorage]]) {
  Object.defineProperty(window, name, {
    configurable: true,
    get() {
      if (broken) throw ${error('SecurityError', 'Access is denied for this document.')};
      return storage;
    },
  });
}`,
  },
  {
    // Seen in Firefox 153 with a quota of 8 MB: after one abort the connection takes no write at all.
    name: 'the connection is wedged after a full disk',
    standIn: 'localstorage',
    script: `${abortFull}
let broken = true;
window.heal = () => { broken = false; };
const wedged = new WeakSet();
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...entry) {
  const request = put.apply(this, entry);
  if (broken) { wedged.add(this.transaction.db); abortFull(this); }
  return request;
};
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, ...options) {
  if (mode === 'readwrite' && wedged.has(this)) throw ${error('InvalidStateError', 'wedged')};
  return begin.call(this, stores, mode, ...options);
};`,
  },
];
