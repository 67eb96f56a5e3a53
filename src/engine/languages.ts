/** The languages of a survey, and a copy of it in one of them: what a session sends. */
import type { Localised, SurveyContent } from '../protocol/index.ts';
import { closest } from '../protocol/words/closest.ts';
import { mapTexts } from './localised-texts.ts';
import { own } from './own.ts';
import { textIn } from './prepared-text.ts';

/** Languages in which the survey speaks: those of its title. */
export function languagesOf(content: SurveyContent): readonly string[] {
  return Object.keys(content.title);
}

/** The first wanted language that the survey has, or has near enough to be read; else its default. */
export function chooseLanguage(content: SurveyContent, wanted: readonly string[]): string {
  const available = languagesOf(content);
  for (const tag of wanted) {
    const found = closest(tag, available);
    if (found !== undefined) return found;
  }
  return content.defaultLanguage;
}

/** The same survey with one text where there were many; the default language stands in where one lacks. */
export function inLanguage(content: SurveyContent, lang: string): SurveyContent {
  const { defaultLanguage, $schema: _forEditors, variables, ...rest } = content;
  const one = (text: Localised): Localised =>
    own(text, lang) === undefined
      ? { [defaultLanguage]: textIn(text, defaultLanguage, defaultLanguage) }
      : { [lang]: textIn(text, lang, defaultLanguage) };
  return {
    ...mapTexts(rest, one),
    defaultLanguage,
    ...(variables !== undefined && { variables: withoutLabels(variables) }),
  };
}

/** Labels of variables are for exports; the respondent's device has no use for them. */
function withoutLabels(
  variables: NonNullable<SurveyContent['variables']>,
): NonNullable<SurveyContent['variables']> {
  return Object.fromEntries(Object.entries(variables).map(([name, { type }]) => [name, { type }]));
}
