import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './link.ts';

let stage: Stage;

afterEach(() => stage.leave());

const QUESTION: QuestionOf<'link'> = {
  id: 'more',
  type: 'link',
  title: { en: 'There is more' },
  description: { en: 'It came in yesterday.' },
  label: { en: 'See the new collection' },
  url: 'https://shop.test/new',
};

const open = (options: StageOptions = {}, url = QUESTION.url): void => {
  stage = openStage({ ...QUESTION, url }, { kinds, ...options });
};
const anchor = (): HTMLAnchorElement => stage.root.querySelector('a')!;
/** Follows nothing: a test page stays where it is. */
const stay = (): void =>
  anchor().addEventListener('click', (event) => event.preventDefault(), { once: true });

describe('a call to action', () => {
  it('is a link, and says that it opens a window', () => {
    open();
    const name = 'See the new collection (opens in a new window)';
    expect(screen.getByRole('link', { name }).element()).toBe(anchor());
    expect(anchor().target).toBe('_blank');
    expect(anchor().rel.split(' ')).toContain('noopener');
    expect(anchor().href).toBe('https://shop.test/new');
  });

  it.each(['mailto:help@shop.test', 'tel:+15550100'])('%s opens none', (url) => {
    open({}, url);
    expect(screen.getByRole('link', { name: 'See the new collection', exact: true })).toBeTruthy();
    expect(anchor().getAttribute('href')).toBe(url);
    expect(anchor().hasAttribute('target')).toBe(false);
  });

  it('counts as answered once it is followed, and steps back then', async () => {
    open();
    const before = getComputedStyle(anchor()).backgroundColor;
    stay();
    await userEvent.click(anchor());
    expect(stage.stored).toEqual([true]);
    expect(getComputedStyle(anchor()).backgroundColor).not.toBe(before);
  });

  it('the arrow points out of the text, right to left too; the tick is a tick everywhere', () => {
    open({ dir: 'rtl' });
    const turned = (): string => getComputedStyle(stage.root.querySelector('.call svg')!).transform;
    expect(turned()).toBe('matrix(-1, 0, 0, 1, 0, 0)');
    stage.redraw({ value: true });
    expect(turned()).toBe('none');
  });

  it('by keyboard alone', async () => {
    open();
    await userEvent.tab();
    expect(stage.root.activeElement).toBe(anchor());
    stay();
    await userEvent.keyboard('{Enter}');
    expect(stage.value).toBe(true);
  });

  it('is large enough for a finger', () => {
    open({ width: 320 });
    expect(anchor().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  });

  it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
    open({ theme, dir: 'rtl' });
    expect(await violations(stage.root.host)).toEqual([]);
    stage.redraw({ value: true });
    expect(await violations(stage.root.host)).toEqual([]);
  });
});
