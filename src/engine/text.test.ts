import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AnswerValue, Question, SurveyContent } from '../protocol/index.ts';
import { listText } from './format.ts';
import { chooseLanguage, inLanguage } from './languages.ts';
import { cleanText, pipe, readable } from './index.ts';
import type { Piping } from './index.ts';

const content: SurveyContent = {
  title: { en: 'Delivery', ru: 'Доставка' },
  defaultLanguage: 'en',
  variables: {
    order: { type: 'string', label: { en: 'Order', ru: 'Заказ' } },
    arrived: { type: 'date' },
    sum: { type: 'number' },
    share: { type: 'number' },
    // Named like a text on purpose.
    title: { type: 'string' },
  },
  screens: [
    {
      id: 's',
      questions: [
        {
          id: 'how',
          type: 'multiple',
          title: { en: 'How?', ru: 'Как?' },
          choices: [
            { id: 'fast', label: { en: 'Fast', ru: 'Быстро' } },
            { id: 'kind', label: { en: 'Kind' } },
          ],
        },
        {
          id: 'score',
          type: 'nps',
          title: { en: 'Score', ru: 'Оценка' },
          labels: { low: { en: 'No', ru: 'Нет' }, high: { en: 'Yes', ru: 'Да' } },
        },
      ],
    },
  ],
  thanks: { title: { en: 'Thanks', ru: 'Спасибо' } },
};

const at = '2026-11-22T12:00:00.000Z';
const piping: Piping = {
  content,
  lang: 'ru',
  facts: {
    answers: { how: { value: ['fast', 'kind'], at }, score: { value: null, at } },
    variables: {
      order: { value: '<b>A-1</b> {{variable.sum}}', source: 'token' },
      arrived: { value: '2026-11-03', source: 'page' },
      sum: { value: 1234.5, source: 'token' },
      share: { value: 0.125, source: 'token' },
    },
  },
};

describe('piping', () => {
  it('puts in a value, as text and once', () => {
    expect(pipe('№ {{variable.order}}!', piping)).toBe('№ <b>A-1</b> {{variable.sum}}!');
  });

  it('falls back where there is no value', () => {
    expect(pipe('{{ variable.name | friend }}', piping)).toBe('friend');
    expect(pipe('{{answer.score|nothing}}{{variable.none}}', piping)).toBe('nothing');
  });

  it("formats numbers and calendar dates in the respondent's language, in no time zone", () => {
    expect(pipe('{{variable.sum}}', piping)).toBe(new Intl.NumberFormat('ru').format(1234.5));
    expect(pipe('{{variable.arrived}}', piping)).toContain('3 ноября 2026');
  });

  it('turns choices into their labels, in the default language where one lacks', () => {
    expect(pipe('{{answer.how}}', piping)).toBe('Быстро и Kind');
  });

  it('leaves anything else alone', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{'));
        expect(pipe(text, piping)).toBe(text);
      }),
    );
  });

  it('takes no time on a long text of opening braces', () => {
    const text = '{{variable.'.repeat(5000);
    expect(pipe(text, piping)).toBe(text);
  });

  it('encodes what goes into an address, the fallback too', () => {
    const address = 'https://a.example/{{variable.order}}/{{variable.none|no order}}';
    expect(pipe(address, piping, encodeURIComponent)).toBe(
      'https://a.example/%3Cb%3EA-1%3C%2Fb%3E%20%7B%7Bvariable.sum%7D%7D/no%20order',
    );
  });
});

describe('a value with a format', () => {
  const said = (written: string, lang = 'en'): string =>
    pipe(written, { ...piping, lang }).replace(/[\u00a0\u202f]/g, ' ');

  it.each([
    ['{{variable.sum:number 2}}', '1,234.50'],
    ['{{variable.sum:number 0}}', '1,235'],
    ['{{variable.sum:currency EUR}}', '€1,234.50'],
    ['{{ variable.sum : currency EUR | nothing }}', '€1,234.50'],
    ['{{variable.share:percent}}', '12.5%'],
    ['{{variable.arrived:date short}}', '11/3/26'],
    ['{{variable.arrived:date full|some day}}', 'Tuesday, November 3, 2026'],
    ['{{variable.order:number 2}}', '<b>A-1</b> {{variable.sum}}'],
    ['{{variable.none:currency EUR|nothing}}', 'nothing'],
    ['{{answer.how:list or}}', 'Fast or Kind'],
  ])('%s is %s', (written, expected) => {
    expect(said(written)).toBe(expected);
  });

  it('is written as the language does', () => {
    expect(said('{{variable.sum:currency RUB}}', 'ru')).toBe('1 234,50 ₽');
    expect(said('{{answer.how:list or}}', 'ru')).toBe('Быстро или Kind');
  });

  it.each(['{{variable.sum:currency euro}}', '{{variable.sum:upper}}', '{{variable.sum.part}}'])(
    'that there is not is no pipe: %s',
    (written) => {
      expect(said(written)).toBe(written);
    },
  );

  it('of several choices is a plain list where the browser knows no better', () => {
    expect(listText(['Fast', 'Kind'], { format: '', lang: 'en' }, null)).toBe('Fast, Kind');
  });
});

