import { describe, expect, it } from 'vitest';

import type { SessionRequest } from '../protocol/session.ts';
import { Interview } from './interview.ts';
import type { Ticket } from './opening.ts';
import { submission } from './record.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { CONTENT, ENDPOINT, record, session, token } from './testing/samples.ts';
import { translated } from './translation.ts';

const RUSSIAN = { ...CONTENT, title: { ru: 'Доставка' } };
const words = { next: 'Дальше' };

const TOKEN = token();
const ticket: Ticket = {
  wanted: {
    endpoint: ENDPOINT,
    source: { tokenUrl: '/survey-token' },
    chosen: 'en',
    languages: ['de'],
  },
  pass: { token: TOKEN },
};

const refusal = (code: string, status = 401): Response => Response.json({ code }, { status });

/** A service that answers in turn. */
function service(...answers: readonly (Response | Error)[]) {
  const requests: SessionRequest[] = [];
  const left = [...answers];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    if (url === '/survey-token') return Response.json({ token: 'a.fresh.token' });
    requests.push(JSON.parse(init?.body as string) as SessionRequest);
    const answer = left.shift();
    if (answer instanceof Response) return answer;
    throw answer ?? new Error('nothing left to answer');
  };
  return { requests, fetch };
}

function inRussian(change: Parameters<typeof session>[0] = {}): Response {
  const survey = { id: 'srv_delivery', version: 1, content: RUSSIAN };
  return Response.json(session({ survey, lang: 'ru', words, languages: ['en', 'ru'], ...change }));
}

describe('a survey in another language', () => {
  it('is asked for with the token of the visit, for the same response', async () => {
    const { requests, fetch } = service(inRussian());
    const draft = record();
    expect(await translated(ticket, draft, 'ru', fetch)).toEqual({
      survey: { id: 'srv_delivery', version: 1, content: RUSSIAN },
      lang: 'ru',
      words,
      languages: ['en', 'ru'],
    });
    expect(requests).toEqual([
      {
        token: TOKEN,
        responseId: draft.id,
        survey: 'srv_delivery',
        chosen: 'ru',
        lang: ['de'],
      },
    ]);
  });

  it('is asked for with a new token when the old one is no longer good', async () => {
    const { requests, fetch } = service(refusal('token_expired'), inRussian());
    expect((await translated(ticket, record(), 'ru', fetch))?.lang).toBe('ru');
    expect(requests.map((request) => request.token)).toEqual([TOKEN, 'a.fresh.token']);
  });

  it('is not to be had when no new token can come', async () => {
    const { fetch } = service(refusal('token_expired'));
    const spent: Ticket = { ...ticket, wanted: { ...ticket.wanted, source: { token: token() } } };
    await expect(translated(spent, record(), 'ru', fetch)).rejects.toMatchObject({
      code: 'token_expired',
    });
  });

  it('is not to be had while the service is out of reach', async () => {
    const { fetch } = service(new TypeError('Failed to fetch'));
    await expect(translated(ticket, record(), 'ru', fetch)).rejects.toMatchObject({
      code: 'network',
    });
  });

  it('is nothing when nobody is asked any more', async () => {
    const { fetch } = service(Response.json({ ask: false, reason: 'closed' }));
    expect(await translated(ticket, record(), 'ru', fetch)).toBeUndefined();
  });

  it('is refused in another version, whose screens may be others', async () => {
    const survey = { id: 'srv_delivery', version: 2, content: RUSSIAN };
    const { fetch } = service(inRussian({ survey }));
    await expect(translated(ticket, record(), 'ru', fetch)).rejects.toMatchObject({
      code: 'survey_mismatch',
    });
  });
});

describe('a response that goes on in another language', () => {
  const translation = {
    survey: { id: 'srv_delivery', version: 1, content: RUSSIAN },
    lang: 'ru',
    words,
    languages: undefined,
  };

  it('is a new revision with the same answers, for what was sent is never changed', async () => {
    const outbox = new Outbox([memoryStore()]);
    const draft = record();
    const interview = new Interview(draft, { outbox, onSaved: () => undefined });
    await interview.translate(translation);
    expect(interview.record).toMatchObject({
      lang: 'ru',
      words,
      answers: draft.answers,
      screen: draft.screen,
      grant: draft.grant,
      revision: draft.revision + 1,
    });
    expect(await outbox.records()).toEqual([interview.record]);
    expect(submission(interview.record)).toMatchObject({
      lang: 'ru',
      revision: draft.revision + 1,
    });
    expect(submission(interview.record)).not.toHaveProperty('words');
  });

  it('is not stored before its first answer', async () => {
    const outbox = new Outbox([memoryStore()]);
    const untouched = record({ revision: 0, answers: {}, screen: 'first' });
    const interview = new Interview(untouched, { outbox, onSaved: () => undefined });
    await interview.translate(translation);
    expect(interview.record).toMatchObject({ lang: 'ru', revision: 0 });
    expect(await outbox.records()).toEqual([]);
  });

  it('stays as it is when it is done', async () => {
    const done = record({ status: 'completed', screen: null });
    const outbox = new Outbox([memoryStore()]);
    const interview = new Interview(done, { outbox, onSaved: () => undefined });
    await interview.translate(translation);
    expect(interview.record).toEqual(done);
  });
});
