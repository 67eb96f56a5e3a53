/** `window.otklik`: what a page says to the loader, before it has come and after. */
import type { Explained } from './explanation.ts';
import { propertiesOf } from './happening.ts';
import type { Lookout } from './lookout.ts';
import type { Consent } from './memory.ts';

export interface PageApi {
  /**
   * Calls as lists, such as `['track', 'cart.left', { total: 4200 }]`. A page that cannot know whether the script has come makes
   * the list itself; from then on `push` acts at once.
   */
  readonly q: { push(...calls: readonly (readonly unknown[])[]): void };
  /** Something has happened, with values that rules may look at. */
  track(event: string, properties?: object): void;
  /** How much the person lets be kept on the device. */
  consent(level: Consent): void;
  /** Another person is here: forgets all that is known of the one before. */
  reset(): void;
  /** Why each rule has asked, or has not: its checks in order. */
  explain(): Promise<readonly Explained[]>;
}

/**
 * Does nothing in a page that has it already, or has something else of that name. Nothing that goes wrong in here
 * reaches the page.
 *
 * @param start makes the lookout; calls wait for it
 */
export function installApi(
  page: { otklik?: unknown },
  start: () => Promise<Lookout>,
  explain: (lookout: Lookout) => Promise<readonly Explained[]>,
): void {
  const former = page.otklik as { readonly q?: unknown; readonly nodeType?: unknown } | undefined;
  const early = former?.q;
  // An element with this id is no object of the page's own: browsers lay them there.
  if (former && !Array.isArray(early) && !former.nodeType) return;
  const started = start();
  started.catch(() => undefined);
  const act = async ([name, given, properties]: readonly unknown[]): Promise<void> => {
    // As they are now: the page may change them afterwards.
    const values = propertiesOf(properties);
    const lookout = await started;
    if (isCall(name)) lookout[name](String(given), values);
  };
  const push = (...calls: readonly (readonly unknown[])[]): void => {
    for (const call of calls) act(call).catch(() => undefined);
  };
  page.otklik = {
    q: { push },
    track: (event, properties) => push(['track', event, properties]),
    consent: (level) => push(['consent', level]),
    reset: () => push(['reset']),
    explain: async () => explain(await started),
  } satisfies PageApi;
  if (Array.isArray(early)) push(...(early as unknown[][]));
}

/** What a page may say by its list. */
function isCall(name: unknown): name is 'track' | 'consent' | 'reset' {
  return ['track', 'consent', 'reset'].includes(name as string);
}
