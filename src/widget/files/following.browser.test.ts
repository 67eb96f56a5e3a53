import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { FileReference } from '../../protocol/response.ts';
import type { SurveyContent } from '../../protocol/survey.ts';
import { problem } from '../testing/file-service.ts';
import { openPage } from '../testing/page.ts';
import type { Page } from '../testing/page.ts';
import { FileStore } from './file-store.ts';

const CONTENT: SurveyContent = {
  title: { en: 'Damage' },
  defaultLanguage: 'en',
  screens: [
    {
      id: 'first',
      questions: [
        { id: 'papers', type: 'file', title: { en: 'Papers' }, accept: ['text', 'image'] },
      ],
    },
    {
      id: 'second',
      questions: [{ id: 'why', type: 'text', size: 'short', title: { en: 'Why?' } }],
    },
  ],
  thanks: { title: { en: 'Thank you' } },
};

let page: Page;

beforeEach(() => {
  page = openPage();
  page.content = CONTENT;
});
afterEach(() => page.leave());

const note = (name = 'note.txt', text = 'It broke.') =>
  new File([text], name, { type: 'text/plain' });
const button = (name: string) => screen.getByRole('button', { name, exact: true });

async function photo(): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1500;
  canvas.getContext('2d')!.fillRect(0, 0, 700, 700);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return new File([blob!], 'photo.png', { type: 'image/png' });
}

async function choose(...files: File[]): Promise<void> {
  await expect.element(screen.getByLabelText('Add a file')).toBeEnabled();
  await userEvent.upload(screen.getByLabelText('Add a file'), files);
}

async function finish(): Promise<void> {
  await button('Next').click();
  await screen.getByRole('textbox', { name: 'Why?' }).fill('Rain');
  await button('Send').click();
  await expect.element(screen.getByRole('heading', { name: 'Thank you' })).toBeVisible();
}

const answered = (): readonly FileReference[] | undefined => {
  const [row] = [...page.service.rows.values()];
  return row?.answers['papers']?.value as readonly FileReference[] | undefined;
};

const waiting = async (): Promise<readonly string[]> => {
  const store = new FileStore(page.project);
  const records = await store.records();
  store.close();
  return records.map(({ reference }) => reference.name);
};

describe('files of a survey', () => {
  it('arrive with the answers that name them, and leave nothing on the device', async () => {
    await page.add().ready;
    await choose(note());
    await finish();
    await expect.element(screen.getByText('Your answers have been received.')).toBeVisible();
    const [reference] = answered()!;
    expect(reference).toMatchObject({ name: 'note.txt', type: 'text/plain', bytes: 9 });
    expect(new TextDecoder().decode(page.files.content.get(reference!.id))).toBe('It broke.');
    expect(await waiting()).toEqual([]);
  });

  it('belong to the answer also when somebody goes on while a picture is still made smaller', async () => {
    await page.add().ready;
    await choose(await photo());
    await finish();
    await expect.poll(() => answered()?.[0]?.name).toBe('photo.jpg');
  });

  it('do not hold up the answers, and the thanks say that they follow', async () => {
    page.files.cut = () => 'before';
    const element = page.add();
    await element.ready;
    await choose(note());
    await finish();
    const follow = screen.getByText('Your answers have been received. Your files will follow.');
    await expect.element(follow).toBeVisible();
    expect(answered()).toHaveLength(1);

    page.files.cut = undefined;
    globalThis.dispatchEvent(new Event('online'));
    const received = screen.getByText('Your answers have been received.', { exact: true });
    await expect.element(received).toBeVisible();
    expect(await waiting()).toEqual([]);
  });

  it('that are refused are told to the page, and the answers are received all the same', async () => {
    page.files.instead = () => problem(422, 'file_content_invalid');
    await page.add().ready;
    await choose(note());
    await finish();
    const received = screen.getByText('Your answers have been received.', { exact: true });
    await expect.element(received).toBeVisible();
    expect(page.told).toContain('error file_content_invalid');
    expect(page.told).toContain('delivery sent');
  });

  it('chosen without a network are there after a reload, and go out with the answers', async () => {
    const element = page.add();
    await element.ready;
    await choose(note('first.txt'));
    await expect.poll(() => page.files.arrivals.length).toBe(1);
    page.isDown = true;
    await choose(note('second.txt'));
    await expect.poll(waiting).toEqual(['second.txt']);

    await page.reload().ready;
    await expect.element(screen.getByText('second.txt', { exact: true })).toBeVisible();
    await expect.element(screen.getByText('first.txt', { exact: true })).toBeVisible();
    page.isDown = false;
    await finish();
    await expect
      .poll(() => answered()?.map(({ name }) => name))
      .toEqual(['first.txt', 'second.txt']);
    globalThis.dispatchEvent(new Event('online'));
    await expect.poll(waiting).toEqual([]);
    expect(page.files.content.size).toBe(2);
  });

  it('of a preview are shown and never leave it', async () => {
    await page.add({ preview: '' }).ready;
    await choose(note());
    await expect.element(screen.getByText('note.txt', { exact: true })).toBeVisible();
    await finish();
    expect(page.files.arrivals).toEqual([]);
    expect(await waiting()).toEqual([]);
  });
});
