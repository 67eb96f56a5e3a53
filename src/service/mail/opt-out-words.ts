/** How somebody asks to be asked no more: at the end of a mail, and on the page to which it leads. */
import { closest } from '../../protocol/words/closest.ts';

export interface OptOutWords {
  /** A link, and a button. */
  readonly stop: string;
  readonly stopped: string;
}

const ENGLISH: OptOutWords = {
  stop: 'Do not send me any more surveys',
  stopped: 'You will not get any more surveys.',
};

/** In every language that the widget speaks. */
export const OPT_OUT_WORDS: Readonly<Record<string, OptOutWords>> = {
  en: ENGLISH,
  ar: { stop: 'لا ترسلوا لي المزيد من الاستبيانات', stopped: 'لن تصلك استبيانات بعد الآن.' },
  az: { stop: 'Mənə daha sorğu göndərməyin', stopped: 'Sizə daha sorğu göndərilməyəcək.' },
  be: { stop: 'Больш не дасылайце мне апытанняў', stopped: 'Вы больш не атрымаеце апытанняў.' },
  bg: { stop: 'Не ми изпращайте повече анкети', stopped: 'Няма да получавате повече анкети.' },
  cs: { stop: 'Už mi neposílejte dotazníky', stopped: 'Žádné další dotazníky už nedostanete.' },
  da: { stop: 'Send mig ikke flere undersøgelser', stopped: 'Du får ikke flere undersøgelser.' },
  de: {
    stop: 'Schicken Sie mir keine Umfragen mehr',
    stopped: 'Sie bekommen keine Umfragen mehr.',
  },
  el: { stop: 'Μη μου στέλνετε άλλες έρευνες', stopped: 'Δεν θα λάβετε άλλες έρευνες.' },
  es: { stop: 'No me envíen más encuestas', stopped: 'No recibirá más encuestas.' },
  et: { stop: 'Ärge saatke mulle enam küsitlusi', stopped: 'Te ei saa enam küsitlusi.' },
  fa: { stop: 'دیگر برای من نظرسنجی نفرستید', stopped: 'دیگر نظرسنجی دریافت نخواهید کرد.' },
  fi: { stop: 'Älkää lähettäkö minulle enää kyselyitä', stopped: 'Et saa enää kyselyitä.' },
  fr: { stop: 'Ne m’envoyez plus d’enquêtes', stopped: 'Vous ne recevrez plus d’enquêtes.' },
  he: { stop: 'אל תשלחו לי עוד סקרים', stopped: 'לא תקבלו עוד סקרים.' },
  hi: { stop: 'मुझे और सर्वेक्षण न भेजें', stopped: 'आपको अब और सर्वेक्षण नहीं मिलेंगे।' },
  hr: { stop: 'Ne šaljite mi više ankete', stopped: 'Više nećete dobivati ankete.' },
  hu: { stop: 'Ne küldjenek több kérdőívet', stopped: 'Nem fog több kérdőívet kapni.' },
  hy: { stop: 'Այլևս հարցումներ մի՛ ուղարկեք ինձ', stopped: 'Դուք այլևս հարցումներ չեք ստանա։' },
  id: {
    stop: 'Jangan kirimi saya survei lagi',
    stopped: 'Anda tidak akan menerima survei lagi.',
  },
  it: { stop: 'Non inviatemi altri sondaggi', stopped: 'Non riceverà altri sondaggi.' },
  ja: {
    stop: '今後アンケートを受け取らない',
    stopped: '今後アンケートは届きません。',
  },
  ka: {
    stop: 'აღარ გამომიგზავნოთ გამოკითხვები',
    stopped: 'გამოკითხვებს აღარ მიიღებთ.',
  },
  kk: { stop: 'Маған енді сауалнама жібермеңіз', stopped: 'Сізге енді сауалнама келмейді.' },
  ko: {
    stop: '설문조사를 더 이상 받지 않기',
    stopped: '앞으로 설문조사를 보내지 않겠습니다.',
  },
  ky: { stop: 'Мага мындан ары сурамжылоо жибербеңиз', stopped: 'Сизге сурамжылоо келбейт.' },
  lt: { stop: 'Nebesiųskite man apklausų', stopped: 'Apklausų daugiau negausite.' },
  lv: { stop: 'Nesūtiet man vairs aptaujas', stopped: 'Jūs vairs nesaņemsiet aptaujas.' },
  nb: {
    stop: 'Ikke send meg flere undersøkelser',
    stopped: 'Du får ikke flere undersøkelser.',
  },
  nl: { stop: 'Stuur mij geen enquêtes meer', stopped: 'U krijgt geen enquêtes meer.' },
  pl: { stop: 'Nie wysyłajcie mi więcej ankiet', stopped: 'Nie otrzymasz więcej ankiet.' },
  'pt-BR': { stop: 'Não me envie mais pesquisas', stopped: 'Você não receberá mais pesquisas.' },
  'pt-PT': { stop: 'Não me enviem mais inquéritos', stopped: 'Não receberá mais inquéritos.' },
  ro: { stop: 'Nu-mi mai trimiteți sondaje', stopped: 'Nu veți mai primi sondaje.' },
  ru: { stop: 'Больше не присылайте мне опросы', stopped: 'Вы больше не получите опросов.' },
  sk: { stop: 'Už mi neposielajte dotazníky', stopped: 'Ďalšie dotazníky už nedostanete.' },
  sr: { stop: 'Не шаљите ми више анкете', stopped: 'Више нећете добијати анкете.' },
  'sr-Latn': { stop: 'Ne šaljite mi više ankete', stopped: 'Više nećete dobijati ankete.' },
  sv: { stop: 'Skicka inga fler enkäter till mig', stopped: 'Du får inga fler enkäter.' },
  th: { stop: 'ไม่ต้องส่งแบบสำรวจมาอีก', stopped: 'คุณจะไม่ได้รับแบบสำรวจอีก' },
  tr: { stop: 'Bana artık anket göndermeyin', stopped: 'Artık anket almayacaksınız.' },
  uk: { stop: 'Більше не надсилайте мені опитувань', stopped: 'Ви більше не отримаєте опитувань.' },
  uz: {
    stop: 'Menga boshqa soʻrovnoma yubormang',
    stopped: 'Sizga boshqa soʻrovnoma yuborilmaydi.',
  },
  vi: {
    stop: 'Đừng gửi thêm khảo sát cho tôi',
    stopped: 'Bạn sẽ không nhận thêm khảo sát nào.',
  },
  'zh-Hans': { stop: '不再向我发送问卷', stopped: '您不会再收到问卷。' },
  'zh-Hant': { stop: '不再向我傳送問卷', stopped: '您不會再收到問卷。' },
};

/** In that language or the one nearest to it; English where there is none. */
export function optOutWords(lang: string): OptOutWords {
  const tag = closest(lang, Object.keys(OPT_OUT_WORDS));
  return (tag === undefined ? undefined : OPT_OUT_WORDS[tag]) ?? ENGLISH;
}
