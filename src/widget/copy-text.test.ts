import { expect, it } from 'vitest';

import type { SurveyContent } from '../protocol/survey.ts';
import { copyText } from './copy-text.ts';
import { at, CONTENT, record } from './testing/samples.ts';

const content: SurveyContent = {
  ...CONTENT,
  screens: [
    ...CONTENT.screens,
    {
      id: 'fourth',
      questions: [
        {
          id: 'agree',
          type: 'consent',
          title: { en: 'May we write to {{answer.mail}}?' },
          statement: { en: 'Yes, you may' },
          document: { label: { en: 'Rules' }, url: 'https://shop.example.com/rules', version: '1' },
        },
        { id: 'sign', type: 'signature', title: { en: 'Sign' } },
      ],
    },
  ],
} as SurveyContent;

const answered = record({
  survey: { id: 'srv_delivery', version: 3, content },
  revision: 4,
  answers: {
    nps: { value: 9, at: at() },
    why: { value: null, at: at() },
    liked: { value: ['speed', 'taste'], at: at() },
    mail: { value: 'anna@example.com', at: at() },
    agree: { value: true, at: at() },
  },
});

const [, , ...parts] = copyText(answered).split('\n\n');

it('a copy says what was asked and what was answered, as people read it', () => {
  expect(copyText(answered).startsWith('Delivery\n\n')).toBe(true);
  expect(parts.slice(0, -1)).toEqual([
    'How likely?\n9',
    'What did you like?\nSpeed and Taste',
    'Your e-mail\nanna@example.com',
    'May we write to anna@example.com?\n✓',
  ]);
});

it('a copy ends with what is needed to put the response in by hand, and with no credential', () => {
  const data = JSON.parse(parts.at(-1) ?? '') as Record<string, unknown>;
  expect(data).toMatchObject({
    id: answered.id,
    survey: 'srv_delivery',
    version: 3,
    revision: 4,
    status: 'partial',
    answers: answered.answers,
    timings: answered.timings,
  });
  expect(copyText(answered)).not.toContain(answered.grant);
});
