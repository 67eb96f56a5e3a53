import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../protocol/question.ts';
import { violations } from '../testing/axe.ts';
import { openStage } from '../testing/kind-stage.ts';
import type { Stage } from '../testing/kind-stage.ts';

let stage: Stage;

afterEach(() => stage.leave());

const ONE: QuestionOf<'single'> = {
  id: 'q',
  type: 'single',
  title: { en: 'What mattered?' },
  choices: [
    { id: 'price', label: { en: 'Price' } },
    { id: 'speed', label: { en: 'Speed of the delivery to my door' } },
    { id: 'none', label: { en: 'None of these' }, exclusive: true },
  ],
};
const SEVERAL: QuestionOf<'multiple'> = { ...ONE, type: 'multiple' } as QuestionOf<'multiple'>;
const box = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('checkbox', { name });

describe.each(['list', 'buttons'] as const)('choices as %s', (display) => {
  it('one of them, by a press and by keyboard alone', async () => {
    stage = openStage({ ...ONE, display });
    await screen.getByRole('radio', { name: 'Price' }).click();
    expect(stage.value).toBe('price');
    await userEvent.keyboard('{ArrowDown}');
    expect(stage.value).toBe('speed');
    await userEvent.keyboard('{Enter}');
    expect(stage.submits).toBe(1);
  });

  it('several, in the order of the survey', async () => {
    stage = openStage({ ...SEVERAL, display });
    await box('Speed of the delivery to my door').click();
    await box('Price').click();
    expect(stage.value).toEqual(['price', 'speed']);
    await userEvent.keyboard(' ');
    expect(stage.value).toEqual(['speed']);
  });

  it('one that stands alone is seen to clear the others, and to be cleared', async () => {
    stage = openStage({ ...SEVERAL, display }, { value: ['price', 'speed'] });
    await box('None of these').click();
    await expect.element(box('Price')).not.toBeChecked();
    expect(stage.value).toEqual(['none']);
    await box('Price').click();
    await expect.element(box('None of these')).not.toBeChecked();
    expect(stage.value).toEqual(['price']);
  });

  it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
    stage = openStage({ ...SEVERAL, display }, { theme, value: ['price'], width: 320 });
    expect(await violations(stage.root.host)).toEqual([]);
    for (const label of stage.root.querySelectorAll('label')) {
      expect(label.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    }
  });
});

it('buttons stand beside one another where there is room', () => {
  stage = openStage({ ...ONE, display: 'buttons' }, { width: 600 });
  const [first, second] = [...stage.root.querySelectorAll('label')].map((label) =>
    label.getBoundingClientRect(),
  );
  expect(first!.top).toBe(second!.top);
  expect(second!.left).toBeGreaterThan(first!.right);
});
