/**
 * The script tag of pages that ask at some moment:
 * `<script async src="https://surveys.example.com/otklik-loader.js" data-token-url="/survey-token"></script>`.
 *
 * It knows when to ask, and fetches what asks only then. A classic script: `async` keeps it out of the way of the page, and
 * its attributes say all that it needs, so that no page has to allow a script in its HTML.
 */
import type { OnPageConfiguration } from '../protocol/on-page.ts';
import type * as LaterModule from './later.ts';
import { Lookout } from './lookout.ts';
import type { Ask } from './lookout.ts';
import { Memory } from './memory.ts';
import { installApi } from './page-api.ts';
import type { Told } from './telling.ts';

/**
 * The build writes its address here (scripts/vite-plugin-loader.ts). A classic script from another origin has no address of
 * its own to the browser: what it imports by a relative one is not found.
 */
const LATER = 'otklik:later';
/**
 * After a failure to fetch it. Firefox fetches nothing again that has failed for a page (chunk-fetcher.ts): there the next
 * page does.
 */
const AGAIN_MS = 10_000;

const { src, dataset } = document.currentScript as HTMLScriptElement;

installApi(window as { otklik?: unknown }, start, async (lookout) =>
  (await later()).explain(lookout),
);

async function start(): Promise<Lookout> {
  const { project = 'prj_default', consent } = dataset;
  const reply = await fetch(beside(`v1/on-page/${project}`));
  const { rules = [], events = [] } = (await reply.json()) as Partial<OnPageConfiguration>;
  const lookout = new Lookout(rules, new Memory(project, consent), ask);
  passOn(events, lookout);
  // The page goes first, and has drawn what it has moved to.
  const moved = (): unknown => setTimeout(() => lookout.moved());
  // Chrome 102, Firefox 147, Safari 26.2 tell of everything, and nothing of the page's is touched.
  if ('navigation' in window) navigation.addEventListener('currententrychange', moved);
  else if (rules[0]) (await later()).followHistory(moved);
  lookout.look();
  if ('debug' in dataset) void (await later()).tellConsole(lookout);
  return lookout;
}

/** What the page tells of these goes to the service too. */
function passOn(events: readonly string[], lookout: Lookout): void {
  const { memory } = lookout;
  const told: Told[] = [];
  const tell = (): void => {
    if (!told[0]) return;
    later()
      .then((module) => module.tell(src, dataset, memory, told))
      .catch(() => setTimeout(tell, AGAIN_MS));
  };
  lookout.onTrack = (name, properties) => {
    if (!events.includes(name) || !memory.isAllowed()) return;
    told.push([name, properties, Date.now(), memory.kept]);
    // Else it is being fetched, or about to be fetched again.
    if (!told[1]) tell();
  };
}

async function ask(...asked: Parameters<Ask>): ReturnType<Ask> {
  const widget = import(/* @vite-ignore */ beside('otklik.js')) as Promise<unknown>;
  const [asking] = await Promise.all([later(), widget]);
  return asking.ask(dataset, ...asked);
}

function later(): Promise<typeof LaterModule> {
  return import(/* @vite-ignore */ beside(LATER)) as Promise<typeof LaterModule>;
}

function beside(path: string): string {
  return new URL(path, src).href;
}
