import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './dropdown.ts';

let stage: Stage;

afterEach(() => stage.leave());

const QUESTION: QuestionOf<'single'> = {
  id: 'shop',
  type: 'single',
  display: 'dropdown',
  title: { en: 'Which shop?', ru: 'Какой магазин?' },
  choices: [
    { id: 'north', label: { en: 'North', ru: 'Северный' } },
    { id: 'south', label: { en: 'South', ru: 'Южный' } },
  ],
};

const open = (options: StageOptions = {}, change: Partial<QuestionOf<'single'>> = {}): void => {
  stage = openStage({ ...QUESTION, ...change }, { kinds, ...options });
};
const list = (): HTMLSelectElement => stage.root.querySelector('select')!;

describe('a list that the system opens', () => {
  it('is named by the title, and nothing is chosen in it', () => {
    open();
    expect(screen.getByRole('combobox', { name: 'Which shop?' }).element()).toBe(list());
    expect(list().selectedOptions[0]!.textContent.trim()).toBe('Choose…');
    expect(stage.value).toBeNull();
  });

  it('asks in the respondent’s language', () => {
    open({ lang: 'ru', words: { choose: 'Выберите…' } });
    const options = [...list().options].map(({ textContent }) => textContent.trim());
    expect(options).toEqual(['Выберите…', 'Северный', 'Южный']);
  });

  it('is answered by keyboard alone, and what was chosen can be taken back', async () => {
    open();
    await userEvent.tab();
    await userEvent.keyboard('South');
    expect(stage.value).toBe('south');
    await userEvent.keyboard('{Home}');
    expect(stage.value).toBeNull();
    expect(stage.stored.at(-1)).toBeNull();
  });

  it('shows what was answered before', () => {
    open({ value: 'south' });
    expect(list().value).toBe('south');
    stage.redraw({ value: null });
    expect(list().value).toBe('');
  });

  it('says that it is needed, and what is wrong', () => {
    open({ fault: 'Please answer this question.' }, { required: true });
    expect(list().ariaRequired).toBe('true');
    expect(list().ariaInvalid).toBe('true');
    const described = list().getAttribute('aria-describedby')!.split(' ');
    const said = described.map((id) => stage.root.getElementById(id)?.textContent.trim());
    expect(said).toContain('Please answer this question.');
  });

  it('its texts are large enough for a phone, and it for a finger', () => {
    open({ width: 320 });
    expect(Number.parseFloat(getComputedStyle(list()).fontSize)).toBeGreaterThanOrEqual(16);
    expect(list().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  });

  it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
    open({ theme });
    expect(await violations(stage.root.host)).toEqual([]);
    stage.redraw({ value: 'north', fault: 'Please check this answer.' });
    expect(await violations(stage.root.host)).toEqual([]);
  });
});
