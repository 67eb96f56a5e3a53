/** The language of a visit, and what the widget has to say in it before it can fetch words of its own. */
import { chooseLanguage, languagesOf } from '../../engine/languages.ts';
import type { OpenSession, Outlook, SurveyContent } from '../../protocol/index.ts';
import { wordsFor } from '../../protocol/words/index.ts';
import type { Visit } from './entry.ts';

/** As the page has set it for this survey; else the credential's, the page's own, the browser's, the survey's. */
export function visitLanguage(
  content: SurveyContent,
  { bearer, request }: Pick<Visit, 'bearer' | 'request'>,
): string {
  const wanted = [request.chosen, bearer.lang, ...(request.lang ?? [])];
  return chooseLanguage(
    content,
    wanted.filter((tag) => tag !== undefined),
  );
}

/** The languages to choose from, where there is a choice; the words of the first screen, unless English. */
export function spoken(
  content: SurveyContent,
  lang: string,
  first: Outlook | null,
): Pick<OpenSession, 'languages' | 'words'> {
  const languages = languagesOf(content);
  const screen = content.screens.find(({ id }) => id === first?.screen);
  const words = wordsFor(lang, screen?.questions ?? []);
  return {
    ...(languages.length > 1 && { languages: [...languages] }),
    ...(words !== undefined && { words }),
  };
}
