/** An integrator at the terminal, with a real service. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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
