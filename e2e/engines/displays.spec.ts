import { choice, decides, finds, score, sees, short, tabsTo } from './respondent.ts';
import { boxOf, carefulPage, hasFocusRing, keepPicture, roomOf } from './stage.ts';
import { expect, test } from './test.ts';
import type { Box } from './visitor.ts';

test.use({ windowSize: { width: 480, height: 720 } });

test('in every display a question is on the screen, within reach of finger and keyboard', async ({
  visitor,
  service,
  site,
  mint,
}) => {
  test.slow();
  for (const display of ['inline', 'sheet', 'popover', 'dialog', 'page']) {
    await test.step(display, async () => {
      const page = { service: service.origin, attributes: `display="${display}"` };
      await visitor.open(
        carefulPage(site, mint, page, {
          survey: 'srv_short',
          respondent: display,
        }),
      );
      await sees(visitor, short.first);
      const room = await roomOf(visitor);
      const isPartOfPage = display === 'inline' || display === 'page';
      await expect
        .poll(async () =>
          isWithin(await boxOf(visitor), isPartOfPage ? { ...room, bottom: Infinity } : room),
        )
        .toBe(true);
      for (const value of [0, 5, 10]) {
        const { box } = (await visitor.look(score(value))) ?? {};
        if (box === undefined) throw new Error(`There is no ${value}.`);
        expect(isWithin(box, await boxOf(visitor))).toBe(true);
        expect(Math.round(box.bottom - box.top)).toBeGreaterThanOrEqual(44);
      }
      await keepPicture(visitor, display);

      await decides(visitor, score(10), short.second);
      await tabsTo(visitor, choice('The price'));
      await expect.poll(() => hasFocusRing(visitor)).toBe(true);
      await visitor.press('ArrowDown');
      await finds(visitor, choice('The speed'), { checked: true, focused: true });
      await expect.poll(() => hasFocusRing(visitor)).toBe(true);
      await keepPicture(visitor, `${display}, chosen with the keyboard`);
    });
  }
});

test('a sheet and a popover take neither focus nor keys from their page', async ({
  visitor,
  service,
  site,
  mint,
}) => {
  const search = { role: 'textbox', name: /^Search$/ };
  for (const display of ['sheet', 'popover']) {
    await test.step(display, async () => {
      await visitor.open(
        carefulPage(site, mint, {
          service: service.origin,
          attributes: `display="${display}" hidden`,
          body: '<label for="search">Search</label> <input id="search">',
        }),
      );
      await visitor.tap(search);
      await visitor.type('tea');
      await visitor.ask(`document.querySelector('otklik-survey').removeAttribute('hidden')`);
      await sees(visitor, short.first);
      await visitor.type(' 5');
      await finds(visitor, search, { focused: true, value: 'tea 5' });
      expect(await visitor.look(score(5))).toMatchObject({ checked: false });
    });
  }
});

/** To the pixel; borders may lie between two. */
function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.left >= outer.left - 1 &&
    inner.top >= outer.top - 1 &&
    inner.right <= outer.right + 1 &&
    inner.bottom <= outer.bottom + 1
  );
}
