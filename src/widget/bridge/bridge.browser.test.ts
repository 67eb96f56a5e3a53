import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page as screen } from 'vitest/browser';

import type { OtklikSurvey } from '../otklik-survey.ts';
import { testApp } from '../testing/app.ts';
import type { TestApp } from '../testing/app.ts';
import { openPage } from '../testing/page.ts';
import type { Page } from '../testing/page.ts';
import { CONTENT, record, token } from '../testing/samples.ts';
import { Bridge } from './bridge.ts';
import { Channel } from './channel.ts';
import { opaqueRecord } from './opaque-record.ts';

let page: Page;

beforeEach(() => {
  page = openPage();
});

afterEach(() => {
  page.leave();
});

const everything = ['token', 'open-url', 'unsent'];
const radio = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('radio', { name, exact: true });
const button = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('button', { name, exact: true });
const why = screen.getByRole('textbox', { name: 'Why?' });

/** A survey whose page leaves all to the app. */
function add(app: TestApp, attributes: Readonly<Record<string, string>> = {}): OtklikSurvey {
  const element = document.createElement('otklik-survey');
  const all = { survey: 'srv_delivery', endpoint: page.endpoint, display: 'inline', ...attributes };
  for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
  new Bridge(new Channel(app.transport, '1.0.0')).attach(element);
  document.body.append(element);
  return element;
}

async function giveToken(app: TestApp): Promise<void> {
  const asked = app.all('token-needed').length;
  await vi.waitFor(() =>
    expect(app.all('token-needed').length).toBeGreaterThan(given.get(app) ?? 0),
  );
  given.set(app, asked + 1);
  const { id } = app.last('token-needed');
  app.say({ type: 'token', id, token: token({ iss: page.project, jti: crypto.randomUUID() }) });
}
const given = new WeakMap<TestApp, number>();

async function answerAll(): Promise<void> {
  await radio('9').click();
  await why.fill('Fast');
  await button('Next').click();
  await screen.getByRole('checkbox', { name: 'Taste' }).click();
  await button('Send').click();
  await expect.element(screen.getByRole('heading', { name: 'Thank you' })).toBeVisible();
}

