import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page as screen } from 'vitest/browser';

import type { OtklikSurvey } from './otklik-survey.ts';
import type { WrittenSurvey } from './preview.ts';
import { openPage } from './testing/page.ts';
import type { Page } from './testing/page.ts';
import { CONTENT } from './testing/samples.ts';

let page: Page;

beforeEach(() => {
  page = openPage();
});

afterEach(() => {
  page.leave();
});

/** No token, no session: only what is written. */
function show(content: unknown, attributes: Readonly<Record<string, string>> = {}): OtklikSurvey {
  const element = document.createElement('otklik-survey');
  const all = { endpoint: page.endpoint, display: 'inline', lang: 'en', ...attributes };
  for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
  element.content = content as WrittenSurvey;
  document.body.append(element);
  return element;
}

const heading = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('heading', { name });
const radio = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('radio', { name, exact: true });

function retitled(index: number, words: string): WrittenSurvey {
  const copy = structuredClone(CONTENT) as unknown as {
    screens: { questions: { title: object }[] }[];
  };
  copy.screens[index]!.questions[0]!.title = { en: words };
  return copy as unknown as WrittenSurvey;
}

describe('a survey that nobody has published', () => {
  it('is played without a token; nothing is asked for, stored or sent', async () => {
    const element = show({ id: 'srv_mine', ...CONTENT });
    expect(await element.ready).toBe('asking');
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    expect(element.explain()).toMatchObject({ step: 'asking', survey: 'srv_mine' });
    expect(page.sessions).toEqual([]);
    expect(page.service.requests).toEqual([]);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('otklik-preview');
  });

  it('changes under the respondent, who stays at the question with the answers given', async () => {
    const element = show(CONTENT);
    await element.ready;
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    element.content = retitled(1, 'Why, please?');
    await expect.element(heading('Why, please?')).toBeVisible();
    await screen.getByRole('button', { name: 'Back' }).click();
    await expect.element(radio('9')).toBeChecked();
  });

  it('begins anew after reset()', async () => {
    const element = show(CONTENT);
    await element.ready;
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    element.content = retitled(1, 'Why, please?');
    await expect.element(heading('Why, please?')).toBeVisible();
    element.reset();
    await expect.element(radio('9')).toBeVisible();
    await expect.element(radio('9')).not.toBeChecked();
  });

  it('that is none is an error of the page, with a sentence', async () => {
    const element = show({ title: { en: 'x' } });
    expect(await element.ready).toBe('failed');
    expect(page.told).toContain('error content_invalid');
  });
});

describe('the debug panel', () => {
  const panel = (element: OtklikSurvey): ShadowRoot | null | undefined =>
    element.shadowRoot!.querySelector('.debug')?.shadowRoot;

  it('tells why, the variables with where they came from, and no secret', async () => {
    page.content = { ...CONTENT, variables: { plan: { type: 'string' } } };
    const element = page.add({ debug: '' });
    await element.ready;
    await expect.poll(() => panel(element)?.textContent).toContain('The survey is on the screen');
    await radio('9').click();
    await expect.poll(() => panel(element)?.textContent).toContain('nps = 9');
    await expect.poll(() => panel(element)?.textContent).toContain('answered first');
    expect(panel(element)!.textContent).toContain('plan = null (not given)');
    expect(panel(element)!.textContent).not.toMatch(/otg_|eyJ/);
    const details = await element.explain().details();
    expect(JSON.stringify(details)).not.toMatch(/otg_|eyJ/);
    expect(details).toMatchObject({ path: expect.arrayContaining(['first']), isPreview: false });
    expect(details.outbox.map(({ id }) => id)).toContain(element.explain().responseId);
  });

  it('goes with the attribute, and is not there without it', async () => {
    const element = page.add();
    await element.ready;
    expect(panel(element)).toBeUndefined();
    element.debug = true;
    await expect.poll(() => panel(element)?.textContent).toContain('asking');
    element.debug = false;
    await expect.poll(() => panel(element)).toBeUndefined();
  });
});

it('explain() says in words why nobody is asked', async () => {
  const hidden = page.add({ hidden: '' });
  expect((await hidden.explain().details()).why).toContain('hidden');
  page.refuse = () => Response.json({ ask: false, reason: 'answered' });
  const refused = page.add();
  expect(await refused.ready).toBe('not-asked');
  expect((await refused.explain().details()).why).toContain('has answered the survey already');
});
