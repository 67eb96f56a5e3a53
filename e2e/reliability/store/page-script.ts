/** What a page of these trials does and remembers, beside its survey. */

/** What the page was told of one response. */
export interface Told {
  readonly id: string;
  readonly delivery: 'saved' | 'sending' | 'sent' | 'blocked';
  readonly storage: 'indexeddb' | 'localstorage' | 'memory';
}

/** `told`, `uncaught`: what the page heard, in order. */
export const hearing = `
window.told = [];
window.uncaught = [];
addEventListener('error', ({ message }) => uncaught.push(message));
addEventListener('unhandledrejection', ({ reason }) => uncaught.push(String(reason)));
document.addEventListener('otklik-delivery', ({ responseId: id, delivery, storage }) => {
  told.push({ id, delivery, storage });
});
document.addEventListener('otklik-error', ({ code }) => { window.failure = code; });
`;

/**
 * - `again()`: another survey in place of the one before.
 * - `disk(id)`: where a response truly is, read around any fault.
 * - `isGuarded()`: whether the page would ask before it is left.
 */
export const pageScript = (project: string, fault = ''): string => `${hearing}
const database = 'otklik-${project}';
const real = {
  factory: indexedDB,
  open: IDBFactory.prototype.open,
  begin: IDBDatabase.prototype.transaction,
  localStorage,
};
window.again = () => {
  const old = document.querySelector('otklik-survey');
  old.replaceWith(old.cloneNode());
};
window.isGuarded = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
window.disk = async (id) => {
  const names = (await real.factory.databases()).map(({ name }) => name);
  if (names.includes(database) && (await keys()).some((key) => key[1] === id)) return 'indexeddb';
  const inLocalStorage = Object.keys(real.localStorage).some((item) => item.includes(id));
  return inLocalStorage ? 'localstorage' : 'memory';
};
const result = (request) => new Promise((resolve, reject) => {
  Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) });
});
async function keys() {
  const opened = await result(real.open.call(real.factory, database));
  try {
    if (!opened.objectStoreNames.contains('records')) return [];
    return await result(real.begin.call(opened, 'records').objectStore('records').getAllKeys());
  } finally {
    opened.close();
  }
}
window.heal = window.strike = () => undefined;
${fault}
`;
