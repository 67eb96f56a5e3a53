import { describe, expect, it, vi } from 'vitest';

import type { OpenSession, SessionRequest } from '../protocol/session.ts';
import * as drafts from './drafts.ts';
import { openInterview } from './opening.ts';
import type { Wanted, World } from './opening.ts';
import type { OutboxRecord } from './record.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import {
  CONTENT,
  ENDPOINT,
  NOW,
  at,
  record,
  responseId,
  session,
  token,
} from './testing/samples.ts';

const problem = (status: number, code: string): Response =>
  Response.json({ type: 'x', title: 'x', status, code }, { status });

interface Asked {
  readonly world: World;
  readonly requests: SessionRequest[];
  readonly outbox: Outbox;
}

/** A page whose service answers by `answer`, and whose device holds these records. */
async function page(
  answer: (request: SessionRequest) => Response | Promise<Response>,
  stored: readonly OutboxRecord[] = [],
): Promise<Asked> {
  const requests: SessionRequest[] = [];
  const outbox = new Outbox([memoryStore()]);
  for (const one of stored) await outbox.save(one);
  const world: World = {
    fetch: async (url, init) => {
      if ((url as string) === '/survey-token') return Response.json({ token: token() });
      const request = JSON.parse(init?.body as string) as SessionRequest;
      requests.push(request);
      return answer(request);
    },
    now: () => NOW,
    storedProjects: () => Promise.resolve(stored.length > 0 ? ['prj_shop'] : []),
    drafts: () =>
      Promise.resolve({
        ...drafts,
        findDraft: (wanted, claims) => drafts.findDraft(wanted, claims, outbox),
        goOn: (draft, project, ask, fresh) => drafts.goOn(draft, project, ask, fresh, outbox),
      }),
    codes: () => import('./codes.ts'),
  };
  return { world, requests, outbox };
}

const wanted: Wanted = {
  endpoint: ENDPOINT,
  survey: 'srv_delivery',
  source: { tokenUrl: '/survey-token' },
  languages: ['ru'],
};

const opened = ({ responseId: id }: SessionRequest, change: Partial<OpenSession> = {}): Response =>
  Response.json(session({ responseId: id, ...change }));

