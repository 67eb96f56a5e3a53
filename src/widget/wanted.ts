/** What an element asks for, by what its page has set. */
import { languagesFor, languageTag, pageContext } from './context.ts';
import { endpointFor } from './endpoint.ts';
import type { Wanted } from './opening.ts';
import type { TokenSource } from './token-source.ts';

interface Asker extends Element, TokenSource {
  readonly survey: string;
  readonly code: string | undefined;
  readonly endpoint: string;
  readonly lang: string;
  readonly context: Readonly<Record<string, unknown>> | undefined;
}

/** @returns beside it the names of page values that cannot be sent */
export function wantedBy(element: Asker): {
  readonly wanted: Wanted;
  readonly dropped: readonly string[];
} {
  const { survey, code } = element;
  const { values: page, dropped } = pageContext(element.context);
  const wanted = {
    endpoint: endpointFor(element.endpoint),
    survey: survey || undefined,
    code,
    source: element,
    chosen: languageTag(element.lang),
    languages: languagesFor(element),
    page,
  };
  return { wanted, dropped };
}
