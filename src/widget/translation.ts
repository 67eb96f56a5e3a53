/** A survey that is open already, in another language: the session is asked for again, for the same response. */
import { openSession } from './session.ts';
import type { Pass } from './session.ts';
import { askForToken, isRenewable } from './token-source.ts';
import { isTokenFault } from './opening.ts';
import type { Ticket } from './opening.ts';
import { WidgetError, widgetError } from './problem.ts';
import type { OutboxRecord } from './record.ts';

/** What changes with the language. Grant and answers stay: this device goes on with its own response. */
export type Translation = Pick<OutboxRecord, 'survey' | 'lang' | 'words' | 'languages'>;

/**
 * With the token or the code of the visit while that lives, else with a new one from its source.
 *
 * @param chosen a language tag; undefined: whatever token, page and browser say
 * @returns undefined when nobody is asked any more
 * @throws WidgetError
 */
export async function translated(
  { wanted, pass }: Ticket,
  { id, survey }: Pick<OutboxRecord, 'id' | 'survey'>,
  chosen: string | undefined,
  fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
): Promise<Translation | undefined> {
  const wish = { ...wanted, survey: survey.id, chosen };
  const ask = (by: Pass) => openSession(wish, by, id, fetch);
  const reply = await ask(pass).catch(async (thrown: unknown) => {
    const error = widgetError(thrown);
    if (!isTokenFault(error) || !isRenewable(wanted.source)) throw error;
    return ask({ token: await askForToken(wanted.source, true, fetch) });
  });
  if (!reply.ask) return undefined;
  // The place in it would have to be found anew: that is for the next visit.
  if (reply.survey.version !== survey.version) throw new WidgetError('survey_mismatch');
  const { lang, words, languages } = reply;
  return { survey: reply.survey, lang, words, languages };
}