describe('an answer as a person reads it', () => {
  const label = (en: string): { en: string } => ({ en });
  const choices = ['Red', 'Blue'].map((en) => ({ id: en.toLowerCase(), label: label(en) }));
  const title = label('?');
  const questions: readonly Question[] = [
    {
      id: 'q_single',
      type: 'single',
      title,
      choices: [...choices, { id: 'else', label: label('Other'), other: true }],
    },
    { id: 'q_ranking', type: 'ranking', title, choices },
    {
      id: 'q_matrix',
      type: 'matrix',
      title,
      rows: [
        { id: 'door', label: label('Door') },
        { id: 'wall', label: label('Wall') },
      ],
      columns: choices,
      multiple: true,
    },
    { id: 'q_range', type: 'slider', title, min: 0, max: 5000, range: true },
    { id: 'q_number', type: 'number', title },
    { id: 'q_date', type: 'date', title },
    { id: 'q_time', type: 'time', title },
    { id: 'q_contact', type: 'contact', title },
    { id: 'q_address', type: 'address', title },
    { id: 'q_consent', type: 'consent', title, label: title },
    { id: 'q_file', type: 'file', title },
    { id: 'q_signature', type: 'signature', title },
    { id: 'q_url', type: 'url', title },
    { id: 'q_score', type: 'hidden', value: 1 },
  ];
  const file = { id: '0'.repeat(32), name: 'cat.jpg', type: 'image/jpeg', bytes: 10 };

  it.each<[string, AnswerValue, string]>([
    ['q_single', 'red', 'Red'],
    ['q_single', 'else', 'Green, I think'],
    ['q_ranking', ['blue', 'red'], 'Blue and Red'],
    ['q_matrix', { door: ['red'], wall: ['red', 'blue'] }, 'Door: Red; Wall: Red and Blue'],
    ['q_matrix.wall', { wall: ['red'] }, 'Red'],
    ['q_matrix.door', { wall: ['red'] }, '–'],
    ['q_range', [1000, 2500.5], '1,000 – 2,500.5'],
    ['q_number', 0.1 + 0.2, '0.3'],
    ['q_date', '2026-11-22', 'November 22, 2026'],
    ['q_time', '18:30', '6:30 PM'],
    ['q_contact', { firstName: 'Ann', lastName: 'Bell', email: 'a@b.ru' }, 'Ann Bell, a@b.ru'],
    ['q_contact.lastName', { firstName: 'Ann', lastName: 'Bell' }, 'Bell'],
    ['q_address', { street: 'Arbat 1', city: 'Moscow' }, 'Arbat 1, Moscow'],
    ['q_consent', true, '–'],
    ['q_file', [file, { ...file, name: 'dog.jpg' }], 'cat.jpg and dog.jpg'],
    ['q_signature', 'M1 2L3 4', '–'],
    ['q_signature', 'name:Ann Bell', 'Ann Bell'],
    ['q_url', 'https://a.example/', 'https://a.example/'],
    ['q_score', 1234, '1,234'],
    ['q_number', null, '–'],
  ])('%s of %j is "%s"', (name, value, expected) => {
    const answers = {
      [name.replace(/\..*/, '')]: { value, at },
      q_single_other: { value: 'Green, I think', at },
    };
    const screens = [{ id: 's', questions: [...questions] }];
    const asked = { ...piping, content: { ...content, screens }, lang: 'en' };
    const text = pipe(`{{answer.${name}|–}}`, { ...asked, facts: { answers, variables: {} } });
    expect(text.replace(/\u202f/g, ' ')).toBe(expected);
  });
});

describe('languages', () => {
  it('are chosen by the whole tag, then by its first part, then the default', () => {
    expect(chooseLanguage(content, ['ru-RU', 'en'])).toBe('ru');
    expect(chooseLanguage(content, ['de', 'ru'])).toBe('ru');
    expect(chooseLanguage(content, ['de'])).toBe('en');
    expect(chooseLanguage(content, [])).toBe('en');
  });

  it('leave one text where there were many, and the survey as it was', () => {
    const russian = inLanguage(content, 'ru');
    expect(JSON.stringify(russian)).not.toContain('Delivery');
    expect(russian.screens[0]?.questions[0]).toMatchObject({
      title: { ru: 'Как?' },
      choices: [
        { id: 'fast', label: { ru: 'Быстро' } },
        { id: 'kind', label: { en: 'Kind' } },
      ],
    });
    expect(russian.screens[0]?.questions[1]).toMatchObject({ labels: { low: { ru: 'Нет' } } });
    expect(russian.variables).toEqual({
      order: { type: 'string' },
      arrived: { type: 'date' },
      sum: { type: 'number' },
      share: { type: 'number' },
      title: { type: 'string' },
    });
    expect(readable(russian.thanks.title, { ...piping, content: russian })).toBe('Спасибо');
  });
});

describe('clean text', () => {
  it('holds neither NUL nor lone surrogates, and keeps whole characters', () => {
    expect(cleanText('a\u0000b\uD800c😀')).toBe('a\uFFFDb\uFFFDc😀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(text).isWellFormed()).toBe(true);
        expect(cleanText(text)).not.toContain('\u0000');
      }),
    );
  });
});
