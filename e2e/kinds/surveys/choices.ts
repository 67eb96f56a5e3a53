import { text } from './kind-survey.ts';
import type { KindSurvey } from './kind-survey.ts';

const q = { id: 'q', required: true } as const;
const matters = text(
  'What matters most to you?',
  'Что для вас важнее всего?',
  'Was ist Ihnen am wichtigsten?',
  'ما الأهم بالنسبة إليك؟',
  'Sizin için en önemli olan nedir?',
);
const drinks = text(
  'Which teas do you drink?',
  'Какие чаи вы пьёте?',
  'Welche Tees trinken Sie?',
  'أي أنواع الشاي تشرب؟',
  'Hangi çayları içersiniz?',
);
const reasons = [
  { id: 'price', label: text('The price', 'Цена', 'Der Preis', 'السعر', 'Fiyat') },
  {
    id: 'speed',
    label: text('The speed', 'Скорость', 'Die Schnelligkeit', 'السرعة', 'Hız'),
  },
  {
    id: 'people',
    label: text('The people', 'Люди', 'Die Menschen', 'الأشخاص', 'İnsanlar'),
  },
];
const other = {
  id: 'other',
  other: true,
  label: text('Something else', 'Другое', 'Etwas anderes', 'شيء آخر', 'Başka bir şey'),
};
const none = {
  id: 'none',
  exclusive: true,
  label: text('None of these', 'Ничего из этого', 'Nichts davon', 'لا شيء مما سبق', 'Hiçbiri'),
};
const leaf = (colour: string): string =>
  `data:image/svg+xml;base64,${btoa(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path fill="#e9e4d8" d="M0 0h40v30H0z"/><path fill="${colour}" d="M8 24C8 10 20 5 33 5c0 13-7 21-19 20z"/></svg>`,
  )}`;
const teas = [
  {
    id: 'green',
    label: text('Green', 'Зелёный', 'Grün', 'أخضر', 'Yeşil'),
    picture: leaf('#5d8a3a'),
  },
  {
    id: 'black',
    label: text('Black', 'Чёрный', 'Schwarz', 'أسود', 'Siyah'),
    picture: leaf('#3c2a20'),
  },
  {
    id: 'white',
    label: text('White', 'Белый', 'Weiß', 'أبيض', 'Beyaz'),
    picture: leaf('#c3bd9a'),
  },
  {
    id: 'oolong',
    label: text('Oolong', 'Улун', 'Oolong', 'أولونغ', 'Oolong'),
    picture: leaf('#8a6a34'),
  },
];
/** Enough of them that they are searched. */
const cities = [
  { id: 'moscow', label: text('Moscow', 'Москва', 'Moskau', 'موسكو', 'Moskova') },
  { id: 'berlin', label: text('Berlin', 'Берлин', 'Berlin', 'برلين', 'Berlin') },
  { id: 'ankara', label: text('Ankara', 'Анкара', 'Ankara', 'أنقرة', 'Ankara') },
  { id: 'cairo', label: text('Cairo', 'Каир', 'Kairo', 'القاهرة', 'Kahire') },
  { id: 'paris', label: text('Paris', 'Париж', 'Paris', 'باريس', 'Paris') },
  { id: 'rome', label: text('Rome', 'Рим', 'Rom', 'روما', 'Roma') },
  { id: 'vienna', label: text('Vienna', 'Вена', 'Wien', 'فيينا', 'Viyana') },
  { id: 'zurich', label: text('Zürich', 'Цюрих', 'Zürich', 'زيورخ', 'Zürih') },
  { id: 'tbilisi', label: text('Tbilisi', 'Тбилиси', 'Tiflis', 'تبليسي', 'Tiflis') },
  { id: 'yerevan', label: text('Yerevan', 'Ереван', 'Jerewan', 'يريفان', 'Erivan') },
  { id: 'baku', label: text('Baku', 'Баку', 'Baku', 'باكو', 'Bakü') },
  { id: 'astana', label: text('Astana', 'Астана', 'Astana', 'أستانا', 'Astana') },
  { id: 'tokyo', label: text('Tokyo', 'Токио', 'Tokio', 'طوكيو', 'Tokyo') },
];
const city = text(
  'Which city do you live in?',
  'В каком городе вы живёте?',
  'In welcher Stadt leben Sie?',
  'في أي مدينة تعيش؟',
  'Hangi şehirde yaşıyorsunuz?',
);
const visited = text(
  'Which of these cities have you visited?',
  'В каких из этих городов вы бывали?',
  'Welche dieser Städte haben Sie besucht?',
  'أيًّا من هذه المدن زرت؟',
  'Bu şehirlerden hangilerine gittiniz?',
);

const single = { ...q, type: 'single', title: matters, choices: reasons } as const;
const multiple = { ...q, type: 'multiple', title: drinks, choices: teas } as const;

export const choices: readonly KindSurvey[] = [
  {
    name: 'single-list',
    questions: [single],
    steps: [{ to: /The price/ }, 'Space', 'ArrowDown'],
    answers: { q: 'speed' },
  },
  {
    name: 'single-buttons',
    questions: [{ ...single, display: 'buttons' }],
    steps: [{ to: /The price/ }, 'ArrowLeft'],
    answers: { q: 'people' },
  },
  {
    name: 'single-other',
    questions: [{ ...single, choices: [...reasons, other] }],
    steps: [{ to: /The price/ }, 'ArrowUp', { to: /Something else/ }, { write: 'The smell' }],
    answers: { q: 'other', q_other: 'The smell' },
  },
  {
    name: 'single-dropdown',
    questions: [{ ...single, display: 'dropdown' }],
    steps: [{ to: /What matters/ }, 'ArrowDown', 'ArrowDown'],
    answers: { q: 'speed' },
  },
  {
    name: 'single-search',
    questions: [{ ...single, title: city, choices: cities }],
    steps: [{ to: /Which city/ }, { write: 'zur' }, 'Enter'],
    answers: { q: 'zurich' },
  },
  {
    name: 'single-pictures',
    questions: [{ ...single, title: drinks, choices: teas, display: 'pictures' }],
    steps: [{ to: /Green/ }, 'ArrowRight'],
    answers: { q: 'black' },
  },
  {
    name: 'multiple-list',
    questions: [{ ...multiple, max: 2 }],
    steps: [{ to: /Black/ }, 'Space', { to: /Oolong/ }, 'Space'],
    answers: { q: ['black', 'oolong'] },
  },
  {
    name: 'multiple-buttons',
    questions: [{ ...multiple, display: 'buttons' }],
    steps: [{ to: /White/ }, 'Space'],
    answers: { q: ['white'] },
  },
  {
    name: 'multiple-search',
    questions: [{ ...multiple, title: visited, choices: cities }],
    steps: [
      { to: /Which of these/ },
      { write: 'tok' },
      'Enter',
      'Space',
      'Escape',
      { write: 'rom' },
      'Enter',
      'Space',
    ],
    answers: { q: ['rome', 'tokyo'] },
  },
  {
    name: 'multiple-pictures',
    questions: [{ ...multiple, display: 'pictures' }],
    steps: [{ to: /Green/ }, 'Space', { to: /White/ }, 'Space'],
    answers: { q: ['green', 'white'] },
  },
  {
    name: 'multiple-exclusive',
    questions: [{ ...multiple, choices: [...teas, none] }],
    steps: [{ to: /Green/ }, 'Space', { to: /None of these/ }, 'Space'],
    answers: { q: ['none'] },
  },
];
