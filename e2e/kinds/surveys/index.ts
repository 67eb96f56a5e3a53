/** A survey for every kind of question, on a screen of its own, in every language of the pictures. */
import { SurveyContent } from 'otklik/protocol';

import { choices } from './choices.ts';
import { fields } from './fields.ts';
import { text } from './kind-survey.ts';
import type { KindSurvey } from './kind-survey.ts';
import { orders } from './orders.ts';
import { others } from './others.ts';
import { scales } from './scales.ts';

export { LANGUAGES } from './kind-survey.ts';
export type { KindSurvey, Step } from './kind-survey.ts';

export const kindSurveys: readonly KindSurvey[] = [
  ...scales,
  ...choices,
  ...orders,
  ...fields,
  ...others,
];

export function surveyOf({ name }: KindSurvey): string {
  return `srv_${name.replaceAll('-', '')}`;
}

export function contentOf({ questions }: KindSurvey): SurveyContent {
  return SurveyContent.parse({
    title: text('Tea', 'Чай', 'Tee', 'الشاي', 'Çay'),
    defaultLanguage: 'en',
    screens: [{ id: 'only', questions }],
    thanks: { title: text('Thank you!', 'Спасибо!', 'Danke!', 'شكرًا لك!', 'Teşekkürler!') },
  });
}
