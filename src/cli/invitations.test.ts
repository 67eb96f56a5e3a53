/** An integrator at the terminal, with a real service. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { Invitation } from '../protocol/index.ts';
import { ROOT_KEY, testService } from '../service/testing/service.ts';
import type { TestService } from '../service/testing/service.ts';
import { otklikWith } from './testing/command.ts';
import type { Ran } from './testing/command.ts';

let service: TestService;
let folder: string;

beforeAll(async () => {
  service = await testService({ now: () => new Date() });
  await service.publish('srv_a');
  folder = await mkdtemp(join(tmpdir(), 'otklik-invitations-'));
});
afterAll(async () => {
  await service.service.close();
  await rm(folder, { recursive: true, force: true });
});

const otklik = (...args: string[]): Promise<Ran> =>
  otklikWith((request) => service.service.fetch(request), args, {
    env: { OTKLIK_ROOT_KEY: ROOT_KEY, OTKLIK_URL: 'http://localhost:8787' },
  });
const create = (...args: string[]): Promise<Ran> =>
  otklik('invitations', 'create', '--survey', 'srv_a', ...args);

test('the link alone goes to standard output, and is drawn as a code', async () => {
  const made = await create('--respondent', 'ann', '--var', 'order=0042', '--lang', 'ru');
  expect(made).toMatchObject({ exitCode: 0 });
  expect(made.stdout).toMatch(/^http:\/\/localhost:8787\/s\/[\w-]+\n$/);
  expect(made.stderr).toMatch(/^inv_\w+ is sent; its link ends /);
  const drawn = await otklik('qr', made.stdout.trim(), '--title', 'How was it?');
  expect(drawn.stdout).toMatch(/^<svg .*<title>How was it\?<\/title>.*<\/svg>\n$/);
});

test('what is to be sent later, strictly and once more is said by its arguments', async () => {
  const { stdout } = await create(
    '--respondent=bea',
    '--delay=7d',
    '--remind-after=3d',
    '--expires=30d',
    '--strict',
    '--page=https://shop.example/x',
    '--json',
    '--channel',
    'web-push',
    'fcm',
  );
  const made = Invitation.parse(JSON.parse(stdout));
  expect(made).toMatchObject({ status: 'scheduled', strict: true, channels: ['web-push', 'fcm'] });
  expect(made.link).toMatch(/^https:\/\/shop\.example\/x#otklik=/);
  expect(Date.parse(made.at) - Date.parse(made.createdAt)).toBe(7 * 24 * 60 * 60 * 1000);
  expect(Date.parse(made.remindAt ?? '') - Date.parse(made.at)).toBe(3 * 24 * 60 * 60 * 1000);
});

test('they are listed, shown and cancelled', async () => {
  const made = Invitation.parse(
    JSON.parse((await create('--respondent', 'cleo', '--json')).stdout),
  );
  const listed = await otklik('invitations', 'list', '--respondent', 'cleo');
  expect(listed.stdout).toMatch(/^ID +SURVEY +RESPONDENT +STATUS +AT \(UTC\) +ENDS +CHANNELS\n/);
  expect(listed.stdout).toContain(`${made.id}  srv_a   cleo        sent`);
  const shown = await otklik('invitations', 'show', made.id);
  expect(shown.stdout).toContain(`link        ${made.link}`);
  expect(shown.stdout).toContain(`sent        ${made.history.sent}`);
  const cancelled = await otklik('invitations', 'cancel', made.id);
  expect(cancelled).toMatchObject({ exitCode: 0, stdout: `${made.id} is cancelled.\n` });
  const sent = await otklik('invitations', 'list', '--respondent', 'cleo', '--status', 'sent');
  expect(sent.stderr).toBe('There are no invitations that fit.\n');
});

test('a table of people is looked at, invited, and what is refused is given back to be mended', async () => {
  const people = join(folder, 'people.csv');
  const mend = join(folder, 'mend.csv');
  const rows = Array.from(
    { length: 1200 },
    (_, row) => `person-${row};"A
${row}"`,
  );
  rows[1100] = 'person-7;"A\n7"';
  rows[1150] = ';lost';
  await writeFile(people, ['respondent;order', ...rows].join('\n'));
  const given = ['invitations', 'import', people, '--survey', 'srv_a'];
  const dry = await otklik(...given, '--dry-run');
  // What two parts have in common is found when the first one is invited.
  expect(dry.stderr).toContain('Rows: 1200, would be invited: 1199, refused: 1.');
  const done = await otklik(...given, '--rejected', mend);
  expect(done.exitCode).toBe(1);
  expect(done.stderr).toContain('line 2202 (person-7): The same person with the same variables');
  expect(done.stderr).toContain('line 2302: respondent: There is nothing in this column.');
  expect(done.stderr).toContain('Rows: 1200, invited: 1198, refused: 2.');
  expect(done.stdout.trim().split('\r\n')).toHaveLength(1 + 1198);
  expect(done.stdout).toMatch(/^respondent,link,invitation\r\nperson-0,http.+,inv_\w+\r\n/);
  expect(await readFile(mend, 'utf8')).toMatch(
    /^respondent,order,fault\r\nperson-7,"A\n7","The same person .+"\r\n,lost,respondent: .+\r\n$/,
  );
  const again = await otklik(...given, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ rows: 1200, invited: [] });
  expect((await otklik('invitations', 'import', folder, '--survey', 'srv_a')).exitCode).toBe(2);
});

test('what is wrong is said in words, and where to look', async () => {
  const unknown = await otklik('invitations', 'show', 'inv_none');
  expect(unknown).toMatchObject({ exitCode: 1 });
  expect(unknown.stderr).toContain('"otklik invitations list" shows what there is.');
  const undeclared = await create('--respondent', 'dora', '--var', 'other=1');
  expect(undeclared.stderr).toContain('/variables/other');
  expect((await create('--respondent', 'dora', '--delay', 'soon')).exitCode).toBe(2);
  expect((await create()).stderr).toContain("required option '--respondent <id>'");
  expect((await otklik('qr', 'data:text/html,x')).exitCode).toBe(1);
});

test('the files for the apps of a domain are written where a site serves them', async () => {
  const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');
  const apps = ['--ios', 'ABCDE12345.com.example.shop', '--android', `com.example=${fingerprint}`];
  const { stdout, exitCode } = await otklik('associate', ...apps, '--out', folder);
  expect(exitCode).toBe(0);
  const written = await readdir(join(folder, '.well-known'));
  expect(written.sort()).toEqual(['apple-app-site-association', 'assetlinks.json']);
  expect(stdout).toContain(join(folder, '.well-known', 'assetlinks.json'));
  const apple = await readFile(join(folder, '.well-known', 'apple-app-site-association'), 'utf8');
  expect(JSON.parse(apple)).toMatchObject({ applinks: {} });
  const wrong = await otklik('associate', '--ios', 'shop', '--out', folder);
  expect(wrong).toMatchObject({ exitCode: 1 });
  expect(wrong.stderr).toContain('/ios/0');
});
