/**
 * What the first version of the widget left on people's devices: as it wrote it, to the letter. No later version may
 * fail to read, finish and send it. Not to be edited; a version that writes another shape adds a file.
 */
const content = {
  title: { en: 'Delivery' },
  defaultLanguage: 'en',
  screens: [
    {
      id: 'first',
      questions: [{ id: 'nps', type: 'nps', title: { en: 'How likely?' }, required: true }],
    },
    {
      id: 'second',
      questions: [{ id: 'why', type: 'text', size: 'long', title: { en: 'Why?' } }],
    },
  ],
  thanks: { title: { en: 'Thank you' } },
};

const draft = {
  v: 1,
  id: '019ab000-0000-7000-8000-0000000f0001',
  respondent: 'customer-42',
  occasion: '["srv_delivery",null,[]]',
  endpoint: 'https://surveys.example.com',
  survey: { id: 'srv_delivery', version: 1, content },
  lang: 'en',
  variables: { order: { value: 'A-17', source: 'token' } },
  grant: 'otg_default_first',
  deadline: '2026-12-22T12:00:00.000Z',
  answers: { nps: { value: 9, at: '2026-11-22T12:00:00.000Z' } },
  screen: 'second',
  revision: 1,
  base: 0,
  status: 'partial',
  timings: { startedAt: '2026-11-22T11:59:50.000Z', updatedAt: '2026-11-22T12:00:00.000Z' },
};

export const FIRST_RECORDS: readonly unknown[] = [
  draft,
  {
    ...draft,
    id: '019ab000-0000-7000-8000-0000000f0002',
    respondent: '',
    answers: { ...draft.answers, why: { value: 'Fast', at: '2026-11-22T12:00:10.000Z' } },
    screen: null,
    revision: 2,
    base: 1,
    status: 'completed',
    timings: { ...draft.timings, completedAt: '2026-11-22T12:00:10.000Z' },
    page: { source: 'app' },
    auto: { locale: 'en-GB' },
  },
  { ...draft, id: '019ab000-0000-7000-8000-0000000f0003', base: 1 },
  { ...draft, id: '019ab000-0000-7000-8000-0000000f0004', parked: 'grant_expired' },
];
