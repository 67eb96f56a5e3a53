import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';

import type { Question } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './fields.ts';

let stage: Stage;

afterEach(() => stage.leave());

const common = { id: 'q', title: { en: 'Which?' } } as const;
const number = { ...common, type: 'number', min: -10, unit: { en: 'kg' } } as const;
const counted = { ...common, type: 'text', size: 'long', maxLength: 30, counter: true } as const;

const open = (question: Question, options: StageOptions = {}): void => {
  stage = openStage(question, { kinds, ...options });
};
const field = (): HTMLInputElement => stage.root.querySelector('[part=field]')!;
const write = async (text: string): Promise<void> => {
  await userEvent.tab();
  await userEvent.keyboard(text);
};

describe('a number', () => {
  it.each([
    ['1,5', 1.5],
    ['-3', -3],
    ['١٢٫٥', 12.5],
    ['five', 'five'],
  ])('typed as %s', async (text, value) => {
    open(number);
    await write(text);
    expect(stage.value).toBe(value);
    expect(field().value, 'it stays as it is typed').toBe(text);
  });

  it('is shown again in the respondent’s language', () => {
    open(number, { value: 1234.5, lang: 'ru' });
    expect(field().value).toBe('1234,5');
  });

  it('has a keyboard with a minus where one may be needed, and else one of digits', () => {
    open(number);
    expect(field().inputMode).toBe('text');
    stage.leave();
    open({ ...number, min: 0 });
    expect(field().inputMode).toBe('decimal');
    stage.leave();
    open({ ...number, min: 0, step: 1 });
    expect(field().inputMode).toBe('numeric');
  });
});

describe('a day and a time', () => {
  it('a day is typed part by part', async () => {
    open({ ...common, type: 'date', min: '2026-01-01', max: 'today' });
    await write('05042026');
    expect(stage.value).toBe('2026-05-04');
    expect(field().min).toBe('2026-01-01');
    expect(field().max).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('a time has no seconds, whatever its limits', async () => {
    open({ ...common, type: 'time', min: '09:00', max: '19:00' });
    await write('0630PM');
    expect(stage.value).toBe('18:30');
  });
});

it.each([
  ['phone', 'tel', 'tel'],
  ['url', 'url', 'url'],
] as const)('%s has the keyboard and the memory that it needs', (type, look, autocomplete) => {
  open({ ...common, type });
  expect(field().type).toBe(look);
  expect(field().autocomplete).toBe(autocomplete);
});

describe('a counted text', () => {
  const seen = (): string => stage.root.querySelector('.left')!.textContent.trim();
  const said = (): string => stage.root.querySelector('[role=status]')!.textContent.trim();

  it('shows what is left, and says it only near the end', async () => {
    open(counted);
    expect(seen()).toBe('30 characters left');
    await write('123456789');
    expect([seen(), said()]).toEqual(['21 characters left', '']);
    await userEvent.keyboard('0');
    expect(said()).toBe('20 characters left');
  });

  it('counts in the plural of the language', () => {
    open(counted, { value: 'x'.repeat(29) });
    expect(seen()).toBe('1 character left');
  });
});

it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
  const types = ['phone', 'url', 'date', 'time'] as const;
  for (const question of [...types.map((type) => ({ ...common, type })), number, counted]) {
    open(question, { theme, fault: 'Please check this answer.' });
    expect(await violations(stage.root.host), question.type).toEqual([]);
    expect(field().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    if (question !== counted) stage.leave();
  }
});
