/**
 * What the tap on a notification needs is fetched with the notification, so that the question is there in the lift
 * too: the page with its first question, and the widget's files that its survey takes.
 */
import type { Settings } from './settings.ts';
import { surveyIn } from './kept-survey.ts';
import { filesFor, keepFiles } from './widget-files.ts';
import type { Way } from './way.ts';

export const PAGES = 'otklik-pages';
/** Each holds a code: no more than a person may be about to open. */
const MOST = 5;
const LONGEST_MS = 30 * 86_400_000;

export interface KeepingWorld {
  readonly caches: CacheStorage;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  /** Whether the person has asked for as few bytes as possible. */
  readonly savesData: () => boolean;
}

const REAL_WORLD: KeepingWorld = {
  caches: globalThis.caches,
  fetch: (...request) => globalThis.fetch(...request),
  now: () => Date.now(),
  savesData: () => {
    const { connection } = globalThis.navigator as { connection?: { readonly saveData?: boolean } };
    return connection?.saveData === true;
  },
};

/**
 * What fails here costs nothing but the hour without a network: the tap asks the network first anyway.
 *
 * @returns whether the question is there without one now
 */
export async function keep(
  way: Way,
  lang: string,
  settings: Settings,
  world: KeepingWorld = REAL_WORLD,
): Promise<boolean> {
  if (way.place === 'elsewhere' || world.savesData()) return false;
  try {
    if (way.place === 'hosted') return await keepPage(way, settings, world);
    await keepFiles(await filesFor({ lang, kinds: [] }, settings, world), settings, world);
    return false; // The page is the site's own.
  } catch {
    // No network, no room: what is there by now is no whole.
    await forget(way, world);
    return false;
  }
}

/** The files first: a page without them would take answers that it cannot keep. */
async function keepPage(way: Way, settings: Settings, world: KeepingWorld): Promise<boolean> {
  const page = await world.fetch(way.href, { credentials: 'omit', redirect: 'error' });
  const survey = page.status === 200 ? surveyIn(await page.clone().text()) : undefined;
  // Answered, closed, or nothing that could be asked without its session.
  if (survey === undefined) {
    await forget(way, world);
    return false;
  }
  await keepFiles(await filesFor(survey, settings, world), settings, world);
  const pages = await world.caches.open(PAGES);
  await pages.put(way.href, page);
  await removeOld(pages, world);
  return true;
}

/** Answered, withdrawn or over: nothing of it stays on the device, and nothing at all where it was the last. */
export async function forget(
  { href }: Pick<Way, 'href'>,
  { caches }: Pick<KeepingWorld, 'caches'> = REAL_WORLD,
): Promise<void> {
  try {
    const pages = await caches.open(PAGES);
    await pages.delete(href, { ignoreVary: true });
    if ((await pages.keys()).length > 0) return;
    const names = await caches.keys();
    await Promise.all(names.filter((name) => OURS.test(name)).map((name) => caches.delete(name)));
  } catch {
    // A storage that is broken gives nothing out either.
  }
}

const OURS = /^otklik-(pages|files)$/;

/** Oldest first, as a cache lists them. */
async function removeOld(pages: Cache, { now }: Pick<KeepingWorld, 'now'>): Promise<void> {
  const kept = await pages.keys();
  const beyond = kept.slice(0, Math.max(0, kept.length - MOST));
  const stale = await Promise.all(
    kept.map(async (request) => {
      const page = await pages.match(request, { ignoreVary: true });
      const at = Date.parse(page?.headers.get('date') ?? '');
      return now() - at > LONGEST_MS ? [request] : [];
    }),
  );
  await Promise.all([...beyond, ...stale.flat()].map((request) => pages.delete(request)));
}
