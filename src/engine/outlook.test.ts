import { describe, expect, it } from 'vitest';

import type { SurveyContent } from '../protocol/index.ts';
import { firstOutlook, outlookOf } from './outlook.ts';
import { prepared } from './prepared-text.ts';

const at = '2026-11-22T12:00:00.000Z';
const title = { en: 'Text' };
const content: SurveyContent = {
  title,
  defaultLanguage: 'en',
  screens: [
    {
      id: 'score',
      questions: [
        { id: 'nps', type: 'nps', title },
        {
          id: 'why',
          type: 'text',
          title,
          size: 'long',
          showIf: { answer: 'nps', op: 'lte', value: 6 },
        },
      ],
    },
    {
      id: 'order',
      showIf: { variable: 'order', op: 'answered' },
      questions: [{ id: 'courier', type: 'text', title, size: 'short' }],
    },
  ],
  thanks: { title },
};
const order = { order: { value: 'A-1', source: 'token' as const } };

describe('the screen to begin with', () => {
  it('shows what can be seen without an answer, and is the last where nothing follows', () => {
    expect(
      firstOutlook({ content: content, facts: { answers: {}, variables: {} }, lang: 'en' }),
    ).toEqual({
      screen: 'score',
      questions: ['nps'],
      hasBack: false,
      isLast: true,
    });
  });

  it('is followed by what the variables call for', () => {
    expect(
      firstOutlook({ content: content, facts: { answers: {}, variables: order }, lang: 'en' })
        ?.isLast,
    ).toBe(false);
  });

  it('is the one where somebody left off, with a way back', () => {
    expect(
      firstOutlook({
        content: content,
        facts: { answers: { nps: { value: 9, at } }, variables: order },
        lang: 'en',
      }),
    ).toEqual({ screen: 'order', questions: ['courier'], hasBack: true, isLast: true });
  });

  it('is none where every screen is hidden', () => {
    const hidden = { ...content, screens: content.screens.slice(1) };
    expect(
      firstOutlook({ content: hidden, facts: { answers: {}, variables: {} }, lang: 'en' }),
    ).toBeNull();
  });
});

it('pipes are filled as they are written, and only once', () => {
  const name = '{{ variable.order | "that" order }}';
  const piped = { ...content, title: { en: `About ${name} and {{answer.why|}}{{not a pipe}}` } };
  const variables = { order: { value: '{{variable.order}}', source: 'token' as const } };
  const first = firstOutlook({ content: piped, facts: { answers: {}, variables }, lang: 'en' });
  expect(first?.piped).toEqual({ [name]: '{{variable.order}}', '{{answer.why|}}': '' });
  expect(prepared(piped.title.en, first?.piped)).toBe(
    'About {{variable.order}} and {{not a pipe}}',
  );
});

it('an answer brings the question that depends on it', () => {
  const facts = { answers: { nps: { value: 3, at } }, variables: {} };
  expect(outlookOf(content, 'score', facts)?.questions).toEqual(['nps', 'why']);
});

it('a screen that the survey does not have shows nothing', () => {
  expect(outlookOf(content, 'gone', { answers: {}, variables: {} })).toBeNull();
});
