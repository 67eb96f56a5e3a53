import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { SurveyContent } from '../protocol/index.ts';
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
    expect(pipe('{{answer.how}}', piping)).toBe('Быстро, Kind');
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
