import type { Device } from './device.ts';

/** Addresses of the pages that the worker has put aside. */
export function keptPages(device: Device): Promise<readonly string[]> {
  return device.inWorker(async () => {
    if (!(await caches.has('otklik-pages'))) return [];
    const pages = await (await caches.open('otklik-pages')).keys();
    return pages.map(({ url }) => url);
  });
}
