import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './matrix.ts';

let stage: Stage;

afterEach(() => stage.leave());

const named = (label: string): { id: string; label: { en: string } } => ({
  id: label.toLowerCase(),
  label: { en: label },
});
const QUESTION: QuestionOf<'matrix'> = {
  id: 'tea',
  type: 'matrix',
  required: true,
  title: { en: 'How is our tea?' },
  rows: ['Taste', 'Smell', 'Price'].map(named),
  columns: ['Bad', 'Fair', 'Good'].map(named),
};

const open = (options: StageOptions = {}, change: Partial<QuestionOf<'matrix'>> = {}): void => {
  stage = openStage({ ...QUESTION, ...change }, { kinds, ...options });
};
const rows = (): HTMLElement[] => [...stage.root.querySelectorAll<HTMLElement>('.row')];
const cell = (row: string, column: string) =>
  screen.getByRole('radiogroup', { name: row }).getByRole('radio', { name: column });

describe('one answer for each row', () => {
  it.each([360, 800])('by the pointer, in a box of %d px', async (width) => {
    open({ width });
    await cell('Smell', 'Good').click({ force: true });
    await cell('Taste', 'Bad').click({ force: true });
    await cell('Taste', 'Fair').click({ force: true });
    expect(stage.value).toEqual({ smell: 'good', taste: 'fair' });
    expect(stage.stored).toHaveLength(3);
  });

  it.each(['ltr', 'rtl'] as const)('by keyboard alone: Tab goes by rows (%s)', async (dir) => {
    open({ dir, width: 800 });
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    await userEvent.tab();
    await userEvent.keyboard(' ');
    await userEvent.tab();
    await userEvent.keyboard('{ArrowUp}');
    expect(stage.value).toEqual({ taste: 'fair', smell: 'bad', price: 'good' });
  });

  it('the rows without an answer say so, and only they', () => {
    open({ value: { smell: 'good' }, fault: 'Please answer every row.' });
    expect(rows().map(({ ariaInvalid }) => ariaInvalid)).toEqual(['true', 'false', 'true']);
    expect(rows().map(({ ariaRequired }) => ariaRequired)).toEqual(['true', 'true', 'true']);
    const described = rows()[0]!.getAttribute('aria-describedby')!;
    expect(stage.root.getElementById(described)?.textContent.trim()).toBe(
      'Please answer every row.',
    );
  });
});

describe('several answers for each row', () => {
  it('a row of which the last tick is taken back has no answer', async () => {
    open({}, { multiple: true });
    const box = screen
      .getByRole('group', { name: 'Taste' })
      .getByRole('checkbox', { name: 'Good' });
    await screen
      .getByRole('group', { name: 'Price' })
      .getByRole('checkbox', { name: 'Fair' })
      .click({ force: true });
    await box.click({ force: true });
    expect(stage.value).toEqual({ price: ['fair'], taste: ['good'] });
    await box.click({ force: true });
    expect(stage.value).toEqual({ price: ['fair'] });
  });

  it('answers stand in the order of the columns', async () => {
    open({ value: { taste: ['good'] } }, { multiple: true });
    await screen
      .getByRole('group', { name: 'Taste' })
      .getByRole('checkbox', { name: 'Bad' })
      .click({ force: true });
    expect(stage.value).toEqual({ taste: ['bad', 'good'] });
  });
});

describe('narrow and wide', () => {
  const tops = (): Set<number> =>
    new Set(
      [...rows()[0]!.querySelectorAll('label')].map((one) => one.getBoundingClientRect().top),
    );

  it('wide, it is a grid with the columns named once', () => {
    open({ width: 800 });
    expect(stage.root.querySelector('.columns')!.checkVisibility()).toBe(true);
    expect(tops().size).toBe(1);
    const heads = [...stage.root.querySelectorAll('.columns div > span')];
    const cells = [...rows()[2]!.querySelectorAll('.mark')];
    for (const [index, head] of heads.entries()) {
      const { x, width } = head.getBoundingClientRect();
      const mark = cells[index]!.getBoundingClientRect();
      expect(Math.abs(x + width / 2 - mark.x - mark.width / 2)).toBeLessThan(2);
    }
  });

  it('narrow, or with too many columns, it is a question for each row', () => {
    open({ width: 360 });
    expect(stage.root.querySelector('.columns')!.checkVisibility()).toBe(false);
    stage.leave();
    open({ width: 800 }, { columns: Array.from('ABCDEFGH', named) });
    expect(stage.root.querySelector('.columns')!.checkVisibility()).toBe(false);
  });

  it.each([320, 559, 560, 800])('nothing overflows a box of %d px', (width) => {
    open({ width }, { columns: ['Unacceptable', 'A', 'B', 'C', 'D', 'E', 'F'].map(named) });
    const body = stage.root.querySelector('.body')!;
    expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
    for (const label of stage.root.querySelectorAll('label')) {
      expect(label.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    }
  });
});

it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
  for (const multiple of [false, true]) {
    open({ theme, width: 800, fault: 'Please answer every row.' }, { multiple });
    expect(await violations(stage.root.host)).toEqual([]);
    if (!multiple) stage.leave();
  }
});
