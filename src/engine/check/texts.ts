/** Texts: each in the default language, in no language that the survey does not speak, with pipes that hold. */
import type { Localised, PointedError, SurveyContent } from '../../protocol/index.ts';
import { languagesOf } from '../languages.ts';
import { textsIn } from '../localised-texts.ts';
import { own } from '../own.ts';
import { fault } from './checking.ts';
import type { Checking } from './checking.ts';
import type { Point } from './outline.ts';
import { checkPipes, strayPipes } from './pipes.ts';

/** All texts in one part of a survey, which are read at this point. */
export function checkTexts(part: object, pointer: string, point: Point, checking: Checking): void {
  for (const placed of textsIn(part, pointer)) {
    checkText(placed.text, placed.pointer, point, checking);
  }
}

export function checkText(
  text: Localised,
  pointer: string,
  point: Point,
  checking: Checking,
): void {
  const { title, defaultLanguage } = checking.outline.content;
  if (own(text, defaultLanguage) === undefined) {
    const message = `The text in the default language "${defaultLanguage}" is missing.`;
    fault(checking, pointer, 'translation_missing', message);
  }
  for (const [lang, words] of Object.entries(text)) {
    const here = `${pointer}/${lang}`;
    if (own(title, lang) === undefined) {
      const message = `The survey does not speak "${lang}": its title has no text in it.`;
      fault(checking, here, 'language_unknown', message);
    }
    checkPipes(words, here, point, checking);
  }
}

/** What may be meant, and mostly is not: a text that lacks a language, and pipes that are none. */
export function textWarnings(content: SurveyContent): PointedError[] {
  const { variables: _forExports, ...asked } = content;
  const languages = languagesOf(content);
  return textsIn(asked).flatMap(({ pointer, text }) => [
    ...languages
      .filter((lang) => lang !== content.defaultLanguage && own(text, lang) === undefined)
      .map((lang) => untranslated(pointer, lang, content.defaultLanguage)),
    ...Object.entries(text).flatMap(([lang, words]) =>
      strayPipes(words).map((written) => stray(`${pointer}/${lang}`, written)),
    ),
  ]);
}

function untranslated(pointer: string, lang: string, instead: string): PointedError {
  const message = `The text in "${lang}" is missing; "${instead}" will be shown in its place.`;
  return { pointer, code: 'translation_missing', message };
}

function stray(pointer: string, written: string): PointedError {
  const message = `${written} is no pipe and will be read as it stands; write {{variable.name}} or {{answer.id}}.`;
  return { pointer, code: 'pipe_unknown', message };
}
