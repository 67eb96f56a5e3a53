import { choice, decides, field, finds, next, score, sees, short } from './respondent.ts';
import { carefulPage, keepPicture, styleOf } from './stage.ts';
import { expect, test } from './test.ts';
import type { Visitor } from './visitor.ts';

test.use({ deviceScheme: 'dark' });

test('a survey is dark where the person likes it dark', async ({
  visitor,
  service,
  site,
  mint,
}) => {
  await visitor.open(carefulPage(site, mint, { service: service.origin }));
  await sees(visitor, short.first);
  expect(await brightness(visitor, 'background-color')).toBeLessThan(0.2);
  expect(await brightness(visitor, 'color')).toBeGreaterThan(0.8);
  await keepPicture(visitor, 'scale');
  await decides(visitor, score(6), short.second);
  await decides(visitor, choice('The speed'), short.third);
  await visitor.tap(field('Your e-mail'));
  await visitor.type('not an address');
  await visitor.tap(next);
  await finds(visitor, field('Your e-mail'), { invalid: true });
  await keepPicture(visitor, 'a fault');
});

test('a page that is light may keep its surveys light', async ({
  visitor,
  service,
  site,
  mint,
}) => {
  const attributes = 'theme="light"';
  await visitor.open(carefulPage(site, mint, { service: service.origin, attributes }));
  await sees(visitor, short.first);
  expect(await brightness(visitor, 'background-color')).toBeGreaterThan(0.8);
  expect(await brightness(visitor, 'color')).toBeLessThan(0.2);
});

/** Of `rgb(…)`: 0 is black, 1 is white. */
async function brightness(visitor: Visitor, property: string): Promise<number> {
  const parts = (await styleOf(visitor, property)).match(/\d+/g)?.slice(0, 3) ?? [];
  return parts.reduce((sum, part) => sum + Number(part), 0) / (3 * 255);
}
