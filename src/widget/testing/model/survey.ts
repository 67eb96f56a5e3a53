/** What is asked, by whom, and who answers. */
import type { SurveyContent } from '../../../protocol/survey.ts';
import { token } from '../samples.ts';

export const PROJECT = 'prj_shop';
export const SURVEY_ID = 'srv_delivery';
export const SITE = 'https://shop.example';

export const SURVEY: SurveyContent = {
  title: { en: 'Delivery' },
  defaultLanguage: 'en',
  variables: { order: { type: 'string' } },
  screens: [
    {
      id: 'first',
      questions: [
        {
          id: 'liked',
          type: 'text',
          size: 'long',
          title: { en: 'What did you like?' },
          required: true,
        },
      ],
    },
    {
      id: 'second',
      questions: [{ id: 'missed', type: 'text', size: 'long', title: { en: 'What was missing?' } }],
    },
    {
      id: 'third',
      questions: [
        { id: 'more', type: 'text', size: 'long', title: { en: 'Anything else?' } },
        { id: 'advice', type: 'text', size: 'long', title: { en: 'What would you do?' } },
      ],
    },
  ],
  thanks: { title: { en: 'Thank you' } },
};

export type Person = 'anna' | 'boris';

/** Of the invitation to one person for one order. */
export function codeFor(person: Person, order: number): string {
  return `${person}${order}`.padEnd(22, '_') + PROJECT.slice('prj_'.length);
}

const minted = new Map<string, string>();

/** For one person's one order, as the customer's backend mints it. */
export function tokenFor(person: Person, order: number): string {
  const name = `${person}/${order}`;
  const known = minted.get(name) ?? token({ sub: person, vars: { order: String(order) } });
  minted.set(name, known);
  return known;
}
