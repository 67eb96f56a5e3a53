import { expect, it } from 'vitest';

import { chooseLanguage, inLanguage } from './languages.ts';
import { textsIn } from './localised-texts.ts';
import type { SurveyContent } from '../protocol/index.ts';

const both = (text: string) => ({ en: text, ru: `${text} (ru)` });

const content: SurveyContent = {
  title: both('Survey'),
  defaultLanguage: 'en',
  variables: { title: { type: 'string', label: both('Title') } },
  screens: [
    {
      id: 'one',
      questions: [
        {
          id: 'q',
          type: 'slider',
          title: both('q'),
          min: 0,
          max: 10,
          unit: both('pieces'),
          labels: { low: both('few'), high: { en: 'many' } },
          rules: [{ must: { answer: 'q', op: 'gt', value: 1 }, message: both('more') }],
          messages: { required: both('please') },
        },
        { id: 'sum', type: 'hidden', value: { text: 'same in every language' } },
      ],
    },
  ],
  endings: [
    {
      id: 'e',
      if: { answer: 'q', op: 'empty' },
      title: both('End'),
      link: { label: both('Go'), url: 'https://a.example/' },
    },
  ],
  thanks: { title: both('Thanks'), text: both('Bye') },
};

it('a survey in one language holds each text once, and the default where that language lacks', () => {
  const russian = inLanguage(content, 'ru');
  const { variables, ...asked } = russian;
  expect(variables).toEqual({ title: { type: 'string' } });
  const texts = textsIn(asked).map(({ pointer, text }) => [pointer, ...Object.keys(text)]);
  expect(texts.filter(([, lang]) => lang !== 'ru')).toEqual([
    ['/screens/0/questions/0/labels/high', 'en'],
  ]);
  expect(texts).toHaveLength(11);
  expect(russian.screens[0]?.questions[1]).toEqual(content.screens[0]?.questions[1]);
});

it('the first wanted language that the survey speaks is chosen, or one near to it', () => {
  expect(chooseLanguage(content, ['de', 'ru-RU', 'en'])).toBe('ru');
  expect(chooseLanguage(content, ['de'])).toBe('en');
});
