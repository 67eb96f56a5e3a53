import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './pictures.ts';

let stage: Stage;

afterEach(() => stage.leave());

const square = (colour: string): string =>
  `data:image/svg+xml;base64,${btoa(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path fill="${colour}" d="M0 0h4v4z"/></svg>`,
  )}`;
const QUESTION: QuestionOf<'single'> = {
  id: 'tea',
  type: 'single',
  display: 'pictures',
  title: { en: 'Which tea?' },
  choices: [
    { id: 'green', label: { en: 'Green' }, picture: square('green') },
    { id: 'black', label: { en: 'Black' }, picture: square('black') },
    { id: 'other', label: { en: 'Another' } },
  ],
};
const SEVERAL = { ...QUESTION, type: 'multiple' } as QuestionOf<'multiple'>;

const open = (
  options: StageOptions = {},
  question = QUESTION as typeof QUESTION | typeof SEVERAL,
) => {
  stage = openStage(question, { kinds, ...options });
};
const pictures = (): HTMLImageElement[] => [...stage.root.querySelectorAll('img')];

describe('pictures to choose from', () => {
  it('one of them, by a press on the picture', async () => {
    open();
    expect(screen.getByRole('radiogroup', { name: 'Which tea?' }).elements()).toHaveLength(1);
    await userEvent.click(pictures()[1]!, { force: true });
    expect(stage.value).toBe('black');
  });

  it.each(['ltr', 'rtl'] as const)('one of them, by keyboard alone (%s)', async (dir) => {
    open({ dir });
    await userEvent.tab();
    await userEvent.keyboard(' {ArrowDown}');
    expect(stage.value).toBe('black');
  });

  it('several of them', async () => {
    open({}, SEVERAL);
    await screen.getByRole('checkbox', { name: 'Another' }).click();
    await screen.getByRole('checkbox', { name: 'Green' }).click();
    expect(stage.value).toEqual(['green', 'other']);
  });

  it('the label is the name; the picture beside it is silent', () => {
    open();
    const names = [...stage.root.querySelectorAll('label')].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(names).toEqual(['Green', 'Black', 'Another']);
    expect(pictures().map(({ alt }) => alt)).toEqual(['', '']);
  });

  it('the place of a picture is there before the picture', () => {
    open({ width: 360 });
    for (const picture of pictures()) {
      const { width, height } = picture.getBoundingClientRect();
      expect(width).toBeGreaterThan(100);
      expect(height).toBeCloseTo((width * 3) / 4, 0);
    }
  });

  it('one that cannot be loaded leaves its label alone; another in its place is seen', async () => {
    const [green, ...others] = QUESTION.choices;
    const broken = { ...green!, picture: 'data:image/png;base64,AAAA' };
    open({}, { ...QUESTION, choices: [broken, ...others] });
    const picture = pictures()[0]!;
    const isSeen = (): boolean => picture.checkVisibility({ visibilityProperty: true });
    await expect.poll(isSeen).toBe(false);
    await screen.getByRole('radio', { name: 'Green' }).click();
    expect(stage.value).toBe('green');
    picture.src = square('red');
    await expect.poll(isSeen).toBe(true);
  });

  it('nothing is wider than a small phone', () => {
    open({ width: 320 });
    const body = stage.root.querySelector('.body')!;
    expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
  });

  it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
    open({ theme, value: 'green' });
    expect(await violations(stage.root.host)).toEqual([]);
    stage.leave();
    open({ theme, value: ['green'], width: 600 }, SEVERAL);
    expect(await violations(stage.root.host)).toEqual([]);
  });
});
