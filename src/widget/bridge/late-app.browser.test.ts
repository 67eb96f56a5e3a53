/** The app around a page that opens its survey by itself: it is met when the question stands, or when it does not. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page as screen } from 'vitest/browser';

import { testApp } from '../testing/app.ts';
import { openPage } from '../testing/page.ts';
import type { Page } from '../testing/page.ts';
import { CONTENT, token } from '../testing/samples.ts';

/** The one of this page, as `addWebMessageListener` puts it there. */
const app = testApp({
  type: 'hello',
  can: ['token', 'open-url'],
  context: { order: 'A-17', undeclared: true },
});
const { post, receive } = app.transport;
const otklikHost = {
  postMessage: post,
  addEventListener: (_type: 'message', hear: (event: { data: unknown }) => void) =>
    receive((data) => hear({ data })),
};
Object.defineProperty(window, 'otklikHost', { value: otklikHost, enumerable: true });

let page: Page;

beforeEach(() => {
  page = openPage();
});

afterEach(() => {
  page.leave();
});

const nine = screen.getByRole('radio', { name: '9', exact: true });
const [first, ...others] = CONTENT.screens;
const [nps] = first!.questions;

it('what it knows counts in the response whose session was open by then, and travels with the answers', async () => {
  const asked = { ...nps!, title: { en: 'How was order {{variable.order}}?' } };
  page.content = {
    ...CONTENT,
    variables: { order: { type: 'string' } },
    screens: [{ ...first!, questions: [asked] }, ...others],
  };
  const element = page.add();
  await expect.element(screen.getByText('How was order A-17?')).toBeVisible();
  expect(page.sessions[0]?.page, 'the first question has not waited for it').toBeUndefined();
  app.say({ type: 'context', values: { order: 'A-18' } });
  await expect.element(screen.getByText('How was order A-18?')).toBeVisible();
  await nine.click();
  await vi.waitFor(() =>
    expect(page.service.requests.flat().at(-1)?.page).toEqual({ order: 'A-18' }),
  );
  expect(element.context).toEqual({ order: 'A-18', undeclared: true });
});

it('gives another token than the one that was no good, before anybody is told that there is no survey', async () => {
  page.refuse = () => {
    page.refuse = undefined;
    return Response.json({ code: 'token_expired', title: 'Expired' }, { status: 401 });
  };
  const element = document.createElement('otklik-survey');
  const all = { survey: 'srv_delivery', endpoint: page.endpoint, display: 'inline' };
  for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
  element.token = token({ iss: page.project, jti: 'first' });
  document.body.append(element);
  const apologies: Element[] = [];
  const look = (): void => {
    apologies.push(...element.shadowRoot!.querySelectorAll('[part=failed]'));
  };
  new MutationObserver(look).observe(element.shadowRoot!, { childList: true, subtree: true });

  await vi.waitFor(() => expect(app.last('token-needed').code).toBe('token_expired'));
  app.say({
    type: 'token',
    id: app.last('token-needed').id,
    token: token({ iss: page.project, jti: 'second' }),
  });
  await expect.element(nine).toBeVisible();
  expect(apologies).toEqual([]);
  expect(app.all('token-needed')).toHaveLength(1);
});

it('is told why there is no survey', async () => {
  page.refuse = () => Response.json({ code: 'survey_unknown', title: 'No' }, { status: 404 });
  const element = page.add();
  expect(await element.ready).toBe('failed');
  await vi.waitFor(() => expect(app.last('error').code).toBe('survey_unknown'));
  expect(app.all('error').filter(({ code }) => code === 'survey_unknown')).toHaveLength(1);
});

it('is given the address to which the survey sends those who are done, and the survey is over', async () => {
  const redirect = 'https://shop.example/rewards';
  page.content = {
    ...CONTENT,
    screens: [first!],
    thanks: { ...CONTENT.thanks, redirect },
  };
  const element = page.add();
  await nine.click();
  await vi.waitFor(() => expect(app.last('open-url').url).toBe(redirect));
  expect(page.told).toContain('delivery sent');
  await vi.waitFor(() => expect(app.last('close').responseId).toBe(page.sessions[0]?.responseId));
  expect(element.open).toBe(false);
});
