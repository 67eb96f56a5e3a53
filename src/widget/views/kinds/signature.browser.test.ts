import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { kinds } from './signature.ts';

const QUESTION: QuestionOf<'signature'> = {
  id: 'sign',
  type: 'signature',
  title: { en: 'Please sign', ar: 'يرجى التوقيع' },
};

let stage: Stage;
afterEach(() => stage.leave());

const open = (options: StageOptions = {}): void => {
  stage = openStage(QUESTION, { kinds, width: 400, ...options });
};

const field = () => stage.root.querySelector<SVGSVGElement>('.pad svg')!;

/** As a finger does it; places in units of the field. */
function draw(points: readonly (readonly [x: number, y: number])[], type = 'touch'): void {
  const { left, top, width } = field().getBoundingClientRect();
  const scale = width / 600;
  const send = (name: string, [x, y]: readonly [number, number], buttons: number): void => {
    const place = { clientX: left + x * scale, clientY: top + y * scale };
    const pointer = { pointerId: 1, isPrimary: true, pointerType: type, buttons };
    field().dispatchEvent(
      new PointerEvent(name, { ...place, ...pointer, bubbles: true, cancelable: true }),
    );
  };
  const [first, ...rest] = points;
  send('pointerdown', first!, 1);
  for (const point of rest) send('pointermove', point, 1);
  send('pointerup', points[points.length - 1]!, 0);
}

describe('a signature', () => {
  it('is stored as the lines that were drawn, stroke by stroke', async () => {
    open();
    // A synthetic pointer cannot be captured.
    field().setPointerCapture = () => undefined;
    draw([
      [30, 100],
      [120, 40],
      [200, 150],
    ]);
    expect(stage.value).toMatch(/^M30 (99|100)L1(19|20) (39|40)L200 (149|150)$/);
    await expect
      .poll(() => field().querySelectorAll('path')[1]!.getAttribute('d'))
      .toMatch(/M30 (99|100)/);
    draw([[300, 100]]);
    expect(stage.value).toMatch(/^M30 (99|100).*M300 (99|100)L300 (99|100)$/);
    expect(stage.stored).toHaveLength(2);
  });

  it('is drawn with a real pointer', async () => {
    open();
    await userEvent.dragAndDrop(field(), field(), {
      sourcePosition: { x: 40, y: 40 },
      targetPosition: { x: 200, y: 90 },
    });
    expect(stage.value).toMatch(/^M\d+ \d+L/);
  });

  it('is cleared by a button', async () => {
    open({ value: 'M10 10L100 100' });
    await screen.getByRole('button', { name: 'Clear' }).click();
    expect(stage.value).toBeNull();
    await expect.element(screen.getByRole('button', { name: 'Clear' })).not.toBeInTheDocument();
  });

  it('is typed by who cannot draw, by keyboard alone', async () => {
    open();
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await userEvent.tab({ shift: true });
    await userEvent.keyboard('Анна К.');
    expect(stage.value).toBe('name:Анна К.');
    await userEvent.tab();
    expect(stage.stored.at(-1)).toBe('name:Анна К.');
  });

  it('shows what was given before', () => {
    open({ value: 'name:Jane' });
    expect(stage.root.querySelector<HTMLInputElement>('input')!.value).toBe('Jane');
    stage.leave();
    open({ value: 'M10 10L100 100' });
    expect(field().querySelectorAll('path')[1]!.getAttribute('d')).toBe('M10 10L100 100');
  });

  it.each([
    ['en', 'ltr', 'light', null],
    ['ar', 'rtl', 'dark', 'M10 10L100 100'],
    ['en', 'ltr', 'dark', 'name:Jane'],
  ] as const)('has no accessibility fault in %s, %s, %s', async (lang, dir, theme, value) => {
    open({ lang, dir, theme, value, width: 320 });
    expect(await violations(stage.root.host)).toEqual([]);
    const box = stage.root.querySelector('.body')!;
    expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
  });
});
