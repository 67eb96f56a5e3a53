import { describe, expect, it } from 'vitest';

import { WORDS } from '../../protocol/words/index.ts';
import { NOTIFICATION_WORDS, notificationWords } from './notification-words.ts';

const said = (lang: string, defaultLanguage = 'en') =>
  notificationWords({ notification: null, lang, defaultLanguage });

/** Scripts that Unicode knows by another name than language tags do (ISO 15924). */
const WRITTEN_IN: Readonly<Record<string, string>> = {
  Hans: '\\p{Script=Han}',
  Hant: '\\p{Script=Han}',
  Jpan: '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}',
  Kore: '\\p{Script=Hangul}',
};

describe('a notification without words of its survey', () => {
  it('speaks every language that the widget speaks', () => {
    expect(Object.keys(NOTIFICATION_WORDS).sort()).toEqual(['en', ...Object.keys(WORDS)].sort());
  });

  it.each(Object.entries(NOTIFICATION_WORDS))(
    'is written as %s is, and short enough for a lock screen',
    (tag, { title, body }) => {
      const { script = '' } = new Intl.Locale(tag).maximize();
      const letters = WRITTEN_IN[script] ?? `\\p{Script=${script}}`;
      const foreign = new RegExp(`(?![${letters}\\p{Script=Common}])\\p{L}`, 'gu');
      expect(`${title} ${body}`.match(foreign)).toBeNull();
      expect(title).toMatch(new RegExp(`^[${letters}].{3,28}$`, 'u'));
      expect(body).toMatch(new RegExp(`^[${letters}].{10,75}$`, 'u'));
      const others = Object.entries(NOTIFICATION_WORDS).filter(([other]) => other !== tag);
      expect(others.map(([, words]) => words.body)).not.toContain(
        isSaidAlike(tag) ? undefined : body,
      );
    },
  );

  it('takes the nearest language, the survey’s own, and English in the end', () => {
    expect(said('zh-TW')).toBe(NOTIFICATION_WORDS['zh-Hant']);
    expect(said('pt')).toBe(NOTIFICATION_WORDS['pt-BR']);
    expect(said('no')).toBe(NOTIFICATION_WORDS['nb']);
    expect(said('eo', 'kk-KZ')).toBe(NOTIFICATION_WORDS['kk']);
    expect(said('eo', 'tlh')).toBe(NOTIFICATION_WORDS['en']);
  });
});

/** Croatian, and Serbian in Latin letters. */
function isSaidAlike(tag: string): boolean {
  return tag === 'hr' || tag === 'sr-Latn';
}
