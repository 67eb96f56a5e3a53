import type { Page } from '@playwright/test';

/** Whatever a page can leave on a device: records of every database, names in localStorage, cookies. */
export function leftOnDevice(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const records = await Promise.all(databases.map(({ name = '' }) => recordsOf(name)));
    return [...records.flat(), ...Object.keys(localStorage), document.cookie].filter(Boolean);

    async function recordsOf(name: string): Promise<unknown[]> {
      const database = await promised(indexedDB.open(name));
      const stores = [...database.objectStoreNames];
      const all = stores.map((store) =>
        promised<unknown[]>(database.transaction(store).objectStore(store).getAll()),
      );
      const found = (await Promise.all(all)).flat();
      database.close();
      return found;
    }

    function promised<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('IndexedDB failed')));
      });
    }
  });
}
