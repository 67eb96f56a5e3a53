import { text } from './kind-survey.ts';
import type { KindSurvey } from './kind-survey.ts';

const recommend = text(
  'How likely are you to recommend us to a friend?',
  'Насколько вероятно, что вы посоветуете нас другу?',
  'Wie wahrscheinlich empfehlen Sie uns weiter?',
  'ما مدى احتمال أن توصي بنا صديقًا؟',
  'Bizi bir arkadaşınıza önerme olasılığınız nedir?',
);
const likely = {
  low: text('Not at all', 'Точно нет', 'Gar nicht', 'غير محتمل إطلاقًا', 'Hiç'),
  high: text('Very likely', 'Точно да', 'Sehr wahrscheinlich', 'محتمل جدًا', 'Çok büyük'),
};
const satisfied = text(
  'How satisfied are you with the delivery?',
  'Насколько вы довольны доставкой?',
  'Wie zufrieden sind Sie mit der Lieferung?',
  'ما مدى رضاك عن التوصيل؟',
  'Teslimattan ne kadar memnunsunuz?',
);
const easy = text(
  'It was easy to place my order.',
  'Оформить заказ было просто.',
  'Die Bestellung war einfach.',
  'كان تقديم الطلب سهلًا.',
  'Sipariş vermek kolaydı.',
);
const taste = text(
  'How did you like the tea?',
  'Как вам понравился чай?',
  'Wie hat Ihnen der Tee geschmeckt?',
  'هل أعجبك الشاي؟',
  'Çayı nasıl buldunuz?',
);
const again = text(
  'Would you order again?',
  'Закажете ещё раз?',
  'Würden Sie wieder bestellen?',
  'هل ستطلب مرة أخرى؟',
  'Yine sipariş verir misiniz?',
);
const q = { id: 'q', required: true } as const;

export const scales: readonly KindSurvey[] = [
  {
    name: 'nps',
    questions: [{ ...q, type: 'nps', title: recommend, labels: likely }],
    steps: [{ to: /^0/ }, 'ArrowRight', 'ArrowRight'],
    answers: { q: 2 },
  },
  {
    name: 'csat',
    questions: [{ ...q, type: 'csat', title: satisfied }],
    steps: [{ to: /Very bad/ }, 'ArrowRight', 'ArrowRight', 'ArrowRight'],
    answers: { q: 4 },
  },
  {
    name: 'ces',
    questions: [{ ...q, type: 'ces', title: easy }],
    steps: [{ to: /^1/ }, 'ArrowLeft'],
    answers: { q: 7 },
  },
  {
    name: 'numbers',
    questions: [{ ...q, type: 'rating', shape: 'numbers', scale: 5, title: taste, labels: likely }],
    steps: [{ to: /^1/ }, 'Space'],
    answers: { q: 1 },
  },
  {
    name: 'stars',
    questions: [{ ...q, type: 'rating', shape: 'stars', scale: 5, title: taste }],
    steps: [{ to: /^1 of 5/ }, 'ArrowDown', 'ArrowDown', 'ArrowUp'],
    answers: { q: 2 },
  },
  {
    name: 'smileys',
    questions: [{ ...q, type: 'rating', shape: 'smileys', scale: 5, title: taste }],
    steps: [{ to: /Very bad/ }, 'ArrowLeft'],
    answers: { q: 5 },
  },
  {
    name: 'thumbs',
    questions: [{ ...q, type: 'rating', shape: 'thumbs', scale: 2, title: again }],
    steps: [{ to: /Thumbs down/ }, 'ArrowRight'],
    answers: { q: 2 },
  },
];
