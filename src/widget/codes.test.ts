import { describe, expect, it } from 'vitest';

import { firstOutlook } from '../engine/index.ts';
import type { Preface, SessionRequest } from '../protocol/session.ts';
import { DEAD_ENDS, deadEndIn } from '../protocol/dead-ends.ts';
import { WORDS } from '../protocol/words/index.ts';
import { openByCode } from './codes.ts';
import { Courier } from './courier.ts';
import type { News } from './courier.ts';
import * as drafts from './drafts.ts';
import { recordOf } from './new-record.ts';
import type { Wanted, World } from './opening.ts';
import { revised } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { at, CONTENT, ENDPOINT, NOW, record, responseId, session } from './testing/samples.ts';
import { ModelService } from './testing/service.ts';
import { world as courierWorld } from './testing/world.ts';

const CODE = `${'Ab1-'.repeat(5)}_zshop`;
const ID = responseId();
const wanted: Wanted = { endpoint: ENDPOINT, source: {}, languages: ['en'], code: CODE };

const preface: Preface = {
  project: 'prj_shop',
  survey: { id: 'srv_delivery', version: 1, content: CONTENT },
  lang: 'en',
  responseId: ID,
  first: firstOutlook({ content: CONTENT, facts: { answers: {}, variables: {} }, lang: 'en' })!,
};

/** The hosted page, as far as it is looked at; without a preface any other page. */
function page(held?: unknown): ParentNode {
  const querySelector = (selector: string): unknown =>
    selector === '#otklik-preface' && held ? { textContent: JSON.stringify(held) } : null;
  return { querySelector } as unknown as ParentNode;
}

function device(answer: (request: SessionRequest) => Response | Promise<Response>) {
  const outbox = new Outbox([memoryStore()]);
  const requests: SessionRequest[] = [];
  const service = new ModelService();
  const news: News[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    if ((url as string).endsWith('/v1/responses')) return service.fetch(url, init);
    const request = JSON.parse(init?.body as string) as SessionRequest;
    requests.push(request);
    return answer(request);
  };
  const world: World = {
    fetch,
    now: () => NOW,
    storedProjects: async () => ['prj_shop'],
    drafts: async () => ({
      ...drafts,
      findDraft: (wish, claims) => drafts.findDraft(wish, claims, outbox),
      goOn: (draft, project, ask, fresh) => drafts.goOn(draft, project, ask, fresh, outbox),
    }),
    codes: () => import('./codes.ts'),
  };
  const courier = new Courier('prj_shop', ENDPOINT, outbox, courierWorld(fetch));
  courier.listen((one) => news.push(one));
  return { world, outbox, requests, service, courier, news };
}

const offline = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));
const problem = (code: string, status = 401): Response =>
  Response.json({ type: `urn:otklik:problem:${code}`, title: code, status, code }, { status });
const opened = ({ responseId: id }: SessionRequest): Response =>
  Response.json(
    session({
      responseId: id,
      grant: `otg_${id}`,
      variables: { order: { value: 'A-17', source: 'token' } },
    }),
  );

/** Answered before there was a session. */
async function answered(outbox: Outbox, change: Partial<OutboxRecord> = {}): Promise<OutboxRecord> {
  const opening = await openByCode(CODE, wanted, device(offline).world, page(preface));
  if (opening?.kind !== 'ask') throw new Error('nothing is asked');
  const answers = { nps: { value: 9, at: at(1) } };
  const first = { ...recordOf(opening), ...change };
  const next = revised(first, { answers, screen: 'second' }, at(1));
  await outbox.save(next);
  return next;
}

describe('a page that brings its first question along', () => {
  it('shows it without a word to the network', async () => {
    const { world, requests } = device(offline);
    const opening = await openByCode(CODE, wanted, world, page(preface));
    expect(opening).toMatchObject({ kind: 'ask', code: CODE, sight: { id: ID, screen: 'first' } });
    expect(requests).toEqual([]);
  });

  it('goes on with what this device has begun by the same code, and not by another', async () => {
    const { world, outbox } = device(offline);
    await answered(outbox);
    const again = await openByCode(
      CODE,
      wanted,
      world,
      page({ ...preface, responseId: undefined }),
    );
    expect(again).toMatchObject({ sight: { id: ID, screen: 'second' } });
    const other = await openByCode(`x${CODE}`.slice(0, 22) + 'shop', wanted, world, page(preface));
    expect(other).toMatchObject({ sight: { screen: 'first' } });
  });

  it('keeps the code with an answer, and nothing that would show it to others', async () => {
    const { outbox } = device(offline);
    const kept = await answered(outbox);
    expect(kept).toMatchObject({ code: CODE, grant: '' });
    expect(kept.occasion).not.toContain(CODE.slice(8, 22));
  });

  it.each([[null], [{}], [{ ...preface, survey: null }], ['cut sho']])(
    'that brings something else (%j) asks the service',
    async (held) => {
      const { world, requests } = device(opened);
      await openByCode(CODE, wanted, world, page(held));
      expect(requests).toMatchObject([{ code: CODE }]);
    },
  );
});

