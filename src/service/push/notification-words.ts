/** What a notification says where the survey has no words for it: nothing that tells anybody anything. */
import type { PushMessage } from '../../protocol/index.ts';
import type { Sendable } from '../invitations/sendable.ts';

type Words = Pick<PushMessage, 'title' | 'body'>;

const ENGLISH: Words = { title: 'A short survey', body: 'Tell us how it went. It takes a moment.' };

const WORDS: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  ru: { title: 'Короткий опрос', body: 'Расскажите, как всё прошло. Это займёт минуту.' },
  uk: { title: 'Коротке опитування', body: 'Розкажіть, як усе пройшло. Це займе хвилину.' },
  be: { title: 'Кароткае апытанне', body: 'Раскажыце, як усё прайшло. Гэта зойме хвіліну.' },
  kk: { title: 'Қысқа сауалнама', body: 'Бәрі қалай өткенін айтыңыз. Бұл бір минут алады.' },
  de: {
    title: 'Eine kurze Umfrage',
    body: 'Sagen Sie uns, wie es war. Es dauert nur einen Moment.',
  },
  fr: {
    title: 'Une courte enquête',
    body: 'Dites-nous comment cela s’est passé. Un instant suffit.',
  },
  es: { title: 'Una breve encuesta', body: 'Cuéntenos cómo ha ido. Solo lleva un momento.' },
  it: { title: 'Un breve sondaggio', body: 'Ci dica com’è andata. Basta un momento.' },
  pl: { title: 'Krótka ankieta', body: 'Proszę powiedzieć, jak poszło. To zajmie chwilę.' },
  'pt-BR': { title: 'Uma pesquisa rápida', body: 'Conte como foi. Leva só um momento.' },
  tr: { title: 'Kısa bir anket', body: 'Nasıl geçtiğini anlatın. Bir dakika sürer.' },
};

export function notificationWords({
  notification,
  lang,
  defaultLanguage,
}: Pick<Sendable, 'notification' | 'lang' | 'defaultLanguage'>): Words {
  if (notification !== null) {
    const { title, body } = notification;
    return {
      title: title[lang] ?? title[defaultLanguage] ?? '',
      body: body[lang] ?? body[defaultLanguage] ?? '',
    };
  }
  return WORDS[lang] ?? WORDS[lang.split('-')[0] ?? ''] ?? WORDS[defaultLanguage] ?? ENGLISH;
}
