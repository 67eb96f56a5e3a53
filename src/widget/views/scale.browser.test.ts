import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { Question } from '../../protocol/question.ts';
import { violations } from '../testing/axe.ts';
import { openStage } from '../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../testing/kind-stage.ts';

let stage: Stage;

afterEach(async () => {
  stage.leave();
  await screen.viewport(1000, 700);
});

const title = { en: 'How was it?' };
const labels = { low: { en: 'Not at all' }, high: { en: 'Very much' } };
const SCALES = {
  recommendation: { id: 'q', type: 'nps', title, labels },
  satisfaction: { id: 'q', type: 'csat', title },
  'satisfaction in stars': { id: 'q', type: 'csat', shape: 'stars', title },
  effort: { id: 'q', type: 'ces', title },
  'effort of five': { id: 'q', type: 'ces', scale: 5, title, labels },
  thumbs: { id: 'q', type: 'rating', shape: 'thumbs', scale: 2, title },
  'eleven numbers': { id: 'q', type: 'rating', shape: 'numbers', scale: 11, title },
  'ten stars': { id: 'q', type: 'rating', shape: 'stars', scale: 10, title },
} satisfies Record<string, Question>;
const ALL = Object.entries(SCALES);

function open(question: Question, options: StageOptions = {}): void {
  stage = openStage(question, options);
}

const inputs = (): HTMLInputElement[] => [...stage.root.querySelectorAll('input')];
/** What a screen reader says: the label where the input has no name of its own. */
const names = (): string[] =>
  inputs().map(
    (input) => input.ariaLabel ?? input.closest('label')?.textContent.trim() ?? 'nothing',
  );
const numbersTo = (last: number): string[] =>
  Array.from({ length: last }, (_, index) => String(index + 1));

describe('what a screen reader says', () => {
  it('of a recommendation: the numbers, and at the ends what they mean', () => {
    open(SCALES.recommendation);
    expect(names()).toEqual(['0, Not at all', ...numbersTo(9), '10, Very much']);
  });

  it('of satisfaction: five moods', () => {
    open(SCALES.satisfaction);
    expect(names()).toEqual(['Very bad', 'Bad', 'So-so', 'Good', 'Very good']);
  });

  it('of effort: seven numbers, from disagreement to agreement unless the survey says otherwise', () => {
    open(SCALES.effort);
    const between = ['2', '3', '4', '5', '6'];
    expect(names()).toEqual(['1, Strongly disagree', ...between, '7, Strongly agree']);
  });

  it('of effort with words of its own: those', () => {
    open(SCALES['effort of five']);
    expect(names()).toEqual(['1, Not at all', '2', '3', '4', '5, Very much']);
  });

  it('of thumbs: which way they point', () => {
    open(SCALES.thumbs);
    expect(names()).toEqual(['Thumbs down', 'Thumbs up']);
  });
});

describe('answering', () => {
  it.each([
    ['recommendation', '0, Not at all', 0],
    ['satisfaction', 'So-so', 3],
    ['effort', '7, Strongly agree', 7],
    ['thumbs', 'Thumbs down', 1],
    ['eleven numbers', '11', 11],
  ] as const)('%s: a press on "%s" is %d', async (name, point, value) => {
    open(SCALES[name]);
    await screen.getByRole('radio', { name: point, exact: true }).click();
    expect(stage.value).toBe(value);
  });

  it.each([
    ['ltr', 'ArrowRight'],
    ['rtl', 'ArrowLeft'],
  ] as const)('by keyboard alone, the way the text runs (%s)', async (dir, forward) => {
    open(SCALES.effort, { dir });
    await userEvent.tab();
    await userEvent.keyboard(' ');
    expect(stage.value).toBe(1);
    await userEvent.keyboard(`{${forward}}{${forward}}`);
    expect(stage.value).toBe(3);
    await userEvent.keyboard('{ArrowUp}');
    expect(stage.value).toBe(2);
    await userEvent.keyboard('{Enter}');
    expect(stage.submits).toBe(1);
  });
});

describe('how it looks', () => {
  it.each(ALL)('%s: nothing is smaller than a finger at 320 px', async (_name, question) => {
    await screen.viewport(320, 700);
    open(question, { width: 320 });
    for (const label of stage.root.querySelectorAll('label')) {
      const { width, height } = label.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    const body = stage.root.querySelector('.body')!;
    expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
  });

  it.each(['ltr', 'rtl'] as const)('the first point stands where the text begins (%s)', (dir) => {
    open(SCALES.satisfaction, { dir, width: 600 });
    const [first, second] = [...stage.root.querySelectorAll('label')].map(
      (label) => label.getBoundingClientRect().left,
    );
    expect(Math.sign(second! - first!)).toBe(dir === 'ltr' ? 1 : -1);
  });

  it('the thumbs point down and up', () => {
    open(SCALES.thumbs);
    const drawn = [...stage.root.querySelectorAll('path')];
    // The fist, which is the wider part, is above its thumb, or below it.
    const isFistOnTop = drawn.map((path) => {
      const within = path.transform.baseVal.consolidate()?.matrix.inverse() ?? new DOMMatrix();
      return path.isPointInFill(new DOMPoint(18, 6).matrixTransform(within));
    });
    expect(isFistOnTop).toEqual([true, false]);
  });

  it.each(ALL)('%s: axe finds nothing, light or dark, answered or not', async (_name, question) => {
    for (const theme of ['light', 'dark'] as const) {
      open(question, { theme, width: 360 });
      expect(await violations(stage.root.host)).toEqual([]);
      stage.redraw({ value: 2, fault: 'Please check this answer.' });
      expect(await violations(stage.root.host)).toEqual([]);
      stage.leave();
    }
  });
});
