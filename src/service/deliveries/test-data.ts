/** Made-up answers, by which somebody sees that a destination works, and how it looks there. */
import type { DeliveryPayload } from '../../protocol/index.ts';

const AT = '2026-01-31T09:15:00.000Z';

export const TEST_DATA: Pick<DeliveryPayload['data'], 'survey' | 'response'> = {
  survey: { id: 'srv_test', version: 1, title: 'A test from Otklik' },
  response: {
    id: '019c1234-5678-7abc-8def-0123456789ab',
    status: 'completed',
    revision: 1,
    lang: 'en',
    respondent: 'a-test',
    startedAt: AT,
    updatedAt: AT,
    completedAt: AT,
    answers: {
      score: {
        title: 'How likely are you to recommend us?',
        type: 'nps',
        value: 9,
        text: '9',
      },
      comment: {
        title: 'What should we do better?',
        type: 'text',
        value: 'Nothing: this is a test & not <an answer>.',
        text: 'Nothing: this is a test & not <an answer>.',
      },
    },
    questions: { score: 'answered', comment: 'answered' },
    variables: { segment: 'test' },
  },
};
