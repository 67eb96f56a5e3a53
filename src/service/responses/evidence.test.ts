/** What the service adds to answers, and what it does not take from a device. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { sha256 } from '../hash.ts';
import type { StoredResponse, SurveyContent } from '../../protocol/index.ts';
import { answers, newResponseId, START, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

const both = (en: string, ru: string): { en: string; ru: string } => ({ en, ru });

const content: SurveyContent = {
  title: both('Terms', 'Условия'),
  defaultLanguage: 'en',
  variables: { shop: { type: 'string' } },
  screens: [
    {
      id: 'one',
      questions: [
        {
          id: 'colour',
          type: 'single',
          title: both('Colour', 'Цвет'),
          shuffle: true,
          choices: ['red', 'green', 'blue'].map((id) => ({ id, label: both(id, id) })),
        },
        {
          id: 'terms',
          type: 'consent',
          title: both('Terms', 'Условия'),
          label: both('I agree with {{variable.shop}}', 'Я согласен с {{variable.shop}}'),
          document: {
            label: both('Text', 'Текст'),
            url: 'https://shop.example/terms',
            version: '2026-11',
          },
        },
        { id: 'mails', type: 'consent', title: both('Mail', 'Почта'), label: both('Yes', 'Да') },
        {
          id: 'points',
          type: 'hidden',
          value: { sum: [1, { points: 'colour', of: { red: 2 } }] },
        },
        {
          id: 'days',
          type: 'hidden',
          value: { days: ['2026-11-01', { variable: 'today' }] },
        },
        {
          id: 'never',
          type: 'hidden',
          showIf: { answer: 'colour', op: 'empty' },
          value: 1,
        },
      ],
    },
  ],
  thanks: { title: both('Thanks', 'Спасибо') },
};

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_terms', content);
});
afterAll(() => test.service.close());

const given = answers({ colour: 'red', terms: true, mails: null });

async function stored(change: Record<string, unknown>): Promise<StoredResponse> {
  const session = await test.session({ survey: 'srv_terms', variables: { shop: 'Tea & Co' } });
  const item = submission(session, {
    lang: 'ru',
    answers: given,
    auto: { today: '2026-11-22' },
    ...change,
  });
  expect((await test.submit(item)).json.results).toMatchObject([{ result: 'stored' }]);
  const { json } = await test.api('GET', `/v1/responses/${session.responseId}`);
  return json as unknown as StoredResponse;
}

it('agreement is kept with the words that were read, their language and the version of the document', async () => {
  const { answers: kept } = await stored({});
  expect(kept['terms']).toMatchObject({
    value: true,
    consent: { textHash: sha256('Я согласен с Tea & Co'), lang: 'ru', documentVersion: '2026-11' },
  });
  expect(kept['mails']).not.toHaveProperty('consent');
});

it('who agrees in one language and goes on in another has agreed to the words of the first', async () => {
  const at = START.toISOString();
  const terms = { value: true, at, lang: 'en' };
  const { lang, answers: kept } = await stored({ answers: { ...given, terms } });
  expect(lang).toBe('ru');
  expect(kept['terms']).toEqual({
    ...terms,
    consent: { textHash: sha256('I agree with Tea & Co'), lang: 'en', documentVersion: '2026-11' },
  });
});

it('shuffled choices are kept in the order in which the session has shown them', async () => {
  const responseId = newResponseId();
  const session = await test.session({ survey: 'srv_terms' }, { responseId });
  await test.submit(submission(session, { answers: given }));
  const { json } = await test.api('GET', `/v1/responses/${responseId}`);
  const order = json.answers['colour']?.order;
  expect(order).toEqual(session.first?.order?.['colour']);
  expect([...(order ?? [])].sort()).toEqual(['blue', 'green', 'red']);
});

it('hidden questions are computed, stored and have a status', async () => {
  const response = await stored({});
  expect(response.answers).toMatchObject({ points: { value: 3 }, days: { value: 21 } });
  expect(response.answers).not.toHaveProperty('never');
  expect(response.questions).toEqual({
    colour: 'answered',
    terms: 'answered',
    mails: 'skipped',
    points: 'answered',
    days: 'answered',
    never: 'not_shown',
  });
});

it('what a device says of these is ignored', async () => {
  const at = START.toISOString();
  const { answers: kept } = await stored({
    answers: {
      ...given,
      colour: { value: 'red', at, order: ['red'] },
      terms: { value: true, at, consent: { textHash: 'none', lang: 'en' } },
      points: { value: 1000, at },
    },
  });
  expect(kept['points']?.value).toBe(3);
  expect(kept['terms']?.consent?.lang).toBe('ru');
  expect(kept['colour']?.order).toHaveLength(3);
});

it('the day on which a response began is the same for whoever goes on with it', async () => {
  const request = { survey: 'srv_terms', respondent: 'ann', variables: { shop: 'A' } };
  const begun = await test.session(request);
  expect(begun.variables['today']).toEqual({ value: '2026-11-22', source: 'auto' });
  const partial = {
    status: 'partial',
    answers: answers({ colour: 'red' }),
    auto: { today: '2026-11-22' },
  };
  await test.submit(submission(begun, partial));
  test.advance(3 * 24 * 60 * 60 * 1000);
  const other = await test.session(request);
  test.clock.now = START;
  expect(other.responseId).toBe(begun.responseId);
  expect(other.variables['today']).toEqual({ value: '2026-11-22', source: 'auto' });
});
