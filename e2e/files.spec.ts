import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';

import type { StoredFile, SurveyContent } from 'otklik/protocol';

import { cutLine, swallowReply } from './support/fault-proxy.ts';
import type { Fault, Passage } from './support/fault-proxy.ts';
import { heardBy, hostPage } from './support/host-page.ts';
import { surveyOn } from './support/survey.ts';
import { expect, test } from './support/test.ts';
import type { TestService } from './support/service.ts';

const SURVEY: SurveyContent = {
  title: { en: 'Damage' },
  defaultLanguage: 'en',
  screens: [
    {
      id: 'papers',
      questions: [
        {
          id: 'bill',
          type: 'file',
          title: { en: 'The bill, please' },
          accept: ['pdf', 'image'],
          required: true,
        },
      ],
    },
    { id: 'sign', questions: [{ id: 'sign', type: 'signature', title: { en: 'Your signature' } }] },
  ],
  thanks: { title: { en: 'Thank you' } },
};

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Random, so that no transport can make it smaller. */
const bill = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(1_500_000)]);

async function publish({ client }: TestService): Promise<void> {
  await client.putSurvey({ id: 'srv_files', draft: SURVEY });
  await client.publishSurvey({ id: 'srv_files' });
}

/** The head is one line; what follows it is of the file. */
const isOfFile = ({ path }: Passage): boolean => path === '/v1/files';
const isPiece = (passage: Passage): boolean => isOfFile(passage) && /\n./s.test(passage.body);

/** Passes a few pieces, loses the acknowledgement of the next, and then the line is dead. */
function breaksAfter(pieces: number): Fault {
  let count = 0;
  return async (passage, wire) => {
    count += 1;
    if (count <= pieces) return wire.answer(await wire.forward());
    return count === pieces + 1 ? swallowReply(passage, wire) : cutLine(passage, wire);
  };
}

test('a file whose upload was cut goes on after a reload, and is there once, byte by byte', async ({
  page,
  service,
  line,
  site,
  mint,
  stored,
}) => {
  test.slow();
  await publish(service);
  site.token('/survey-token', () => mint({ survey: 'srv_files', respondent: 'person-1' }));
  line.fault('/v1/files', breaksAfter(5));
  await page.goto(
    hostPage(site, '/', { service: line.origin, attributes: 'token-url="/survey-token"' }),
  );
  const survey = surveyOn(page);
  const upload = { name: 'bill.pdf', mimeType: 'application/pdf', buffer: bill };
  await survey.add(upload);
  await expect(survey.element.getByText(/% sent|Will be sent/).first()).toBeVisible();
  await survey.next();
  await survey.element.getByRole('button', { name: 'Type your name instead' }).click();
  await survey.element.getByRole('textbox', { name: 'Your name' }).fill('Anna K.');
  await survey.next();

  // The answers have not waited for the file, and the thanks do not say that it has arrived.
  await expect(survey.element.getByText('Your files will follow.')).toBeVisible();
  const [response] = await stored();
  expect(response).toMatchObject({
    status: 'completed',
    answers: { bill: { value: [{ name: 'bill.pdf' }] }, sign: { value: 'name:Anna K.' } },
  });
  const files = async (): Promise<readonly StoredFile[]> =>
    (await service.client.listFiles({ id: response!.id })).items;
  expect(await files()).toMatchObject([{ complete: false, sha256: null }]);

  // Loaded anew while the line is dead: nothing of the page before is under way when it comes back.
  await page.reload();
  const before = line.passages.length;
  await expect.poll(() => line.passages.slice(before).some(isOfFile)).toBe(true);
  line.heal();
  await page.evaluate(() => void dispatchEvent(new Event('online')));
  await expect.poll(async () => (await files())[0]?.complete, { timeout: 20_000 }).toBe(true);
  const [file, ...others] = await files();
  expect(others).toEqual([]);
  expect(file).toMatchObject({ name: 'bill.pdf', bytes: bill.length, sha256: sha256(bill) });
  const download = await service.client.downloadFile({ id: response!.id, file: file!.id });
  expect(sha256(await buffer(download))).toBe(sha256(bill));
  // Those that only ask how much has arrived carry nothing.
  const rest = line.passages.slice(before).filter(isPiece);
  const offsets = rest.map(({ body }) => Number(/"offset":(\d+)/.exec(body)?.[1]));
  expect(Math.min(...offsets)).toBeGreaterThan(300_000);
  expect(await stored()).toHaveLength(1);
});

test('a photo is chosen and shown on a page that allows no picture, style or address but the service', async ({
  page,
  service,
  site,
  mint,
  stored,
}) => {
  await publish(service);
  site.token('/survey-token', () => mint({ survey: 'srv_files', respondent: 'person-2' }));
  const csp =
    `default-src 'none'; script-src 'self' ${service.origin}; connect-src 'self' ${service.origin}; ` +
    "require-trusted-types-for 'script'; trusted-types otklik";
  await page.goto(
    hostPage(site, '/', {
      service: service.origin,
      attributes: 'token-url="/survey-token"',
      head: '',
      csp,
    }),
  );
  const survey = surveyOn(page);
  await expect(survey.question('The bill, please')).toBeVisible();
  const shot = await page.screenshot();
  const upload = { name: 'shot.png', mimeType: 'image/png', buffer: shot };
  await survey.add(upload);
  await expect(survey.element.locator('.files canvas')).toBeVisible();
  await survey.next();
  const pad = survey.element.getByRole('img', { name: 'Sign here' });
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 70, { steps: 5 });
  await page.mouse.move(box.x + 200, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await survey.next();
  await expect(survey.question('Your answers have been received.')).toBeVisible();
  await expect.poll(async () => (await stored())[0]?.answers['sign']?.value).toMatch(/^M\d+ \d+L/);
  const [response] = await stored();
  await expect
    .poll(async () => (await service.client.listFiles({ id: response!.id })).items)
    .toMatchObject([{ name: 'shot.jpg', type: 'image/jpeg', complete: true }]);
  const violations = (await heardBy(page)).filter(({ type }) => type === 'violation');
  expect(violations).toEqual([]);
});