describe('a strict link', () => {
  /** Lets in the first response, and later none, as the service does. */
  function strictDevice() {
    let letIn: string | undefined;
    let isOver = false;
    const tab = device((request) => {
      letIn ??= request.responseId;
      if (isOver || request.responseId !== letIn) return problem('code_used');
      const reply = session({ responseId: letIn, grant: `otg_${letIn}`, strict: true });
      return Response.json(reply);
    });
    const held = new Map<string, string>();
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
      removeItem: (key: string) => void held.delete(key),
    };
    return { ...tab, storage: () => storage, end: () => (isOver = true) };
  }
  const strict = (id: string) => page({ ...preface, responseId: id, strict: true });

  it('opens again in a second tab of the same device, with nothing answered yet', async () => {
    const { world, requests, storage } = strictDevice();
    await openByCode(CODE, wanted, world, page(), storage);
    expect(await openByCode(CODE, wanted, world, page(), storage)).toMatchObject({ kind: 'ask' });
    expect(new Set(requests.map(({ responseId: id }) => id)).size).toBe(1);
  });

  it('opens on no second device', async () => {
    const { world, storage } = strictDevice();
    await openByCode(CODE, wanted, world, page(), storage);
    const elsewhere = (): never => {
      throw new Error('nothing is here');
    };
    await expect(openByCode(CODE, wanted, world, page(), elsewhere)).rejects.toMatchObject({
      code: 'code_used',
    });
  });

  it('of the hosted page opens again, although the page was drawn for another response', async () => {
    const { world, requests, storage } = strictDevice();
    const first = await openByCode(CODE, wanted, world, strict(ID), storage);
    expect(first).toMatchObject({ code: CODE, sight: { id: ID } });
    const again = await openByCode(CODE, wanted, world, strict(responseId()), storage);
    expect(again).toMatchObject({ kind: 'ask', sight: { id: ID } });
    expect(requests.map(({ responseId: id }) => id)).toEqual([ID]);
  });

  it('goes on without a network as far as the page allows', async () => {
    const { world, storage } = strictDevice();
    await openByCode(CODE, wanted, world, strict(ID), storage);
    const again = await openByCode(CODE, wanted, { ...world, fetch: offline }, strict(ID), storage);
    expect(again).toMatchObject({ kind: 'ask', sight: { id: ID } });
  });

  it('stays open for what was begun on this device, when it opens for nobody any more', async () => {
    const { world, outbox, storage, end } = strictDevice();
    const begun = await answered(outbox);
    const { code: _used, ...record } = begun;
    await outbox.save({ ...record, grant: 'otg_begun', base: begun.revision });
    end();
    for (const shown of [page(), strict(responseId())]) {
      const again = await openByCode(CODE, wanted, world, shown, storage);
      expect(again).toMatchObject({ kind: 'ask', sight: { id: ID, screen: 'second' } });
      expect(again).not.toHaveProperty('code');
    }
  });
});

