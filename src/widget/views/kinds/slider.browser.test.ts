import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './slider.ts';

let stage: Stage;

afterEach(() => stage.leave());

const QUESTION: QuestionOf<'slider'> = {
  id: 'cups',
  type: 'slider',
  title: { en: 'How many cups?' },
  min: 0,
  max: 10,
  unit: { en: 'cups' },
};
const RANGE = { ...QUESTION, range: true } as const;

const open = (options: StageOptions = {}, question: QuestionOf<'slider'> = QUESTION): void => {
  stage = openStage(question, { kinds, ...options });
};
const thumbs = (): HTMLInputElement[] => [...stage.root.querySelectorAll('input')];
const shown = (): string => stage.root.querySelector('output')!.textContent.trim();

describe('a number on a line', () => {
  it('where it stands before it is touched is no answer', () => {
    open();
    expect(stage.value).toBeNull();
    expect(shown()).toBe('Move the slider to answer');
    expect(thumbs()[0]!.ariaValueText).toBe('Move the slider to answer');
  });

  it('touched and left where it stands, it is one', async () => {
    open();
    await screen.getByRole('slider', { name: 'How many cups?' }).click();
    expect(stage.value).toBe(5);
    expect(stage.stored.at(-1)).toBe(5);
    expect(shown()).toBe('5\u00a0cups');
  });

  it('so it is by the space bar', async () => {
    open();
    await userEvent.tab();
    await userEvent.keyboard(' ');
    expect(stage.value).toBe(5);
  });

  it.each([
    ['ltr', '{ArrowRight}', 6],
    ['rtl', '{ArrowLeft}', 6],
    ['ltr', '{Home}', 0],
    ['ltr', '{End}', 10],
  ] as const)('by keyboard (%s %s)', async (dir, key, value) => {
    open({ dir });
    await userEvent.tab();
    await userEvent.keyboard(key);
    expect(stage.value).toBe(value);
    expect(thumbs()[0]!.ariaValueText).toBe(`${value}\u00a0cups`);
  });

  it('is written as the respondent writes numbers', () => {
    open({ lang: 'de', value: 2.125 }, { ...QUESTION, step: 0.001 });
    expect(shown()).toBe('2,125\u00a0cups');
    stage.leave();
    open({ lang: 'de', value: 0.0005 }, { ...QUESTION, max: 1, step: 0.0001 });
    expect(shown()).toBe('0,0005\u00a0cups');
  });

  it('a step that binary numbers do not hold is kept exact', async () => {
    open({ value: 0.2 }, { ...QUESTION, max: 1, step: 0.1 });
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}');
    expect(stage.value).toBe(0.3);
  });
});

describe('two numbers on a line', () => {
  it('each has its name, and the first touch gives both', async () => {
    open({}, RANGE);
    await expect.element(screen.getByRole('slider', { name: 'From' })).toBeInTheDocument();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(stage.value).toEqual([2, 10]);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowLeft}');
    expect(stage.value).toEqual([2, 9]);
    expect(shown()).toBe('2\u00a0cups – 9\u00a0cups');
  });

  it('neither passes the other', async () => {
    open({ value: [4, 5] }, RANGE);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{End}');
    expect(stage.value).toEqual([5, 5]);
    await expect.poll(() => thumbs().map(({ value }) => value)).toEqual(['5', '5']);
    await userEvent.tab();
    await userEvent.keyboard('{Home}');
    expect(stage.value).toEqual([5, 5]);
    await expect.poll(() => thumbs().map(({ value }) => value)).toEqual(['5', '5']);
  });
});

it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
  open({ theme, fault: 'Please answer this question.' });
  expect(await violations(stage.root.host)).toEqual([]);
  stage.leave();
  open({ theme, value: [1, 2] }, RANGE);
  expect(await violations(stage.root.host)).toEqual([]);
});

it('is high enough for a finger, and fits a small phone', () => {
  open({ width: 320 }, RANGE);
  for (const thumb of thumbs()) {
    expect(thumb.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  }
  const body = stage.root.querySelector('.body')!;
  expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
});
