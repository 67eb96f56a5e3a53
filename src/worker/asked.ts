/**
 * A page of this site asks to have a link's question put aside: the service's `/s/{code}/keep`, which an app opens when
 * a push has come (docs/webviews.md). Web views have no push of their own.
 */
import { keep } from './keeping.ts';
import { refuse } from './refusal.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import { wayOf } from './way.ts';

/** Undefined: somebody else's message. */
export function linkToKeep(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { otklik, keep: link } = data as Record<string, unknown>;
  return otklik === 1 && typeof link === 'string' ? link : undefined;
}

/** @param port is told whether the question is there without a network now */
export async function asked(
  link: string,
  port: MessagePort | undefined,
  scope: Scope,
  settings: Settings,
): Promise<void> {
  const way = wayOf(link, settings, scope.location);
  if (typeof way === 'string') refuse(way);
  const isKept = typeof way !== 'string' && (await keep(way, scope.navigator.language, settings));
  port?.postMessage(isKept);
}
