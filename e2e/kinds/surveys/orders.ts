import { text } from './kind-survey.ts';
import type { KindSurvey } from './kind-survey.ts';

const q = { id: 'q', required: true } as const;
const rows = [
  { id: 'taste', label: text('The taste', 'Вкус', 'Der Geschmack', 'الطعم', 'Tadı') },
  { id: 'pack', label: text('The packing', 'Упаковка', 'Die Verpackung', 'التغليف', 'Ambalajı') },
  { id: 'price', label: text('The price', 'Цена', 'Der Preis', 'السعر', 'Fiyatı') },
];
const columns = [
  { id: 'bad', label: text('Bad', 'Плохо', 'Schlecht', 'سيّئ', 'Kötü') },
  { id: 'fair', label: text('Fair', 'Сносно', 'Mäßig', 'مقبول', 'Orta') },
  { id: 'good', label: text('Good', 'Хорошо', 'Gut', 'جيّد', 'İyi') },
  { id: 'great', label: text('Great', 'Отлично', 'Sehr gut', 'ممتاز', 'Çok iyi') },
];
const places = [
  { id: 'home', label: text('At home', 'Дома', 'Zu Hause', 'في البيت', 'Evde') },
  { id: 'work', label: text('At work', 'На работе', 'Bei der Arbeit', 'في العمل', 'İşte') },
  { id: 'way', label: text('On the way', 'В дороге', 'Unterwegs', 'في الطريق', 'Yolda') },
];
const kinds = [
  { id: 'green', label: text('Green tea', 'Зелёный чай', 'Grüntee', 'شاي أخضر', 'Yeşil çay') },
  { id: 'black', label: text('Black tea', 'Чёрный чай', 'Schwarztee', 'شاي أسود', 'Siyah çay') },
  { id: 'mate', label: text('Mate', 'Мате', 'Mate', 'متة', 'Mate') },
];
const judge = text(
  'How do you find our tea?',
  'Как вам наш чай?',
  'Wie finden Sie unseren Tee?',
  'كيف تجد الشاي لدينا؟',
  'Çayımızı nasıl buluyorsunuz?',
);
const where = text(
  'What do you drink where?',
  'Что и где вы пьёте?',
  'Was trinken Sie wo?',
  'ماذا تشرب وأين؟',
  'Neyi nerede içersiniz?',
);
const rank = text(
  'Put these in order, the most important first.',
  'Расставьте по важности, главное первым.',
  'Ordnen Sie, das Wichtigste zuerst.',
  'رتّب حسب الأهمية، الأهم أولًا.',
  'En önemliden başlayarak sıralayın.',
);
const topTwo = text(
  'Which two matter most?',
  'Какие два важнее всего?',
  'Welche zwei zählen am meisten?',
  'ما أهم أمرين؟',
  'En önemli ikisi hangileri?',
);
const cups = text(
  'How many cups a day?',
  'Сколько чашек в день?',
  'Wie viele Tassen am Tag?',
  'كم كوبًا في اليوم؟',
  'Günde kaç bardak?',
);
const spend = text(
  'What would you pay for a good tea?',
  'Сколько вы готовы отдать за хороший чай?',
  'Was würden Sie für einen guten Tee bezahlen?',
  'كم تدفع مقابل شاي جيّد؟',
  'İyi bir çaya ne kadar öderdiniz?',
);
const all = [...rows, ...kinds];
const ranking = { ...q, type: 'ranking', title: rank, choices: all } as const;

export const orders: readonly KindSurvey[] = [
  {
    name: 'matrix',
    questions: [{ ...q, type: 'matrix', title: judge, rows, columns }],
    steps: [
      { to: /Bad/ },
      'ArrowRight',
      { to: /Bad/ },
      'ArrowLeft',
      { to: /Bad/ },
      'ArrowDown',
      'ArrowDown',
    ],
    answers: { q: { taste: 'fair', pack: 'great', price: 'good' } },
  },
  {
    name: 'matrix-multiple',
    questions: [
      { ...q, type: 'matrix', multiple: true, title: where, rows: kinds, columns: places },
    ],
    steps: [
      { to: /At home/ },
      'Space',
      { to: /At work/ },
      'Space',
      { to: /At home/ },
      'Space',
      { to: /On the way/ },
      { to: /On the way/ },
      'Space',
    ],
    answers: { q: { green: ['home', 'work'], black: ['home'], mate: ['way'] } },
  },
  {
    name: 'ranking',
    questions: [ranking],
    steps: [
      { to: /Move The packing up/ },
      'Enter',
      { to: /Move The price down/ },
      'Space',
      'Space',
    ],
    answers: { q: ['pack', 'taste', 'green', 'black', 'price', 'mate'] },
  },
  {
    name: 'ranking-top',
    questions: [{ ...ranking, title: topTwo, top: 2 }],
    steps: [{ to: /Keep this order/ }, 'Enter'],
    answers: { q: ['taste', 'pack'] },
  },
  {
    name: 'slider',
    questions: [
      {
        ...q,
        type: 'slider',
        title: cups,
        min: 0,
        max: 12,
        unit: text('cups', 'чашек', 'Tassen', 'كوب', 'bardak'),
      },
    ],
    steps: [{ to: /How many cups/ }, 'Home', 'ArrowRight', 'ArrowUp', 'ArrowUp', 'ArrowLeft'],
    answers: { q: 2 },
  },
  {
    name: 'slider-range',
    questions: [
      {
        ...q,
        type: 'slider',
        range: true,
        title: spend,
        min: 0,
        max: 1000,
        step: 50,
        unit: text('₽', '₽', '₽', '₽', '₽'),
      },
    ],
    steps: [{ to: /From/ }, 'ArrowRight', 'ArrowRight', { to: /^To/ }, 'ArrowLeft'],
    answers: { q: [100, 950] },
  },
];
