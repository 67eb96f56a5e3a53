import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './consent.ts';

let stage: Stage;

afterEach(() => stage.leave());

const QUESTION: QuestionOf<'consent'> = {
  id: 'news',
  type: 'consent',
  title: { en: 'May we write to you?' },
  label: { en: 'I agree to **news**; see [the rules](https://shop.test/rules).' },
  document: {
    label: { en: 'Privacy policy' },
    url: 'https://shop.test/privacy',
    version: '3',
  },
};

const open = (options: StageOptions = {}, change: Partial<QuestionOf<'consent'>> = {}): void => {
  stage = openStage({ ...QUESTION, ...change }, { kinds, ...options });
};
const box = (): HTMLInputElement => stage.root.querySelector('input')!;
const link = (name: string): HTMLAnchorElement =>
  screen.getByRole('link', { name, exact: false }).element() as HTMLAnchorElement;

describe('consent', () => {
  it('is not ticked beforehand, whatever stands in its way', () => {
    open({}, { required: true });
    expect(box().checked).toBe(false);
    stage.redraw({ fault: 'Please answer this question.' });
    expect(box().checked).toBe(false);
    expect(stage.value).toBeNull();
  });

  it('is given by a press on its words, and taken back', async () => {
    open();
    await userEvent.click(stage.root.querySelector('b')!, { force: true });
    expect(stage.value).toBe(true);
    await screen.getByRole('checkbox', { name: 'I agree to news; see the rules.' }).click();
    expect(stage.stored).toEqual([true, null]);
  });

  it('by keyboard alone: the box, the link in its words, the document', async () => {
    open();
    await userEvent.tab();
    await userEvent.keyboard(' ');
    expect(stage.value).toBe(true);
    await userEvent.tab();
    expect(stage.root.activeElement).toBe(link('the rules'));
    await userEvent.tab();
    expect(stage.root.activeElement).toBe(link('Privacy policy (opens in a new window)'));
  });

  it.each(['the rules', 'Privacy policy'])(
    'a press on "%s" opens that, and agrees to nothing',
    (name) => {
      open({ width: 360 });
      const { left, top, height } = link(name).getBoundingClientRect();
      const hit = stage.root.elementFromPoint(left + 4, top + height / 2);
      expect(hit).toBe(link(name));
      expect(link(name).target).toBe('_blank');
      expect(link(name).rel.split(' ')).toContain('noopener');
      link(name).addEventListener('click', (event) => event.preventDefault());
      link(name).click();
      expect(stage.value).toBeNull();
    },
  );

  it('says that it is needed, and what is wrong', () => {
    open({ fault: 'Please answer this question.' }, { required: true });
    expect(box().ariaRequired).toBe('true');
    expect(box().ariaInvalid).toBe('true');
    const described = box().getAttribute('aria-describedby')!.split(' ');
    const said = described.map((id) => stage.root.getElementById(id)?.textContent.trim());
    expect(said).toContain('Please answer this question.');
  });

  it('what is pressed is large enough for a finger', () => {
    open({ width: 320 });
    for (const element of [box(), link('Privacy policy')]) {
      expect(element.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    }
  });

  it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
    open({ theme, dir: 'rtl' });
    expect(await violations(stage.root.host)).toEqual([]);
    stage.redraw({ value: true, fault: 'Please check this answer.' });
    expect(await violations(stage.root.host)).toEqual([]);
  });
});
