import { text } from './kind-survey.ts';
import type { KindSurvey } from './kind-survey.ts';

const q = { id: 'q', required: true } as const;
const about = text(
  'What should we do better?',
  'Что нам улучшить?',
  'Was sollten wir besser machen?',
  'ما الذي علينا تحسينه؟',
  'Neyi daha iyi yapmalıyız?',
);
const example = text('For example…', 'Например…', 'Zum Beispiel…', 'على سبيل المثال…', 'Örneğin…');

export const fields: readonly KindSurvey[] = [
  {
    name: 'text-short',
    questions: [{ ...q, type: 'text', size: 'short', title: about, placeholder: example }],
    steps: [{ to: /What should/ }, { write: 'Larger cups' }],
    answers: { q: 'Larger cups' },
  },
  {
    name: 'text-long',
    questions: [{ ...q, type: 'text', size: 'long', title: about, placeholder: example }],
    steps: [{ to: /What should/ }, { write: 'Larger cups' }, 'Enter', { write: 'and more tea' }],
    answers: { q: 'Larger cups\nand more tea' },
  },
  {
    name: 'text-counter',
    questions: [{ ...q, type: 'text', size: 'long', title: about, maxLength: 200, counter: true }],
    steps: [{ to: /What should/ }, { write: 'Less plastic' }],
    answers: { q: 'Less plastic' },
  },
  {
    name: 'email',
    questions: [
      {
        ...q,
        type: 'email',
        title: text(
          'Your e-mail address',
          'Ваша электронная почта',
          'Ihre E-Mail-Adresse',
          'بريدك الإلكتروني',
          'E-posta adresiniz',
        ),
        placeholder: text(...(Array(5).fill('name@example.com') as Five)),
      },
    ],
    steps: [{ to: /e-mail/ }, { write: 'Ann@EXAMPLE.com' }],
    answers: { q: 'Ann@example.com' },
  },
  {
    name: 'phone',
    questions: [
      {
        ...q,
        type: 'phone',
        title: text(
          'Your telephone number',
          'Ваш телефон',
          'Ihre Telefonnummer',
          'رقم هاتفك',
          'Telefon numaranız',
        ),
        placeholder: text(...(Array(5).fill('+7 495 123-45-67') as Five)),
      },
    ],
    steps: [{ to: /telephone/ }, { write: '+7 (495) 123-45-67' }],
    answers: { q: '+74951234567' },
  },
  {
    name: 'url',
    questions: [
      {
        ...q,
        type: 'url',
        title: text('Your web site', 'Ваш сайт', 'Ihre Webseite', 'موقعك على الويب', 'Web siteniz'),
      },
    ],
    steps: [{ to: /web site/ }, { write: 'shop.example.com' }],
    answers: { q: 'https://shop.example.com' },
  },
  {
    name: 'number',
    questions: [
      {
        ...q,
        type: 'number',
        title: text(
          'How much tea do you have at home?',
          'Сколько чая у вас дома?',
          'Wie viel Tee haben Sie zu Hause?',
          'كم من الشاي لديك في البيت؟',
          'Evde ne kadar çayınız var?',
        ),
        min: 0,
        max: 50,
        unit: text('kg', 'кг', 'kg', 'كغ', 'kg'),
      },
    ],
    steps: [{ to: /How much tea/ }, { write: '1,5' }],
    answers: { q: 1.5 },
  },
  {
    name: 'date',
    questions: [
      {
        ...q,
        type: 'date',
        title: text(
          'When were you here last?',
          'Когда вы были у нас в последний раз?',
          'Wann waren Sie zuletzt hier?',
          'متى كانت آخر زيارة لك؟',
          'En son ne zaman geldiniz?',
        ),
        max: 'today',
      },
    ],
    steps: [{ to: /here last/ }, { write: '05042026' }],
    answers: { q: '2026-05-04' },
  },
  {
    name: 'time',
    questions: [
      {
        ...q,
        type: 'time',
        title: text(
          'When may we call you?',
          'Когда вам позвонить?',
          'Wann dürfen wir anrufen?',
          'متى يمكننا الاتصال بك؟',
          'Sizi ne zaman arayabiliriz?',
        ),
        min: '09:00',
        max: '19:00',
      },
    ],
    steps: [{ to: /call you/ }, { write: '0630PM' }],
    answers: { q: '18:30' },
  },
  {
    name: 'address',
    questions: [
      {
        ...q,
        type: 'address',
        title: text(
          'Where shall we send it?',
          'Куда отправить?',
          'Wohin sollen wir liefern?',
          'إلى أين نرسله؟',
          'Nereye gönderelim?',
        ),
        optional: ['postalCode'],
      },
    ],
    steps: [
      { to: /Street/ },
      { write: '1 Garden Ring' },
      { to: /Town/ },
      { write: 'Moscow' },
      { to: /Country/ },
      { write: 'Russia' },
    ],
    answers: { q: { street: '1 Garden Ring', city: 'Moscow', country: 'Russia' } },
  },
  {
    name: 'contact',
    questions: [
      {
        ...q,
        type: 'contact',
        title: text(
          'How can we reach you?',
          'Как с вами связаться?',
          'Wie erreichen wir Sie?',
          'كيف نتواصل معك؟',
          'Size nasıl ulaşabiliriz?',
        ),
        optional: ['phone'],
      },
    ],
    steps: [
      { to: /First name/ },
      { write: 'Ann' },
      { to: /Last name/ },
      { write: 'Bell' },
      { to: /E-mail/ },
      { write: 'ann@example.com' },
    ],
    answers: { q: { firstName: 'Ann', lastName: 'Bell', email: 'ann@example.com' } },
  },
];

type Five = [string, string, string, string, string];
