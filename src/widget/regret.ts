/** That there is no survey to show, in the language of page or browser: there is no session to go by. */
import { meetLate } from './bridge/late-meeting.ts';
import type { HostedSurvey } from './bridge/hosted-survey.ts';
import { languagesFor, languageTag } from './context.ts';
import { displayOf, isOverlay } from './display.ts';
import type { Display } from './display.ts';
import type { WidgetCode } from './problem.ts';
import { en } from './strings/index.ts';
import { allStrings, languageOf } from './strings/later.ts';
import type { Strings } from './strings/index.ts';
import { apologyFor } from './views/failed.ts';
import type { End } from './views/survey.ts';

export interface Regret {
  readonly apology: End;
  readonly strings: Strings;
  readonly lang: string;
}

/** Said where the survey has its place in the page; over it, nobody has asked for anything. */
const DEAD_ENDS: ReadonlySet<WidgetCode> = new Set<WidgetCode>([
  'answered',
  'closed',
  'expired',
  'cancelled',
  'fatigue',
  'quota',
  'code_invalid',
  'code_used',
  'invitation_foreign',
]);

const LEAKED = 'otklik: this is an API key, not a survey token. It is leaked: revoke it.';

/**
 * Undefined: nothing is said.
 *
 * @param retry begins anew
 */
export async function regretFor(
  code: WidgetCode,
  retry: () => void,
  element: HostedSurvey & { readonly display: Display | undefined },
): Promise<Regret | undefined> {
  if (code === 'token_is_key') {
    // oxlint-disable-next-line no-console -- the one thing that a developer must not overlook
    console.error(LEAKED);
  }
  await meetLate(element, code);
  const isDeadEnd = DEAD_ENDS.has(code);
  if (isDeadEnd && isOverlay(displayOf(element.display))) return undefined;
  const wanted = [languageTag(element.lang) ?? [], ...languagesFor(element)].flat();
  // Without network there is English, which is here.
  const language = await languageOf(wanted).catch(() => undefined);
  const lang = language?.lang ?? 'en';
  return {
    apology: apologyFor(code, retry, isDeadEnd ? await deadEnd(lang, code) : undefined),
    strings: allStrings({ ...en, ...language?.words }),
    lang,
  };
}

/** Undefined: the words that are here have to do. */
async function deadEnd(lang: string, reason: WidgetCode): Promise<string | undefined> {
  try {
    return (await import('../protocol/dead-ends.ts')).deadEndIn(lang, reason);
  } catch {
    return undefined; // The network went away in between.
  }
}
