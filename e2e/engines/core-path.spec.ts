import { notNow } from '../support/fault-proxy.ts';
import { answersAll, back, choice, decides, field, finds, next } from './respondent.ts';
import { score, sees, short, tabsTo } from './respondent.ts';
import { carefulPage, heardBy, keepPicture } from './stage.ts';
import { expect, test } from './test.ts';

test('a survey is answered with pointer and keys on a page with a strict policy, and arrives once', async ({
  visitor,
  service,
  site,
  mint,
  stored,
}) => {
  await visitor.open(carefulPage(site, mint, { service: service.origin }));
  await sees(visitor, short.first);
  await decides(visitor, score(9), short.second);

  await tabsTo(visitor, choice('The price'));
  await visitor.press('Space');
  await visitor.press('ArrowDown');
  await finds(visitor, choice('The speed'), { checked: true, focused: true });
  await visitor.press('Enter');

  await sees(visitor, short.third);
  await tabsTo(visitor, field(short.third));
  await visitor.type('Typed, not tapped');
  await tabsTo(visitor, field('Your e-mail'));
  const wrong = 'not an address';
  await visitor.type(wrong);
  await visitor.press('Enter');
  await finds(visitor, field('Your e-mail'), { invalid: true, focused: true });
  for (let left = wrong.length; left > 0; left -= 1) await visitor.press('Backspace');

  await visitor.tap(back);
  await sees(visitor, short.second);
  await finds(visitor, choice('The speed'), { checked: true });
  await visitor.tap(next);
  await finds(visitor, field(short.third), { value: 'Typed, not tapped' });
  await visitor.tap(next);

  await sees(visitor, short.thanks);
  await sees(visitor, short.received);
  expect(await stored()).toMatchObject([
    {
      status: 'completed',
      respondent: test.info().testId,
      answers: {
        recommend: { value: 9 },
        matters: { value: 'speed' },
        more: { value: 'Typed, not tapped' },
      },
    },
  ]);
  // A picture comes after this: to take one, Playwright adds a style to pages in Firefox.
  expect((await heardBy(visitor)).filter(({ type }) => type === 'violation')).toEqual([]);
  await keepPicture(visitor, 'thanks');
});

test('a reload in the middle goes on at the same question, with the answers', async ({
  visitor,
  service,
  site,
  mint,
  stored,
}) => {
  await visitor.open(carefulPage(site, mint, { service: service.origin }));
  await sees(visitor, short.first);
  await decides(visitor, score(7), short.second);
  const databases = 'indexedDB.databases().then((all) => all.length)';
  expect(await visitor.ask(databases), 'answers are in IndexedDB').toBeGreaterThan(0);

  await visitor.reload();
  await sees(visitor, short.second);
  await visitor.tap(back);
  await finds(visitor, score(7), { checked: true });
  await visitor.tap(next);
  await decides(visitor, choice('The people'), short.third);
  await visitor.tap(next);
  await sees(visitor, short.received);
  expect(await stored()).toMatchObject([
    { answers: { recommend: { value: 7 }, matters: { value: 'people' } } },
  ]);
});

test('answers given while the service is down are kept, and arrive once when it returns', async ({
  visitor,
  service,
  site,
  mint,
  stored,
}) => {
  await visitor.open(carefulPage(site, mint, { service: service.origin }));
  await sees(visitor, short.first);
  // All code has come when the first answer has gone through it.
  await decides(visitor, score(3), short.second);
  await visitor.tap(back);
  await sees(visitor, short.first);

  await service.stop();
  await answersAll(visitor);
  await sees(visitor, short.kept);
  await keepPicture(visitor, 'kept on this device');

  await service.start();
  await expect.poll(async () => (await stored())[0]?.status, { timeout: 30_000 }).toBe('completed');
  await sees(visitor, short.received);
  const [response, ...others] = await stored();
  expect(response).toMatchObject({
    answers: { recommend: { value: 9 }, more: { value: 'Всё хорошо' } },
  });
  expect(others).toEqual([]);

  // And nothing is left to send: another visit changes nothing.
  await visitor.reload();
  await expect.poll(stored).toEqual([response]);
});

test('what is tapped before the code has come that stores it waits for it, however often that fails', async ({
  visitor,
  line,
  site,
  mint,
  stored,
}) => {
  // First a file of which another is made, then all.
  line.fault('/chunks/outboxes', notNow);
  line.fault('/chunks/~/', notNow);
  await visitor.open(
    carefulPage(site, mint, { service: line.origin, attributes: 'display="inline"' }),
  );
  await sees(visitor, short.first);
  await visitor.tap(score(9));
  const codes = async () => (await heardBy(visitor)).map(({ code }) => code);
  await expect.poll(codes).toContain('network');

  line.heal();
  await decides(visitor, choice('The speed'), short.third);
  await visitor.tap(next);
  await sees(visitor, short.received);
  expect(await stored()).toMatchObject([
    { answers: { recommend: { value: 9 }, matters: { value: 'speed' } } },
  ]);
});
