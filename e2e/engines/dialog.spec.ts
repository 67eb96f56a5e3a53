import { answersAll, sees, short } from './respondent.ts';
import { carefulPage, keepPicture, wordsOf } from './stage.ts';
import { expect, test } from './test.ts';
import type { Thing } from './visitor.ts';

const ask: Thing = { role: 'button', name: /^Tell us$/ };
const page = {
  attributes: 'display="dialog" hidden',
  body: '<button id="ask">Tell us</button> <a href="#elsewhere">Elsewhere</a>',
  script: `document.querySelector('#ask').addEventListener('click', () => {
    document.querySelector('otklik-survey').show();
  });`,
};

test('a modal dialog keeps the focus inside, Escape closes it, and the focus goes back', async ({
  visitor,
  service,
  site,
  mint,
}) => {
  await visitor.open(carefulPage(site, mint, { service: service.origin, ...page }));
  await visitor.tap(ask);
  await sees(visitor, short.first);
  await keepPicture(visitor, 'dialog');

  const stops = new Set<unknown>();
  for (let stop = 0; stop < 30; stop += 1) {
    await visitor.press('Tab');
    stops.add(await visitor.ask(`document.activeElement?.tagName ?? 'BODY'`));
  }
  // The body stands for the browser's own controls, which a page may never keep the focus from.
  expect([...stops].filter((stop) => stop !== 'BODY')).toEqual(['OTKLIK-SURVEY']);

  await visitor.press('Escape');
  await expect.poll(() => wordsOf(visitor)).toBe('');
  await expect.poll(async () => (await visitor.look(ask))?.focused).toBe(true);
});

test('a modal dialog is answered to its end, and the page is there again', async ({
  visitor,
  service,
  site,
  mint,
  stored,
}) => {
  await visitor.open(carefulPage(site, mint, { service: service.origin, ...page }));
  await visitor.tap(ask);
  await answersAll(visitor);
  await sees(visitor, short.received);
  expect(await stored()).toMatchObject([{ status: 'completed' }]);
  await visitor.tap({ role: 'button', name: /^Close$/ });
  await expect.poll(() => wordsOf(visitor)).toBe('');
  await expect.poll(async () => (await visitor.look(ask))?.focused).toBe(true);
});
