import { afterEach, describe, expect, it } from 'vitest';
import { cdp, page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './ranking.ts';

let stage: Stage;

afterEach(() => stage.leave());

const QUESTION: QuestionOf<'ranking'> = {
  id: 'order',
  type: 'ranking',
  title: { en: 'What comes first?' },
  choices: ['Price', 'Speed', 'People', 'Smell'].map((label) => ({
    id: label.toLowerCase(),
    label: { en: label },
  })),
};

const open = (options: StageOptions = {}, change: Partial<QuestionOf<'ranking'>> = {}): void => {
  stage = openStage({ ...QUESTION, ...change }, { kinds, ...options });
};
const shown = (): string[] =>
  [...stage.root.querySelectorAll('.grip')].map(({ textContent }) =>
    textContent.replaceAll(/\s/g, ''),
  );
const grip = (name: string): Element =>
  [...stage.root.querySelectorAll('.grip')].find(({ textContent }) => textContent.includes(name))!;
const said = (): string => stage.root.querySelector('[role=status]')!.textContent.trim();
const press = (name: string): Promise<void> => screen.getByRole('button', { name }).click();

/** What the browser itself is told of a mouse or a finger. */
type Gesture =
  | 'mousePressed'
  | 'mouseMoved'
  | 'mouseReleased'
  | 'touchStart'
  | 'touchMove'
  | 'touchEnd';

async function point(type: Gesture, x: number, y: number, by: 'Mouse' | 'Touch'): Promise<void> {
  const frame = window.frameElement?.getBoundingClientRect();
  const at = { x: x + (frame?.x ?? 0), y: y + (frame?.y ?? 0) };
  await (by === 'Mouse'
    ? cdp().send('Input.dispatchMouseEvent', {
        type: type as 'mouseMoved',
        ...at,
        button: 'left',
        buttons: 1,
        clickCount: 1,
      })
    : cdp().send('Input.dispatchTouchEvent', {
        type: type as 'touchMove',
        touchPoints: type === 'touchEnd' ? [] : [at],
      }));
}

function middleOf(element: Element): { readonly x: number; readonly y: number } {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}

async function drag(name: string, onto: string, drop = true): Promise<void> {
  const from = middleOf(grip(name));
  const to = middleOf(grip(onto));
  await point('mousePressed', from.x, from.y, 'Mouse');
  await point('mouseMoved', from.x, (from.y + to.y) / 2, 'Mouse');
  await point('mouseMoved', from.x, to.y + Math.sign(to.y - from.y) * 4, 'Mouse');
  if (drop) await point('mouseReleased', from.x, to.y, 'Mouse');
}

describe('an order that nobody has made', () => {
  it('is no answer', () => {
    open();
    expect(shown()).toEqual(['1Price', '2Speed', '3People', '4Smell']);
    expect(stage.value).toBeNull();
    expect(said()).toBe('');
  });

  it('may be kept, and the focus stays in the list', async () => {
    open();
    await press('Keep this order');
    expect(stage.value).toEqual(['price', 'speed', 'people', 'smell']);
    expect(said()).toBe('Price: place 1 of 4');
    expect(screen.getByRole('button', { name: 'Keep this order' }).elements()).toHaveLength(0);
    expect(stage.root.activeElement).toBe(stage.root.querySelector('.ranks'));
  });
});

describe('put in order by buttons', () => {
  it('the item moves, the focus goes with it, and its place is said', async () => {
    open();
    await press('Move People up');
    expect(stage.value).toEqual(['price', 'people', 'speed', 'smell']);
    expect(stage.root.activeElement?.ariaLabel).toBe('Move People up');
    expect(said()).toBe('People: place 2 of 4');
    await userEvent.keyboard('{Enter}');
    expect(stage.value).toEqual(['people', 'price', 'speed', 'smell']);
    expect(stage.root.activeElement?.ariaLabel).toBe('Move People up');
  });

  it('at the end it says that it cannot go on, and keeps the focus', async () => {
    open();
    await press('Move Speed up');
    expect(stage.root.activeElement?.ariaDisabled).toBe('true');
    await userEvent.keyboard('{Enter}');
    expect(stage.value).toEqual(['speed', 'price', 'people', 'smell']);
    expect(stage.root.activeElement?.ariaLabel).toBe('Move Speed up');
  });

  it('only the first ones are the answer when only they are asked for', async () => {
    open({}, { top: 2 });
    await press('Move Smell up');
    expect(shown()).toEqual(['1Price', '2Speed', '–Smell', '–People']);
    expect(stage.value).toEqual(['price', 'speed']);
    await press('Move Smell up');
    expect(stage.value).toEqual(['price', 'smell']);
    expect(shown()).toEqual(['1Price', '2Smell', '–Speed', '–People']);
  });

  it('an earlier answer is shown as it was', () => {
    open({ value: ['smell', 'price'] }, { top: 2 });
    expect(shown()).toEqual(['1Smell', '2Price', '–Speed', '–People']);
  });
});

describe('put in order by dragging', () => {
  it.each(['ltr', 'rtl'] as const)('down and up (%s)', async (dir) => {
    open({ dir });
    await drag('Price', 'People');
    await expect.poll(() => stage.value).toEqual(['speed', 'people', 'price', 'smell']);
    await drag('Smell', 'Speed');
    await expect.poll(() => stage.value).toEqual(['smell', 'speed', 'people', 'price']);
    expect(said()).toBe('Smell: place 1 of 4');
    expect(stage.root.querySelector<HTMLElement>('li[style*=translate]')).toBeNull();
  });

  it('Escape puts it back, and closes nothing', async () => {
    open();
    let heard = 0;
    const hear = (): number => (heard += 1);
    addEventListener('keydown', hear);
    await drag('Price', 'Smell', false);
    await expect.poll(() => stage.root.querySelector('.lifted')).not.toBeNull();
    await userEvent.keyboard('{Escape}');
    expect(stage.root.querySelector('.lifted')).toBeNull();
    const { x, y } = middleOf(grip('Smell'));
    await point('mouseReleased', x, y, 'Mouse');
    removeEventListener('keydown', hear);
    expect(stage.value).toBeNull();
    expect(heard).toBe(0);
  });

  it('a finger drags by the handle, and elsewhere it scrolls', async () => {
    open({ width: 360 });
    const handle = stage.root.querySelector('.handle')!;
    expect(getComputedStyle(handle).touchAction).toBe('none');
    expect(getComputedStyle(grip('Price')).touchAction).toBe('auto');
    const { x, y } = middleOf(handle);
    await point('touchStart', x, y, 'Touch');
    await point('touchMove', x, y + 40, 'Touch');
    await point('touchMove', x, middleOf(grip('Speed')).y + 4, 'Touch');
    await point('touchEnd', x, y, 'Touch');
    await expect.poll(() => stage.value).toEqual(['speed', 'price', 'people', 'smell']);
  });
});

describe('for everybody', () => {
  it('buttons are large enough for a finger', () => {
    open({ width: 320 });
    for (const button of stage.root.querySelectorAll('.ranks button')) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    const body = stage.root.querySelector('.body')!;
    expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
  });

  it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
    open({ theme, fault: 'Please answer this question.' }, { top: 2 });
    expect(await violations(stage.root.host)).toEqual([]);
    stage.redraw({ value: ['price', 'smell'] });
    expect(await violations(stage.root.host)).toEqual([]);
  });
});
