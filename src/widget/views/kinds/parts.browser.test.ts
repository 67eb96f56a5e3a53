import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './parts.ts';

let stage: Stage;

afterEach(() => stage.leave());

const ADDRESS: QuestionOf<'address'> = {
  id: 'home',
  type: 'address',
  title: { en: 'Where do you live?' },
  optional: ['postalCode'],
};
const CONTACT: QuestionOf<'contact'> = { id: 'me', type: 'contact', title: { en: 'Who are you?' } };

const open = (options: StageOptions = {}, question: typeof ADDRESS | typeof CONTACT = ADDRESS) => {
  stage = openStage(question, { kinds, ...options });
};
const fields = (): HTMLInputElement[] => [...stage.root.querySelectorAll('input')];
const flags = (name: 'ariaInvalid' | 'ariaRequired'): (string | null)[] =>
  fields().map((field) => field[name]);

describe('fields that belong together', () => {
  it('are one answer, by part; an emptied one is gone', async () => {
    open();
    await userEvent.tab();
    await userEvent.keyboard('1 Garden Ring');
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.keyboard('M');
    expect(stage.value).toEqual({ street: '1 Garden Ring', city: 'M' });
    await userEvent.keyboard('{Backspace}');
    expect(stage.value).toEqual({ street: '1 Garden Ring' });
    await userEvent.tab();
    expect(stage.stored.at(-1)).toEqual({ street: '1 Garden Ring' });
  });

  it('are known to what fills in forms', () => {
    open();
    const tokens = ['street-address', 'postal-code', 'address-level2', 'country-name'];
    expect(fields().map(({ autocomplete }) => autocomplete)).toEqual(tokens);
    stage.leave();
    open({}, CONTACT);
    expect(fields().map(({ type }) => type)).toEqual(['text', 'text', 'email', 'tel']);
  });

  it('say which may be left out', () => {
    open();
    expect(flags('ariaRequired')).toEqual(['true', 'false', 'true', 'true']);
    const optional = screen.getByRole('textbox', { name: /Postal code.*optional/i });
    expect(optional.elements()).toHaveLength(1);
  });

  it('mark those that are lacking, and no others', () => {
    open({ value: { street: 'x', city: ' ' }, fault: 'City is needed.' });
    expect(flags('ariaInvalid')).toEqual(['false', 'false', 'true', 'true']);
  });

  it('stand beside each other where there is room', () => {
    const lefts = (): number =>
      new Set(fields().map((field) => field.getBoundingClientRect().x)).size;
    open({ width: 320 });
    expect(lefts()).toBe(1);
    const body = stage.root.querySelector('.body')!;
    expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
    stage.leave();
    open({ width: 600 });
    expect(lefts()).toBe(2);
  });
});

it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
  open({ theme, fault: 'Please check this answer.' });
  expect(await violations(stage.root.host)).toEqual([]);
  stage.leave();
  open({ theme, value: { email: 'ann' } }, CONTACT);
  expect(await violations(stage.root.host)).toEqual([]);
});