describe('an app around the page', () => {
  it('gives the token, and is told all that happens in the words of the events', async () => {
    const app = testApp({ type: 'hello', can: everything });
    const element = add(app);
    await giveToken(app);
    expect(await element.ready).toBe('asking');
    await answerAll();
    await vi.waitFor(() => expect(app.last('delivery').delivery).toBe('sent'));
    const told = app.heard.map(({ type }) => type);
    for (const type of ['shown', 'resize', 'answered', 'completed', 'delivery'])
      expect(told).toContain(type);
    const [[id, row] = []] = [...page.service.rows];
    expect(app.all('answered')[0]).toMatchObject({
      survey: 'srv_delivery',
      responseId: id,
      screen: 'first',
      answers: { nps: row?.answers['nps'] },
    });
    expect(app.last('resize').height).toBeGreaterThan(40);
  });

  it('says what the page does not know, and it travels with the session', async () => {
    const context = { order: 'A-17', vip: true };
    const app = testApp({ type: 'hello', can: everything, context });
    const element = add(app);
    await giveToken(app);
    await element.ready;
    expect(page.sessions[0]?.page).toEqual(context);
    app.say({ type: 'context', values: { order: 'A-18' } });
    expect(element.context).toEqual({ ...context, order: 'A-18' });
  });

  it('that refuses a token leaves a clear sentence, and says why it did', async () => {
    const app = testApp({ type: 'hello', can: everything });
    const element = add(app);
    await vi.waitFor(() => app.last('token-needed'));
    app.say({ type: 'token', id: app.last('token-needed').id, refused: 'nobody is logged in' });
    expect(await element.ready).toBe('failed');
    expect(app.last('error')).toMatchObject({ code: 'token_unavailable' });
    expect(app.last('error').problem).toContain('nobody is logged in');
    expect(page.sessions).toHaveLength(0);
  });

  it('is asked again when its token was used already', async () => {
    const app = testApp({ type: 'hello', can: everything });
    page.refuse = () => {
      page.refuse = undefined;
      return Response.json({ code: 'token_used', title: 'Used' }, { status: 401 });
    };
    const element = add(app);
    await giveToken(app);
    await giveToken(app);
    expect(await element.ready).toBe('asking');
  });

  it('renews the token of a page that has come to the end of its own', async () => {
    const app = testApp({ type: 'hello', can: everything });
    page.refuse = () => {
      page.refuse = undefined;
      return Response.json({ code: 'token_expired', title: 'Expired' }, { status: 401 });
    };
    const element = add(app, { token: token({ iss: page.project }) });
    await vi.waitFor(() => expect(app.last('token-needed').code).toBe('token_expired'));
    await giveToken(app);
    await expect.element(radio('9')).toBeVisible();
    expect(element.step.kind).toBe('asking');
  });

  it('hears an answer to a token once', async () => {
    const app = testApp({ type: 'hello', can: everything });
    const element = add(app);
    await giveToken(app);
    await element.ready;
    const { id } = app.last('token-needed');
    app.say({ type: 'token', id, token: 'another' });
    expect(app.last('refused').reason).toBe('unasked');
  });

  it('that never answers is none: the page’s own source does', async () => {
    const app = testApp();
    const element = add(app, { token: token({ iss: page.project }) });
    expect(await element.ready).toBe('asking');
    expect(new Set(app.heard.map(({ type }) => type))).toEqual(new Set(['hello']));
  });

  it('opens the links, when it can', async () => {
    const [first, ...others] = CONTENT.screens;
    const [question] = first!.questions;
    const linked = {
      ...question!,
      description: { en: 'See [the rules](https://shop.example/rules).' },
    };
    page.content = { ...CONTENT, screens: [{ ...first!, questions: [linked] }, ...others] };
    const app = testApp({ type: 'hello', can: everything });
    const element = add(app);
    await giveToken(app);
    await element.ready;
    await screen.getByRole('link', { name: 'the rules' }).click();
    expect(app.last('open-url').url).toBe('https://shop.example/rules');
  });

  it('closes the survey, which goes on at the same question, and is told of every closing', async () => {
    const app = testApp({ type: 'hello', can: everything });
    const element = add(app);
    await giveToken(app);
    await element.ready;
    await radio('9').click();
    await expect.element(why).toBeVisible();
    app.say({ type: 'close' });
    await vi.waitFor(() => expect(app.all('close')).toHaveLength(1));
    expect(element.open).toBe(false);
    element.show();
    await expect.element(why).toBeVisible();
    element.hide();
    await vi.waitFor(() => expect(app.all('close')).toHaveLength(2));
    expect(app.last('close').responseId).toBe(page.sessions[0]?.responseId);
  });

  it('tells how much of the page its keyboard covers', async () => {
    const app = testApp({ type: 'hello', can: everything });
    const element = add(app);
    await giveToken(app);
    await element.ready;
    app.say({ type: 'keyboard', height: 280 });
    expect(element.style.getPropertyValue('--covered')).toBe('280px');
    app.say({ type: 'keyboard', height: 0 });
    expect(element.style.getPropertyValue('--covered')).toBe('');
  });
});

