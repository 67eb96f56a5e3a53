import { text } from './kind-survey.ts';
import type { KindSurvey } from './kind-survey.ts';

const q = { id: 'q', required: true } as const;

export const others: readonly KindSurvey[] = [
  {
    name: 'consent',
    questions: [
      {
        ...q,
        type: 'consent',
        title: text(
          'May we write to you?',
          'Можно вам написать?',
          'Dürfen wir Ihnen schreiben?',
          'هل يمكننا مراسلتك؟',
          'Size yazabilir miyiz?',
        ),
        label: text(
          'I agree that my **answers** are kept with my name.',
          'Я согласен, чтобы мои **ответы** хранились с моим именем.',
          'Ich bin einverstanden, dass meine **Antworten** mit meinem Namen gespeichert werden.',
          'أوافق على حفظ **إجاباتي** مع اسمي.',
          '**Yanıtlarımın** adımla birlikte saklanmasını kabul ediyorum.',
        ),
        document: {
          label: text(
            'Privacy notice',
            'О персональных данных',
            'Datenschutzhinweise',
            'إشعار الخصوصية',
            'Gizlilik bildirimi',
          ),
          url: 'https://shop.example.com/privacy',
          version: '1',
        },
      },
    ],
    steps: [{ to: /I agree/ }, 'Space'],
    answers: { q: true },
  },
  {
    name: 'file',
    questions: [
      {
        ...q,
        type: 'file',
        title: text(
          'Show us the parcel.',
          'Покажите посылку.',
          'Zeigen Sie uns das Paket.',
          'أرنا الطرد.',
          'Bize paketi gösterin.',
        ),
        accept: ['image', 'text'],
        camera: true,
      },
    ],
    steps: [{ to: /Add a file/ }, { file: 'parcel.txt' }],
    answers: { q: [{ name: 'parcel.txt', type: 'text/plain', bytes: 12 }] },
  },
  {
    name: 'signature',
    questions: [
      {
        ...q,
        type: 'signature',
        title: text(
          'Please sign for the parcel.',
          'Распишитесь за посылку.',
          'Bitte quittieren Sie das Paket.',
          'يرجى التوقيع على استلام الطرد.',
          'Lütfen paket için imza atın.',
        ),
      },
    ],
    steps: [{ to: /Type your name/ }, 'Enter', { to: /Your name/ }, { write: 'Ann Bell' }],
    answers: { q: 'name:Ann Bell' },
  },
  {
    name: 'statement',
    questions: [
      {
        id: 'q',
        type: 'statement',
        title: text(
          'Thank you for coming',
          'Спасибо, что пришли',
          'Danke, dass Sie da sind',
          'شكرًا لحضورك',
          'Geldiğiniz için teşekkürler',
        ),
        description: text(
          'It takes **two minutes**:\n- three *short* questions\n- no name needed\nRead [how we use it](https://shop.example.com/privacy).',
          'Это займёт **две минуты**:\n- три *коротких* вопроса\n- имя не нужно\nКак мы это используем: [здесь](https://shop.example.com/privacy).',
          'Es dauert **zwei Minuten**:\n- drei *kurze* Fragen\n- ohne Namen\nSo [nutzen wir die Antworten](https://shop.example.com/privacy).',
          'يستغرق ذلك **دقيقتين**:\n- ثلاثة أسئلة *قصيرة*\n- دون ذكر الاسم\nاقرأ [كيف نستخدمها](https://shop.example.com/privacy).',
          'Yalnızca **iki dakika** sürer:\n- üç *kısa* soru\n- ad gerekmez\n[Nasıl kullandığımızı](https://shop.example.com/privacy) okuyun.',
        ),
      },
    ],
    steps: [{ to: /how we use it/ }],
    answers: {},
    isFree: true,
  },
  {
    name: 'link',
    questions: [
      {
        id: 'q',
        type: 'link',
        title: text(
          'Would you tell others?',
          'Расскажете другим?',
          'Erzählen Sie es weiter?',
          'هل تخبر الآخرين؟',
          'Başkalarına anlatır mısınız?',
        ),
        label: text(
          'Write a review',
          'Написать отзыв',
          'Bewertung schreiben',
          'اكتب تقييمًا',
          'Yorum yaz',
        ),
        url: 'https://reviews.example.com/tea',
      },
    ],
    steps: [{ to: /Write a review/ }, 'Enter'],
    answers: { q: true },
    isFree: true,
  },
];
