/** The widget's files on this device: which of them a survey takes, and keeping those. */
import type { KeepingWorld } from './keeping.ts';
import type { KeptSurvey } from './kept-survey.ts';
import type { Settings } from './settings.ts';

export const FILES = 'otklik-files';
const LIST = 'otklik-files.json';
/** Its name is made from its content. */
const PINNED = /-[A-Za-z0-9_-]{8}\.\w+$/;

/** Written by the build; names are relative to the endpoint. */
export interface FileList {
  readonly always: readonly string[];
  readonly kinds: Readonly<Record<string, readonly string[]>>;
  readonly languages: Readonly<Record<string, readonly string[]>>;
}

interface Files {
  readonly wanted: readonly string[];
  /** All that this version of the widget has. */
  readonly all: readonly string[];
}

type World = Pick<KeepingWorld, 'caches' | 'fetch'>;

export async function filesFor(
  { lang, kinds }: KeptSurvey,
  { endpoint }: Settings,
  { fetch }: World,
): Promise<Files> {
  const list = (await (await fetched(`${endpoint}/${LIST}`, fetch)).json()) as FileList;
  const groups = [list.always, list.languages[lang], ...kinds.map((kind) => list.kinds[kind])];
  const all = [list.always, ...Object.values(list.languages), ...Object.values(list.kinds)];
  return {
    wanted: [...new Set(groups.flatMap((group) => group ?? []))],
    all: all.flat(),
  };
}

/** All of them, or none: what is missing is fetched before anything is changed. */
export async function keepFiles(
  { wanted, all }: Files,
  { endpoint }: Settings,
  { caches, fetch }: World,
): Promise<void> {
  const cache = await caches.open(FILES);
  const address = (file: string): string => `${endpoint}/${file}`;
  const arrived = await Promise.all(
    wanted.map(async (file) => {
      const url = address(file);
      const isKept = PINNED.test(file) && (await cache.match(url, { ignoreVary: true }));
      return isKept ? undefined : ([url, await fetched(url, fetch)] as const);
    }),
  );
  const puts = arrived.flatMap((one) => (one === undefined ? [] : [cache.put(...one)]));
  await Promise.all(puts);
  await removeOthers(cache, new Set(all.map(address)), endpoint);
}

/** Of an older version of the widget. */
async function removeOthers(
  cache: Cache,
  known: ReadonlySet<string>,
  endpoint: string,
): Promise<void> {
  const others = (await cache.keys()).filter(
    ({ url }) => url.startsWith(`${endpoint}/`) && !known.has(url),
  );
  await Promise.all(others.map((request) => cache.delete(request, { ignoreVary: true })));
}

/** As the service has it now, where its content may change under the name. */
async function fetched(url: string, fetch: World['fetch']): Promise<Response> {
  const cache = PINNED.test(url) ? 'default' : 'no-cache';
  const reply = await fetch(url, { cache, credentials: 'omit', redirect: 'error' });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  return reply;
}

/** Whether an address is one of the widget's files; how its content comes to its name. */
export function widgetFile(url: string, endpoint: string): 'pinned' | 'renewed' | undefined {
  if (!url.startsWith(`${endpoint}/`)) return undefined;
  const file = url.slice(endpoint.length + 1);
  if (file === 'otklik.js') return 'renewed';
  return /^(chunks|assets)\/[\w.-]+$/.test(file) && PINNED.test(file) ? 'pinned' : undefined;
}
