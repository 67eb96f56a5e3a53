/** What keeps and sends files. A chunk of its own, for pages that have any. */
import { wakeOnHope } from '../couriers.ts';
import { fileStoreOf } from './file-store.ts';
import { Uploader } from './uploader.ts';
import type { FileNews } from './uploader.ts';

const uploaders = new Map<string, Uploader>();

/** One per project and endpoint, at work as long as the page lives: it outlasts the elements. */
export function uploaderOf(project: string, endpoint: string): Uploader {
  const name = `${project} ${endpoint}`;
  const known = uploaders.get(name);
  if (known !== undefined) return known;
  const uploader = new Uploader(project, endpoint, fileStoreOf(project));
  uploaders.set(name, uploader);
  wakeOnHope(uploader);
  return uploader;
}

/**
 * Tells a listener for as long as somebody else holds it: the uploader outlives every element, and must keep
 * none of them.
 *
 * @param hear must not hold the listener itself
 */
export function tellWhileHeld<T extends object>(
  uploader: Uploader,
  listener: T,
  hear: (listener: T, news: FileNews) => void,
): void {
  const reference = new WeakRef(listener);
  const deafen = uploader.listen((news) => {
    const held = reference.deref();
    if (held === undefined) deafen();
    else hear(held, news);
  });
}

export { fileStoreOf };
