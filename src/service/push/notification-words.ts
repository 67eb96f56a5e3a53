/** What a notification says where the survey has no words for it: nothing that tells anybody anything. */
import type { PushMessage } from '../../protocol/index.ts';
import { closest } from '../../protocol/words/closest.ts';
import type { Sendable } from '../invitations/sendable.ts';

type Words = Pick<PushMessage, 'title' | 'body'>;

const ENGLISH: Words = { title: 'A short survey', body: 'Tell us how it went. It takes a moment.' };

/** In every language that the widget speaks. */
export const NOTIFICATION_WORDS: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  ar: { title: 'استبيان قصير', body: 'أخبرنا كيف سارت الأمور. لن يستغرق ذلك سوى لحظة.' },
  az: { title: 'Qısa sorğu', body: 'Hər şeyin necə keçdiyini bizə deyin. Bu, bir dəqiqə çəkir.' },
  be: { title: 'Кароткае апытанне', body: 'Раскажыце, як усё прайшло. Гэта зойме хвіліну.' },
  bg: { title: 'Кратка анкета', body: 'Разкажете ни как мина. Отнема само минута.' },
  cs: { title: 'Krátký dotazník', body: 'Řekněte nám, jak to proběhlo. Zabere to jen chvilku.' },
  da: {
    title: 'En kort undersøgelse',
    body: 'Fortæl os, hvordan det gik. Det tager kun et øjeblik.',
  },
  de: {
    title: 'Eine kurze Umfrage',
    body: 'Sagen Sie uns, wie es war. Es dauert nur einen Moment.',
  },
  el: { title: 'Μια σύντομη έρευνα', body: 'Πείτε μας πώς πήγε. Θα χρειαστεί μόνο μια στιγμή.' },
  es: { title: 'Una breve encuesta', body: 'Cuéntenos cómo ha ido. Solo lleva un momento.' },
  et: { title: 'Lühike küsitlus', body: 'Rääkige meile, kuidas läks. See võtab vaid hetke.' },
  fa: { title: 'یک نظرسنجی کوتاه', body: 'به ما بگویید چطور بود. فقط یک لحظه طول می‌کشد.' },
  fi: { title: 'Lyhyt kysely', body: 'Kertokaa meille, miten meni. Se vie vain hetken.' },
  fr: {
    title: 'Une courte enquête',
    body: 'Dites-nous comment cela s’est passé. Un instant suffit.',
  },
  he: { title: 'סקר קצר', body: 'ספרו לנו איך היה. זה ייקח רק רגע.' },
  hi: { title: 'एक छोटा सर्वेक्षण', body: 'हमें बताइए कि अनुभव कैसा रहा। बस एक पल लगेगा।' },
  hr: { title: 'Kratka anketa', body: 'Recite nam kako je prošlo. Potreban je samo trenutak.' },
  hu: { title: 'Rövid kérdőív', body: 'Mondja el, hogyan sikerült. Csak egy percet vesz igénybe.' },
  hy: { title: 'Կարճ հարցում', body: 'Պատմեք մեզ, թե ինչպես անցավ։ Դա մեկ րոպե կտևի։' },
  id: { title: 'Survei singkat', body: 'Ceritakan kepada kami pengalaman Anda. Hanya sebentar.' },
  it: { title: 'Un breve sondaggio', body: 'Ci dica com’è andata. Basta un momento.' },
  ja: { title: '短いアンケート', body: 'ご感想をお聞かせください。すぐに終わります。' },
  ka: { title: 'მოკლე გამოკითხვა', body: 'გვიამბეთ, როგორ ჩაიარა. ამას ერთი წუთი დასჭირდება.' },
  kk: { title: 'Қысқа сауалнама', body: 'Бәрі қалай өткенін айтыңыз. Бұл бір минут алады.' },
  ko: { title: '간단한 설문조사', body: '어떠셨는지 알려 주세요. 잠깐이면 됩니다.' },
  ky: {
    title: 'Кыска сурамжылоо',
    body: 'Баары кандай өткөнүн айтып бериңиз. Бул бир мүнөт алат.',
  },
  lt: { title: 'Trumpa apklausa', body: 'Papasakokite, kaip sekėsi. Tai užtruks tik akimirką.' },
  lv: { title: 'Īsa aptauja', body: 'Pastāstiet mums, kā gāja. Tas aizņems tikai mirkli.' },
  nb: {
    title: 'En kort undersøkelse',
    body: 'Fortell oss hvordan det gikk. Det tar bare et øyeblikk.',
  },
  nl: { title: 'Een korte enquête', body: 'Vertel ons hoe het ging. Het duurt maar even.' },
  pl: { title: 'Krótka ankieta', body: 'Proszę powiedzieć, jak poszło. To zajmie chwilę.' },
  'pt-BR': { title: 'Uma pesquisa rápida', body: 'Conte como foi. Leva só um momento.' },
  'pt-PT': {
    title: 'Um breve inquérito',
    body: 'Diga-nos como correu. Demora apenas um momento.',
  },
  ro: { title: 'Un scurt chestionar', body: 'Spuneți-ne cum a fost. Durează doar o clipă.' },
  ru: { title: 'Короткий опрос', body: 'Расскажите, как всё прошло. Это займёт минуту.' },
  sk: { title: 'Krátky dotazník', body: 'Povedzte nám, ako to prebehlo. Zaberie to len chvíľu.' },
  sr: { title: 'Кратка анкета', body: 'Реците нам како је прошло. Потребан је само тренутак.' },
  'sr-Latn': {
    title: 'Kratka anketa',
    body: 'Recite nam kako je prošlo. Potreban je samo trenutak.',
  },
  sv: { title: 'En kort enkät', body: 'Berätta för oss hur det gick. Det tar bara ett ögonblick.' },
  th: { title: 'แบบสำรวจสั้น ๆ', body: 'บอกเราว่าเป็นอย่างไรบ้าง ใช้เวลาเพียงครู่เดียว' },
  tr: { title: 'Kısa bir anket', body: 'Nasıl geçtiğini anlatın. Bir dakika sürer.' },
  uk: { title: 'Коротке опитування', body: 'Розкажіть, як усе пройшло. Це займе хвилину.' },
  uz: { title: 'Qisqa soʻrovnoma', body: 'Qanday oʻtganini aytib bering. Bu bir daqiqa oladi.' },
  vi: {
    title: 'Khảo sát ngắn',
    body: 'Hãy cho chúng tôi biết trải nghiệm của bạn. Chỉ mất một lát.',
  },
  'zh-Hans': { title: '简短的问卷', body: '请告诉我们您的感受，只需片刻。' },
  'zh-Hant': { title: '簡短的問卷', body: '請告訴我們您的感受，只需片刻。' },
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
  return own(lang) ?? own(defaultLanguage) ?? ENGLISH;
}

function own(lang: string): Words | undefined {
  const tag = closest(lang, Object.keys(NOTIFICATION_WORDS));
  return tag === undefined ? undefined : NOTIFICATION_WORDS[tag];
}