describe('an answer that waits for its session', () => {
  it('gets it when there is a network, and the code is gone', async () => {
    const { outbox, courier, requests, service } = device(opened);
    await answered(outbox);
    await courier.wake();
    expect(requests).toMatchObject([{ code: CODE, responseId: ID }]);
    expect([...service.rows.keys()]).toEqual([ID]);
    const [kept] = await outbox.records();
    expect(kept).toMatchObject({ grant: `otg_${ID}`, base: 1 });
    expect(kept).not.toHaveProperty('code');
    expect(kept?.variables).toMatchObject({ order: { value: 'A-17' } });
  });

  it('waits on when the service says nothing, or a stranger answers', async () => {
    for (const silence of [offline, () => new Response('Welcome'), () => problem('x', 503)]) {
      const { outbox, courier, service } = device(silence);
      await answered(outbox);
      await courier.wake();
      expect(await outbox.records()).toMatchObject([{ code: CODE }]);
      expect(service.rows.size).toBe(0);
    }
  });

  it('goes into the response that another device has begun', async () => {
    const theirs = responseId();
    const { outbox, courier, service } = device(() =>
      Response.json(session({ responseId: theirs, grant: 'otg_theirs' })),
    );
    await answered(outbox);
    await courier.wake();
    expect([...service.rows.keys()]).toEqual([theirs]);
    expect(service.rows.get(theirs)).toMatchObject({ answers: { nps: { value: 9 } } });
    expect(await outbox.records()).toMatchObject([{ id: theirs }]);
  });

  it('goes into what another tab was let in with: a strict code lets in nobody else', async () => {
    const { outbox, courier, service, requests } = device(() => problem('code_used'));
    const { occasion } = await answered(outbox);
    const first = record({ occasion, respondent: '', answers: {}, base: 1, grant: 'otg_first' });
    await outbox.save(first);
    await courier.wake();
    expect(requests).toEqual([]);
    expect([...service.rows.keys()]).toEqual([first.id]);
  });

  it.each(['answered', 'expired', 'cancelled'] as const)(
    'is set aside when the invitation is %s, and its code is of no more use',
    async (reason) => {
      const { outbox, courier, news, requests } = device(() =>
        Response.json({ ask: false, reason }),
      );
      await answered(outbox);
      await courier.wake();
      await courier.wake();
      const [kept] = await outbox.records();
      expect(kept).toMatchObject({ parked: reason, answers: { nps: { value: 9 } } });
      expect(kept).not.toHaveProperty('code');
      expect(news).toContainEqual({ kind: 'blocked', id: ID, code: reason });
      expect(requests).toHaveLength(1);
    },
  );

  it('is asked for once per visit where it may yet be let in', async () => {
    const { outbox, courier, requests } = device(() => problem('code_used'));
    await answered(outbox);
    await courier.wake();
    await courier.wake();
    expect(requests).toHaveLength(1);
    expect(await outbox.records()).toMatchObject([{ parked: 'code_used', code: CODE }]);
  });

  it('of somebody who was erased is forgotten', async () => {
    const { outbox, courier, news } = device(() => problem('response_erased', 410));
    await answered(outbox);
    await courier.wake();
    expect(await outbox.records()).toEqual([]);
    expect(news).toContainEqual({ kind: 'erased', id: ID });
  });
});

describe('a link', () => {
  it.each(['answered', 'closed', 'expired', 'cancelled'] as const)(
    'that leads nowhere is told by its reason: %s',
    async (reason) => {
      const { world } = device(() => Response.json({ ask: false, reason }));
      await expect(openByCode(CODE, wanted, world, page())).rejects.toMatchObject({ code: reason });
    },
  );

  it('that was cut off leaves the page to its token, where it has one', async () => {
    const { world } = device(() => problem('code_invalid'));
    const withToken = { ...wanted, source: { tokenUrl: '/survey-token' } };
    expect(await openByCode('cut', withToken, world, page())).toBeUndefined();
    await expect(openByCode('cut', wanted, world, page())).rejects.toMatchObject({
      code: 'code_invalid',
    });
  });

  it('is no place for an API key', async () => {
    const { world, requests } = device(opened);
    await expect(openByCode('otk_default_secret', wanted, world, page())).rejects.toMatchObject({
      code: 'token_is_key',
    });
    expect(requests).toEqual([]);
  });
});

it('why a link leads nowhere is said in every language that the widget speaks', () => {
  expect(Object.keys(DEAD_ENDS).sort()).toEqual(['en', ...Object.keys(WORDS)].sort());
  for (const [tag, sentences] of Object.entries(DEAD_ENDS)) {
    expect(new Set(sentences).size, tag).toBe(5);
    for (const sentence of sentences) expect(sentence.length, tag).toBeGreaterThan(10);
  }
  expect(deadEndIn('de-AT', 'expired')).toContain('nicht mehr gültig');
  expect(deadEndIn('xx', 'code_invalid')).toContain('not complete');
  expect(deadEndIn('en', 'network')).toBeUndefined();
});