describe('answers that have not arrived', () => {
  async function answerOffline(app: TestApp): Promise<OtklikSurvey> {
    const element = add(app);
    await giveToken(app);
    await element.ready;
    page.isDown = true;
    await radio('9').click();
    await expect.element(why).toBeVisible();
    return element;
  }

  it('are given to the app when they were sent in vain, and counted once whoever sends them', async () => {
    const app = testApp({ type: 'hello', can: everything });
    const element = await answerOffline(app);
    await vi.waitFor(() => app.last('unsent'));
    const { id, revision, post } = app.last('unsent');
    expect(post?.url).toBe(`${page.endpoint}/v1/responses`);
    page.service.receive(post!.body);
    expect(page.service.rows.get(id)).toMatchObject({ revision });

    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(app.all('unsent'), 'the same is not said again').toHaveLength(1);

    page.isDown = false;
    await element.flush();
    await vi.waitFor(() => expect(app.last('settled')).toMatchObject({ id, revision }));
    expect(page.service.rows.size).toBe(1);
    expect(page.service.requests.flat().map((sent) => sent.revision)).toEqual([revision, revision]);
  });

  it('are given to the app when the page goes while they are under way', async () => {
    const app = testApp({ type: 'hello', can: everything });
    const element = add(app);
    await giveToken(app);
    await element.ready;
    vi.spyOn(page.service, 'fetch').mockReturnValue(new Promise(() => undefined));
    await radio('9').click();
    await vi.waitFor(() => expect(app.last('delivery').delivery).toBe('sending'));
    expect(app.all('unsent')).toHaveLength(0);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(app.last('unsent')).toMatchObject({ revision: 1 });
  });

  it('are given to the app at once where the page can keep nothing', async () => {
    const refused = (): never => {
      throw new DOMException('no storage', 'SecurityError');
    };
    vi.spyOn(indexedDB, 'open').mockImplementation(refused);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refused);
    const app = testApp({ type: 'hello', can: everything });
    await answerOffline(app);
    await vi.waitFor(() => expect(app.last('unsent').revision).toBe(1));
    expect(app.last('delivery').storage).toBe('memory');
  });

  it('are given to the app before they are sent, where it says that the web view will forget them', async () => {
    const app = testApp({ type: 'hello', can: [...everything, 'unsent-first'] });
    const element = add(app);
    await giveToken(app);
    await element.ready;
    vi.spyOn(page.service, 'fetch').mockReturnValue(new Promise(() => undefined));
    await radio('9').click();
    await vi.waitFor(() => expect(app.last('delivery').delivery).toBe('sending'));
    const told = app.heard.map(({ type }) => type);
    expect(app.last('unsent')).toMatchObject({ revision: 1 });
    expect(app.last('delivery').storage, 'the web view says nothing of it').toBe('indexeddb');
    const { heard } = app;
    const sending = heard.findIndex((one) => one.type === 'delivery' && one.delivery === 'sending');
    expect(told.indexOf('unsent')).toBeLessThan(sending);
  });

  it('stay with a page whose app does not keep them', async () => {
    const app = testApp({ type: 'hello', can: ['token'] });
    await answerOffline(app);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(app.all('unsent')).toHaveLength(0);
  });
});

describe('what the app has kept', () => {
  const kept = (change: Parameters<typeof record>[0]): ReturnType<typeof record> =>
    record({ endpoint: page.endpoint, ...change });

  it('goes on where it was left, on a device that knows nothing of it', async () => {
    const draft = kept({ status: 'partial' });
    const unsent = [opaqueRecord(page.project, draft)];
    const app = testApp({ type: 'hello', can: everything, unsent });
    const element = add(app);
    await giveToken(app);
    expect(await element.ready).toBe('asking');
    await expect.element(why).toBeVisible();
    await vi.waitFor(() => expect(app.last('settled').id).toBe(draft.id));
    expect(page.service.rows.get(draft.id)?.answers).toMatchObject({ nps: { value: 9 } });
  });

  it('is sent, and then settled, although the app has sent it too', async () => {
    const done = kept({ status: 'completed', screen: null, revision: 3 });
    const text = opaqueRecord(page.project, done);
    const app = testApp({ type: 'hello', can: everything, unsent: [text, text] });
    add(app);
    await vi.waitFor(() => expect(app.last('settled')).toMatchObject({ id: done.id, revision: 3 }));
    expect(page.service.rows.size).toBe(1);
    expect(page.service.rows.get(done.id)?.revision).toBe(3);
  });

  it('goes to no other service than the page’s, and what is no record to none', async () => {
    const foreign = record({ endpoint: 'https://elsewhere.test' });
    const own = kept({ status: 'completed', screen: null });
    const unsent = [
      '{}',
      'null',
      opaqueRecord(page.project, foreign),
      opaqueRecord(page.project, { ...own, revision: -1 }),
      opaqueRecord('../other', own),
      opaqueRecord(page.project, own).slice(0, -2),
      opaqueRecord(page.project, own),
    ];
    const app = testApp({ type: 'hello', can: everything, unsent });
    const asked = vi.mocked(globalThis.fetch);
    add(app);
    await vi.waitFor(() => expect(app.last('settled').id).toBe(own.id));
    expect(app.all('settled')).toHaveLength(1);
    expect(asked.mock.calls.some(([url]) => (url as string).includes('elsewhere'))).toBe(false);
  });
});
