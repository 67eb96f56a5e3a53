import { join } from 'node:path';

import { publishFile } from '../support/surveys.ts';
import { choice, decides, score, sees } from './respondent.ts';
import { carefulPage, keepPicture, styleOf } from './stage.ts';
import { expect, test } from './test.ts';

test('on an Arabic page a survey is laid out and answered from right to left', async ({
  visitor,
  service,
  site,
  mint,
  stored,
}) => {
  const survey = await publishFile(service.client, join(import.meta.dirname, 'right-to-left.json'));
  await visitor.open(
    carefulPage(
      site,
      mint,
      { service: service.origin, lang: 'ar', dir: 'rtl', attributes: 'lang="ar"' },
      { survey, respondent: test.info().testId },
    ),
  );
  await sees(visitor, 'ما مدى احتمال أن توصي بنا صديقًا؟');
  expect(await styleOf(visitor, 'direction')).toBe('rtl');
  const [zero, ten] = [await visitor.look(score(0)), await visitor.look(score(10))];
  expect(zero?.box.right, 'the scale begins on the right').toBeGreaterThan(ten?.box.right ?? 0);
  await keepPicture(visitor, 'scale');

  await decides(visitor, score(8), 'ما الأهم بالنسبة إليك؟');
  await keepPicture(visitor, 'choices');
  await decides(visitor, choice('السرعة'), 'شكرًا لك!');
  await keepPicture(visitor, 'thanks');
  await expect
    .poll(stored)
    .toMatchObject([{ answers: { recommend: { value: 8 }, matters: { value: 'speed' } } }]);
});
