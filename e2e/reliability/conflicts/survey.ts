import type { SurveyContent } from 'otklik/protocol';

export const SURVEY_ID = 'srv_conflicts';

/** Everything on one screen, none of it required: any device may answer any question at any time. */
export const SURVEY: SurveyContent = {
  title: { en: 'Delivery' },
  defaultLanguage: 'en',
  variables: { orderNumber: { type: 'string' } },
  screens: [
    {
      id: 'all',
      questions: [
        { id: 'score', type: 'nps', title: { en: 'How likely are you to recommend us?' } },
        { id: 'why', type: 'text', size: 'short', title: { en: 'Why?' } },
        {
          id: 'liked',
          type: 'multiple',
          title: { en: 'What did you like?' },
          choices: [
            { id: 'speed', label: { en: 'The speed' } },
            { id: 'taste', label: { en: 'The taste' } },
            { id: 'price', label: { en: 'The price' } },
          ],
        },
        {
          id: 'terms',
          type: 'consent',
          title: { en: 'May we write to you?' },
          label: { en: 'Yes, you may' },
        },
        { id: 'bill', type: 'file', title: { en: 'The bill' }, accept: ['pdf', 'image'] },
      ],
    },
    {
      id: 'last',
      questions: [{ id: 'more', type: 'text', size: 'short', title: { en: 'Anything else?' } }],
    },
  ],
  thanks: { title: { en: 'Thank you!' } },
};
