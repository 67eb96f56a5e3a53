import { expect, it } from 'vitest';

import type { QuestionOf } from '../protocol/index.ts';
import { choiceOrder } from './order.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const question: QuestionOf<'single'> = {
  id: 'q',
  type: 'single',
  title: { en: 'q' },
  shuffle: true,
  choices: ids.map((id) => ({ id, label: { en: id } })),
};
const seeds = Array.from(
  { length: 2000 },
  (_, index) => `019ab000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
);
const orders = (asked: QuestionOf<'single'>): string[][] =>
  seeds.map((seed) => [...(choiceOrder(asked, seed) ?? [])]);

it('choices stand as written, unless they are to be shuffled', () => {
  expect(choiceOrder({ ...question, shuffle: false }, 'seed')).toBeUndefined();
});

it('one response sees one order, wherever it is computed', () => {
  expect(orders(question)).toEqual(orders(question));
});

it('each choice is first about as often as any other', () => {
  const firsts = orders(question).map(([first]) => first);
  for (const id of ids) {
    const share = firsts.filter((first) => first === id).length / seeds.length;
    expect(share).toBeGreaterThan(0.16);
    expect(share).toBeLessThan(0.24);
  }
});

it('two questions of one response are shuffled apart', () => {
  const other = { ...question, id: 'p' };
  const same = seeds.filter(
    (seed) => String(choiceOrder(question, seed)) === String(choiceOrder(other, seed)),
  );
  expect(same.length / seeds.length).toBeLessThan(0.05);
});

it('an anchored choice keeps its place, and so do "other" and "none" unless they say otherwise', () => {
  const choices = question.choices.map((choice) => ({
    ...choice,
    ...(choice.id === 'a' && { anchored: true }),
    ...(choice.id === 'd' && { other: true, anchored: false }),
    ...(choice.id === 'e' && { exclusive: true }),
  }));
  const shuffled = orders({ ...question, choices });
  expect(shuffled.every(([first]) => first === 'a')).toBe(true);
  expect(shuffled.every((order) => order[4] === 'e')).toBe(true);
  expect(shuffled.some((order) => order[1] === 'd')).toBe(true);
  expect(shuffled.every((order) => [...order].sort().join('') === 'abcde')).toBe(true);
});
