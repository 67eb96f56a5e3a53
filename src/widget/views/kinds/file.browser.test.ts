import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { FileReference } from '../../../protocol/response.ts';
import type { QuestionOf } from '../../../protocol/question.ts';
import { FileStore } from '../../files/file-store.ts';
import { violations } from '../../testing/axe.ts';
import { ModelFileService, problem } from '../../testing/file-service.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { record } from '../../testing/samples.ts';
import { kinds } from './file.ts';

const QUESTION: QuestionOf<'file'> = {
  id: 'photo',
  type: 'file',
  title: { en: 'Show us the damage', ar: 'أرنا الضرر' },
  accept: ['image', 'pdf'],
  maxFiles: 3,
  maxBytes: 200_000,
};

let service: ModelFileService;
let stage: Stage;
let told: string[];
let project: string;

beforeEach(() => {
  service = new ModelFileService();
  told = [];
  project = `prj_${crypto.randomUUID()}`;
  vi.spyOn(globalThis, 'fetch').mockImplementation((...call) => service.fetch(...call));
});
afterEach(() => {
  stage.leave();
  vi.restoreAllMocks();
});

function open(
  change: Partial<QuestionOf<'file'>> = {},
  options: StageOptions = {},
  isPreview = false,
) {
  const held = record({ endpoint: 'https://surveys.test' });
  const fail = (code: string): void => void told.push(code);
  const visit = { project, isPreview, record: () => held, fail };
  stage = openStage({ ...QUESTION, ...change }, { kinds, visit, ...options });
}

async function picture(name = 'damage.png'): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#2a6';
  context.fillRect(0, 0, 640, 480);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return new File([blob!], name, { type: 'image/png' });
}

const pdf = (name = 'bill.pdf', bytes = 2000): File =>
  new File([`%PDF-1.7${'x'.repeat(bytes - 8)}`], name, { type: 'application/pdf' });

/** As soon as a file can be added: what keeps it is loaded with the first such question. */
async function add(...files: File[]): Promise<void> {
  await isReady();
  await userEvent.upload(screen.getByLabelText('Add a file'), files);
}

async function isReady(): Promise<void> {
  await expect
    .poll(() => stage.root.querySelector<HTMLInputElement>('input')!.disabled)
    .toBe(false);
}

const value = () => stage.value as readonly FileReference[] | null;
const rows = () =>
  [...stage.root.querySelectorAll('.files li')].map((row) =>
    row.textContent.replaceAll(/\s+/g, ' ').trim(),
  );

describe('a file that is chosen', () => {
  it('is in the answer at once, and is sent beside it', async () => {
    open();
    await add(await picture(), pdf());
    await expect.poll(() => value()?.length).toBe(2);
    expect(value()).toMatchObject([
      { name: 'damage.jpg', type: 'image/jpeg', id: expect.stringMatching(/^[0-9a-f]{32}$/) },
      { name: 'bill.pdf', type: 'application/pdf', bytes: 2000 },
    ]);
    await expect
      .poll(rows)
      .toEqual([expect.stringMatching(/^damage\.jpg \d+ kB · Sent$/), 'bill.pdf 2 kB · Sent']);
    for (const { id, bytes } of value()!) expect(service.content.get(id)).toHaveLength(bytes);
    expect(stage.root.querySelector('.files canvas')).not.toBeNull();
  });

  it('waits without a network, and says so', async () => {
    service.cut = () => 'before';
    open();
    await add(pdf());
    await expect.poll(rows).toEqual(['bill.pdf 2 kB · Will be sent']);
    const store = new FileStore(project);
    expect((await store.records()).map(({ reference }) => reference.name)).toEqual(['bill.pdf']);
    store.close();
  });

  it('that the service will not have is told, and the answer stays', async () => {
    service.instead = () => problem(422, 'file_content_invalid');
    open();
    await add(pdf());
    await expect.poll(rows).toEqual(['bill.pdf 2 kB · Could not be accepted']);
    expect(value()).toHaveLength(1);
  });

  it('and taken back is gone from the answer and from the device', async () => {
    service.cut = () => 'before';
    open();
    await add(pdf('a.pdf'), pdf('b.pdf'));
    await expect.poll(() => value()?.length).toBe(2);
    await screen.getByRole('button', { name: 'Remove a.pdf' }).click();
    expect(value()).toMatchObject([{ name: 'b.pdf' }]);
    await screen.getByRole('button', { name: 'Remove b.pdf' }).click();
    expect(value()).toBeNull();
    expect(stage.root.activeElement).toBe(stage.root.querySelector('.adder input'));
    const store = new FileStore(project);
    await expect.poll(() => store.records()).toEqual([]);
    store.close();
  });

  it('in a preview is shown, and neither kept nor sent', async () => {
    open({}, {}, true);
    await add(await picture());
    await expect.poll(() => value()?.length).toBe(1);
    expect(service.arrivals).toEqual([]);
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).not.toContain(`otklik-${project}/files`);
  });

  it('takes the place of the former one where only one is asked for', async () => {
    open({ maxFiles: 1 });
    await add(pdf('a.pdf'));
    await expect.poll(() => value()?.[0]?.name).toBe('a.pdf');
    await add(pdf('b.pdf'));
    await expect.poll(() => value()?.[0]?.name).toBe('b.pdf');
    expect(value()).toHaveLength(1);
  });
});

