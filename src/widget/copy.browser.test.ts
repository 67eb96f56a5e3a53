import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page as screen } from 'vitest/browser';

import type { ResponseReceipt, ResponseSubmission } from '../protocol/response.ts';
import { violations } from './testing/axe.ts';
import { openPage } from './testing/page.ts';
import type { Page } from './testing/page.ts';

let page: Page;

beforeEach(() => {
  page = openPage();
});

afterEach(() => {
  page.leave();
});

/** From here on the service says the same of every response. */
function always(verdict: Pick<ResponseReceipt, 'result' | 'code'>): void {
  vi.spyOn(page.service, 'fetch').mockImplementation(async (_url, init) => {
    const { responses } = JSON.parse(init?.body as string) as { responses: ResponseSubmission[] };
    return Response.json({
      results: responses.map(({ id, revision }) => ({ id, revision, ...verdict })),
    });
  });
}

/** What the browser is asked to save: names, with the texts. */
function downloads(): Map<string, Promise<string>> {
  const asked = new Map<string, Promise<string>>();
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    asked.set(
      this.download,
      fetch(this.href).then((reply) => reply.text()),
    );
  });
  return asked;
}

async function answerAll(): Promise<HTMLElement> {
  const element = page.add();
  await screen.getByRole('radio', { name: '9', exact: true }).click();
  await screen.getByRole('textbox', { name: 'Why?' }).fill('Fast and friendly');
  await screen.getByRole('button', { name: 'Next' }).click();
  await screen.getByRole('checkbox', { name: 'Taste' }).click();
  await screen.getByRole('button', { name: 'Send' }).click();
  return element;
}

const save = screen.getByRole('button', { name: 'Save a copy of my answers' });

it('who answered in vain is told so, may save a copy, and has the text where nothing can be saved', async () => {
  always({ result: 'refused', code: 'grant_expired' });
  const saved = downloads();
  const element = await answerAll();
  await expect.element(screen.getByText(/They could not be accepted yet/)).toBeVisible();
  await save.click();

  const shown = screen.getByRole('textbox', { name: 'Save a copy of my answers' });
  await expect.element(shown).toHaveAttribute('readonly');
  const text = (shown.element() as HTMLTextAreaElement).value;
  expect(text).toContain('Why?\nFast and friendly');
  expect([...saved.keys()]).toEqual([expect.stringMatching(/^survey-\d{4}-\d\d-\d\d\.txt$/)]);
  expect(await [...saved.values()][0]).toBe(text);
  expect(await violations(element)).toEqual([]);
  expect(page.told.at(-1)).toBe('error grant_expired');
});

it('the answers of a person who was erased are not kept, and nothing else is said', async () => {
  always({ result: 'erased' });
  await answerAll();
  await expect
    .element(screen.getByText('Your data was erased on request, so these answers were not kept.'))
    .toBeVisible();
  await expect.element(save).not.toBeInTheDocument();
});

it('what arrives is not offered as a copy', async () => {
  await answerAll();
  await expect.element(screen.getByText('Your answers have been received.')).toBeVisible();
  await expect.element(save).not.toBeInTheDocument();
});