describe('a first visit', () => {
  it('asks for a token and a session, and for nothing else', async () => {
    const { world, requests } = await page(opened);
    const urls: string[] = [];
    const fetch: typeof globalThis.fetch = (url, init) => {
      urls.push(url as string);
      return world.fetch(url, init);
    };
    const opening = await openInterview(wanted, { ...world, fetch });
    expect(urls).toEqual(['/survey-token', `${ENDPOINT}/v1/sessions`]);
    expect(requests[0]).toEqual({
      token: token(),
      responseId: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      survey: 'srv_delivery',
      lang: ['ru'],
    });
    expect(opening).toMatchObject({ kind: 'ask', sight: { screen: 'first' } });
  });

  it('does not even look for a draft where nothing of ours is stored', async () => {
    const { world } = await page(opened);
    const look = vi.fn(world.drafts);
    await openInterview(wanted, { ...world, drafts: look });
    expect(look).not.toHaveBeenCalled();
  });

  it('is not asked afresh while a slow disk still looks for the draft', async () => {
    vi.useFakeTimers();
    try {
      const draft = record({ revision: 1, answers: { nps: { value: 9, at: at(-60) } } });
      const { world } = await page(opened, [draft]);
      const slowly = async (): ReturnType<World['drafts']> => {
        await new Promise((resolve) => setTimeout(resolve, 5000));
        return world.drafts();
      };
      const opening = openInterview(wanted, { ...world, drafts: slowly });
      await vi.advanceTimersByTimeAsync(5000);
      expect(await opening).toMatchObject({ sight: { id: draft.id } });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not asked when the service says so', async () => {
    const { world } = await page(() => Response.json({ ask: false, reason: 'fatigue' }));
    expect(await openInterview(wanted, world)).toMatchObject({
      kind: 'not-asked',
      reason: 'fatigue',
    });
  });

  it('goes on where another device has stopped', async () => {
    const answers = { nps: { value: 9, at: at(-60) } };
    const timings = { startedAt: at(-60), updatedAt: at(-60) };
    const resume = { revision: 3, status: 'partial' as const, answers, timings };
    const { world } = await page((request) => opened(request, { resume }));
    expect(await openInterview(wanted, world)).toMatchObject({
      sight: { answers, screen: 'second' },
    });
  });
});

describe('a token that is no longer good', () => {
  it.each(['token_expired', 'token_used', 'token_invalid'])(
    'is asked for once more after %s, past the cache',
    async (code) => {
      let isFirst = true;
      const { world, requests } = await page((request) => {
        const answer = isFirst ? problem(401, code) : opened(request);
        isFirst = false;
        return answer;
      });
      const fetch = vi.fn(world.fetch);
      expect((await openInterview(wanted, { ...world, fetch })).kind).toBe('ask');
      expect(requests).toHaveLength(2);
      expect(fetch.mock.calls[0]).toEqual(['/survey-token']);
      expect(fetch.mock.calls[2]).toEqual(['/survey-token', { cache: 'reload' }]);
    },
  );

  it('is asked for only once more', async () => {
    const { world, requests } = await page(() => problem(401, 'token_expired'));
    await expect(openInterview(wanted, world)).rejects.toMatchObject({ code: 'token_expired' });
    expect(requests).toHaveLength(2);
  });

  it('is not asked for again where there is nobody to ask', async () => {
    const { world, requests } = await page(() => problem(401, 'token_used'));
    const source = { token: token() };
    await expect(openInterview({ ...wanted, source }, world)).rejects.toMatchObject({
      code: 'token_used',
    });
    expect(requests).toHaveLength(1);
  });
});

describe('what cannot be', () => {
  it('an API key in place of a token is refused, and never sent', async () => {
    const { world, requests } = await page(opened);
    const source = { token: 'otk_default_secret' };
    await expect(openInterview({ ...wanted, source }, world)).rejects.toMatchObject({
      code: 'token_is_key',
    });
    expect(requests).toEqual([]);
  });

  it.each<[string, Partial<Wanted>, (request: SessionRequest) => Response | Promise<Response>]>([
    ['endpoint_missing', { endpoint: '' }, opened],
    ['token_missing', { source: {} }, opened],
    ['token_unavailable', { source: { getToken: () => Promise.reject(new Error('no')) } }, opened],
    ['token_invalid', { source: { token: 'no jwt' } }, opened],
    ['origin_not_allowed', {}, () => problem(403, 'origin_not_allowed')],
    ['survey_unknown', {}, () => problem(404, 'survey_unknown')],
    ['network', {}, () => Promise.reject(new TypeError('Failed to fetch'))],
    ['reply_unreadable', {}, () => new Response('<html>Welcome to the hotel</html>')],
    ['reply_unreadable', {}, () => new Response('gone', { status: 502 })],
    [
      'survey_empty',
      {},
      (r) =>
        opened(r, {
          survey: { id: 'srv_delivery', version: 1, content: { ...CONTENT, screens: [] } },
        }),
    ],
  ])('%s is told by its code', async (code, change, answer) => {
    const { world } = await page(answer);
    await expect(openInterview({ ...wanted, ...change }, world)).rejects.toMatchObject({ code });
  });
});

describe('a draft on this device', () => {
  it('is gone on with, under its own id and at its own place', async () => {
    const draft = record({ revision: 2, base: 2 });
    const { world, requests } = await page(opened, [draft]);
    const opening = await openInterview(wanted, world);
    expect(requests[0]?.responseId).toBe(draft.id);
    expect(opening).toMatchObject({
      sight: { id: draft.id, screen: 'second', answers: draft.answers },
    });
  });

  it('is gone on with offline, without a session', async () => {
    const draft = record();
    const { world } = await page(() => Promise.reject(new TypeError('Failed to fetch')), [draft]);
    expect(await openInterview(wanted, world)).toEqual({
      kind: 'ask',
      project: 'prj_shop',
      sight: draft,
      first: { screen: 'second', questions: ['why'], hasBack: true, isLast: false },
      ticket: { wanted, pass: { token: token() } },
    });
  });

  it('goes on offline in the words of its language', async () => {
    const words = { next: 'Дальше' };
    const { world } = await page(
      () => Promise.reject(new TypeError('Failed to fetch')),
      [record({ lang: 'ru', words })],
    );
    expect(await openInterview(wanted, world)).toMatchObject({ sight: { lang: 'ru', words } });
  });

  it.each<[string, Partial<OutboxRecord>]>([
    ['another person', { respondent: 'customer-1' }],
    ['another order', { occasion: '["srv_delivery",null,[["order","7"]]]' }],
    ['another service', { endpoint: 'https://elsewhere.example.com' }],
    ['a survey that was closed by its respondent', { status: 'dismissed' }],
  ])('of %s is left alone', async (_name, change) => {
    const draft = record(change);
    const { world, requests } = await page(opened, [draft]);
    const opening = await openInterview(wanted, world);
    expect(requests[0]?.responseId).not.toBe(draft.id);
    expect(opening).toMatchObject({ kind: 'ask', sight: { answers: {}, screen: 'first' } });
  });

  it('that is complete and still waiting is not asked for again', async () => {
    const draft = record({ status: 'completed', screen: null });
    const { world, requests } = await page(opened, [draft]);
    expect(await openInterview(wanted, world)).toMatchObject({
      kind: 'not-asked',
      reason: 'answered',
    });
    expect(requests).toEqual([]);
  });

  it('that was refused gets a new grant, and asks nothing', async () => {
    const draft = record({ status: 'completed', screen: null, parked: 'grant_expired' });
    const { world, outbox } = await page(
      (request) => opened(request, { grant: 'otg_new' }),
      [draft],
    );
    expect(await openInterview(wanted, world)).toMatchObject({ kind: 'not-asked' });
    const [kept] = await outbox.records();
    expect(kept).toMatchObject({ grant: 'otg_new', revision: draft.revision });
    expect(kept?.parked).toBeUndefined();
  });

  it.each(['response_foreign', 'response_erased'])(
    'that is %s there is begun anew',
    async (code) => {
      const draft = record();
      const { world, requests } = await page(
        (request) => (request.responseId === draft.id ? problem(403, code) : opened(request)),
        [draft],
      );
      expect(await openInterview(wanted, world)).toMatchObject({
        kind: 'ask',
        sight: { answers: {} },
      });
      expect(requests).toHaveLength(2);
    },
  );

  it('meets another device’s answers: the newest of each question wins', async () => {
    const draft = record({
      revision: 3,
      base: 1,
      answers: { nps: { value: 2, at: at(30) }, why: { value: 'old', at: at(1) } },
      screen: 'third',
    });
    const resume = {
      revision: 5,
      status: 'partial' as const,
      answers: { nps: { value: 8, at: at(10) }, why: { value: 'new', at: at(20) } },
      timings: draft.timings,
    };
    const { world, outbox } = await page((request) => opened(request, { resume }), [draft]);
    await openInterview(wanted, world);
    expect(await outbox.records()).toMatchObject([
      { revision: 6, base: 5, answers: { nps: { value: 2 }, why: { value: 'new' } } },
    ]);
  });

  it('is taken over by the response that the invitation already has', async () => {
    const draft = record({ revision: 2 });
    const other = responseId();
    const { world } = await page((request) => opened(request, { responseId: other }), [draft]);
    expect(await openInterview(wanted, world)).toMatchObject({
      sight: { id: other, answers: draft.answers, revision: 3, base: 0 },
    });
  });
});
