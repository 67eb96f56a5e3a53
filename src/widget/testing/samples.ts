/** A small survey and a record of it, for tests. */
import { firstOutlook } from '../../engine/index.ts';
import type { OpenSession } from '../../protocol/session.ts';
import type { SurveyContent } from '../../protocol/survey.ts';
import type { OutboxRecord } from '../record.ts';

export const ENDPOINT = 'https://surveys.example.com';
export const NOW = Date.UTC(2026, 10, 22, 12);
export const at = (seconds = 0): string => new Date(NOW + seconds * 1000).toISOString();

export const CONTENT: SurveyContent = {
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
    {
      id: 'third',
      questions: [
        {
          id: 'liked',
          type: 'multiple',
          title: { en: 'What did you like?' },
          choices: [
            { id: 'speed', label: { en: 'Speed' } },
            { id: 'taste', label: { en: 'Taste' } },
          ],
        },
        { id: 'mail', type: 'email', title: { en: 'Your e-mail' } },
      ],
    },
  ],
  thanks: { title: { en: 'Thank you' } },
};

let minted = 0;

/** Distinct, and of the form that the service asks for. */
export function responseId(): string {
  minted += 1;
  return `019ab000-0000-7000-8000-${minted.toString(16).padStart(12, '0')}`;
}

export function record(change: Partial<OutboxRecord> = {}): OutboxRecord {
  return {
    v: 1,
    id: responseId(),
    respondent: 'customer-42',
    occasion: '["srv_delivery",null,[]]',
    endpoint: ENDPOINT,
    survey: { id: 'srv_delivery', version: 1, content: CONTENT },
    lang: 'en',
    variables: {},
    grant: 'otg_default_grant',
    deadline: '2026-12-22T12:00:00.000Z',
    answers: { nps: { value: 9, at: at() } },
    screen: 'second',
    revision: 1,
    base: 0,
    status: 'partial',
    timings: { startedAt: at(), updatedAt: at() },
    ...change,
  };
}

export function session(change: Partial<OpenSession> = {}): OpenSession {
  const reply = {
    ask: true as const,
    project: 'prj_shop',
    responseId: responseId(),
    survey: { id: 'srv_delivery', version: 1, content: CONTENT },
    lang: 'en',
    variables: {},
    grant: 'otg_default_grant',
    deadline: '2026-12-22T12:00:00.000Z',
    ...change,
  };
  const { survey, variables, resume, lang } = reply;
  const facts = { answers: resume?.answers ?? {}, variables };
  return { first: firstOutlook({ content: survey.content, facts, lang }), ...reply };
}

/** Unsigned, which is all the widget looks at. */
export function token(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: unknown): string =>
    btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  const all = {
    iss: 'prj_shop',
    aud: 'otklik',
    sub: 'customer-42',
    survey: 'srv_delivery',
    ...claims,
  };
  return [part({ alg: 'EdDSA', typ: 'otklik+jwt' }), part(all), 'signature'].join('.');
}