describe('what is not added', () => {
  it.each([
    ['of another kind', () => new File(['x'], 'a.exe'), 'a.exe: file_type'],
    ['too large', () => pdf('big.pdf', 200_001), 'big.pdf: file_size 0.2'],
    ['broken', () => new File(['x'], 'a.png', { type: 'image/png' }), 'a.png could not be read.'],
  ])('because it is %s is named in a status message', async (_why, file, text) => {
    open();
    await add(file());
    await expect.element(screen.getByText(text)).toBeVisible();
    expect(value()).toBeNull();
    expect(stage.root.querySelector('[role=status]')!.textContent).toContain(text);
  });

  it('because there are enough is told, and the others stay', async () => {
    open();
    await add(pdf('a.pdf'), pdf('b.pdf'), pdf('c.pdf'), pdf('d.pdf'));
    await expect.element(screen.getByText('file_count 3')).toBeVisible();
    expect(value()).toHaveLength(3);
  });
});

describe('the way in', () => {
  it('opens the camera first where the survey says so, and still takes what is there', () => {
    open({ camera: true, accept: ['image'] });
    const inputs = [...stage.root.querySelectorAll<HTMLInputElement>('input')];
    expect(inputs.map(({ accept, multiple }) => [accept, multiple])).toEqual([
      ['image/*', false],
      ['image/*', true],
    ]);
    expect(inputs[0]!.getAttribute('capture')).toBe('environment');
    expect(inputs[1]!.hasAttribute('capture')).toBe(false);
  });

  it('is open to what is dropped', async () => {
    open();
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(pdf('dropped.pdf'));
    const place = stage.root.querySelector('.adders')!;
    await isReady();
    place.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    await expect.poll(() => value()?.[0]?.name).toBe('dropped.pdf');
  });

  it('is reached, used and left by keyboard alone', async () => {
    open();
    await add(pdf());
    await expect.poll(() => value()?.length).toBe(1);
    stage.root.querySelector<HTMLElement>('.icon')!.focus();
    await userEvent.keyboard('{Enter}');
    expect(value()).toBeNull();
  });

  it.each([
    ['en', 'ltr', 'light'],
    ['ar', 'rtl', 'dark'],
  ] as const)('has no accessibility fault in %s, %s, %s', async (lang, dir, theme) => {
    open({}, { lang, dir, theme, width: 320 });
    await add(pdf('a-very-long-name-of-a-bill-that-does-not-fit-into-a-phone.pdf'));
    await expect.poll(() => value()?.length).toBe(1);
    expect(await violations(stage.root.host)).toEqual([]);
    const box = stage.root.querySelector('.body')!;
    expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
  });
});
