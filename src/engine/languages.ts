/** The languages of a survey, and a copy of it in one of them: what a session sends. */
import type { Localised, Question, SurveyContent } from '../protocol/index.ts';
import { own } from './own.ts';
import { textIn } from './prepared-text.ts';

/** Languages in which the survey speaks: those of its title. */
function languagesOf(content: SurveyContent): readonly string[] {
  return Object.keys(content.title);
}

/** The first wanted language that the survey has, exactly or by its primary subtag; else its default. */
export function chooseLanguage(content: SurveyContent, wanted: readonly string[]): string {
  const available = languagesOf(content);
  for (const tag of wanted) {
    const found =
      available.find((language) => language.toLowerCase() === tag.toLowerCase()) ??
      available.find((language) => primary(language) === primary(tag));
    if (found !== undefined) return found;
  }
  return content.defaultLanguage;
}

function primary(tag: string): string {
  return (tag.split('-')[0] ?? tag).toLowerCase();
}

/** The same survey with one text where there were many; the default language stands in where one lacks. */
export function inLanguage(content: SurveyContent, lang: string): SurveyContent {
  const { defaultLanguage, $schema: _forEditors, variables, ...rest } = content;
  const one = (text: Localised): Localised =>
    own(text, lang) === undefined
      ? { [defaultLanguage]: textIn(text, defaultLanguage, defaultLanguage) }
      : { [lang]: textIn(text, lang, defaultLanguage) };
  return {
    ...rest,
    defaultLanguage,
    title: one(content.title),
    ...(variables !== undefined && { variables: withoutLabels(variables) }),
    screens: content.screens.map((screen) => ({
      ...screen,
      questions: screen.questions.map((question) => questionIn(question, one)),
    })),
    thanks: mapped(content.thanks, ['title', 'text'], one),
  };
}

function questionIn(question: Question, one: (text: Localised) => Localised): Question {
  const texts = mapped(question, ['title', 'description', 'placeholder'], one);
  if ('choices' in texts) {
    return { ...texts, choices: texts.choices.map((choice) => mapped(choice, ['label'], one)) };
  }
  if ('labels' in texts && texts.labels !== undefined) {
    return { ...texts, labels: mapped(texts.labels, ['low', 'high'], one) };
  }
  return texts;
}

/** Labels of variables are for exports; the respondent's device has no use for them. */
function withoutLabels(
  variables: NonNullable<SurveyContent['variables']>,
): NonNullable<SurveyContent['variables']> {
  return Object.fromEntries(Object.entries(variables).map(([name, { type }]) => [name, { type }]));
}

function mapped<T extends object>(
  holder: T,
  names: readonly string[],
  one: (text: Localised) => Localised,
): T {
  const texts = Object.entries(holder)
    .filter(([name, text]) => names.includes(name) && text !== undefined)
    .map(([name, text]: [string, Localised]) => [name, one(text)] as const);
  return { ...holder, ...Object.fromEntries(texts) };
}
