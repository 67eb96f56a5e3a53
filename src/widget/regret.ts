/** That there is no survey to show, in the language of page or browser: there is no session to go by. */
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

/**
 * @param retry begins anew
 * @param wanted languages, best first
 */
export async function regretFor(
  code: WidgetCode,
  retry: () => void,
  wanted: readonly string[],
): Promise<Regret> {
  // Without network there is English, which is here.
  const language = await languageOf(wanted).catch(() => undefined);
  return {
    apology: apologyFor(code, retry),
    strings: allStrings({ ...en, ...language?.words }),
    lang: language?.lang ?? 'en',
  };
}
