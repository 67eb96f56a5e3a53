/** An operator at the terminal, with a real service that has answers in quarantine. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { answers, ROOT_KEY, submission, testService } from '../service/testing/service.ts';
import type { TestService } from '../service/testing/service.ts';
import type { QuarantinedResponse, StoredResponse } from '../protocol/index.ts';
import { otklikWith } from './testing/command.ts';
import type { Ran } from './testing/command.ts';

let service: TestService;
let folder: string;

beforeAll(async () => {
  service = await testService({ now: () => new Date() });
  folder = await mkdtemp(join(tmpdir(), 'otklik-quarantine-'));
});
afterAll(async () => {
  await service.service.close();
  await rm(folder, { recursive: true, force: true });
});

const otklik = (...args: string[]): Promise<Ran> =>
  otklikWith((request) => service.service.fetch(request), ['quarantine', ...args], {
    env: { OTKLIK_ROOT_KEY: ROOT_KEY },
  });

/** A score beyond the scale, in a survey of the test's own. */
async function keep(survey: string, score = 11): Promise<{ id: string; response: string }> {
  await service.publish(survey);
  const session = await service.session({ survey });
  const said = answers({ score, why: 'Fast', liked: null });
  await service.submit(submission(session, { answers: said }));
  const { json } = await service.api('GET', `/v1/quarantine?survey=${survey}&limit=500`);
  const found = json.items.find(({ response }) => response === session.responseId);
  return { id: found!.id, response: session.responseId };
}

async function stored(response: string): Promise<StoredResponse> {
  return (await service.api('GET', `/v1/responses/${response}`)).json as unknown as StoredResponse;
}

test('what waits for repair is listed with its first problem, by survey, reason and time', async () => {
  const { id } = await keep('srv_list');
  const { stdout, exitCode } = await otklik('list', '--survey', 'srv_list', '--since', '1d');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ID +KEPT \(UTC\) +SURVEY +REASON +FIRST PROBLEM\n/);
  expect(stdout).toContain(id);
  expect(stdout).toContain('srv_list v1  response_invalid  /answers/score/value scale');
  const json = JSON.parse((await otklik('list', '--survey', 'srv_list', '--json')).stdout);
  expect(json).toMatchObject([{ id, payload: { answers: { score: { value: 11 } } } }]);
  const late = await otklik('list', '--survey', 'srv_list', '--reason', 'response_final');
  expect(late).toMatchObject({ exitCode: 0, stdout: '' });
  expect(late.stderr).toBe('Nothing is in quarantine that fits.\n');
});

test('one is shown whole, with the place of each problem and the version of its survey', async () => {
  const { id, response } = await keep('srv_show');
  const { stdout } = await otklik('show', id);
  expect(stdout).toContain(`  response  ${response}\n  survey    srv_show, version 1\n`);
  expect(stdout).toContain(
    '  /answers/score/value: The answer is not a point on the scale. (scale)',
  );
  expect(stdout).toContain('"value": 11');
  const missing = await otklik('show', 'qrn_none');
  expect(missing).toMatchObject({ exitCode: 1, stdout: '' });
  expect(missing.stderr).toContain('"otklik quarantine list" shows what there is.');
});

test('a control character in an answer does not rule the terminal', async () => {
  await service.publish('srv_rude');
  const session = await service.session({ survey: 'srv_rude' });
  const said = answers({ score: 11, why: '\u001b[2J\u202egone', liked: null });
  await service.submit(submission(session, { answers: said, ['\u001b[31m']: 1 }));
  const listed = await otklik('list', '--survey', 'srv_rude');
  const id = /qrn_\w+/.exec(listed.stdout)![0];
  const shown = await otklik('show', id);
  // oxlint-disable-next-line no-control-regex
  expect(listed.stdout + shown.stdout).not.toMatch(/[\u001b\u202e]/);
});

test('what is not mended is told by place and ends with 1; a trial changes nothing', async () => {
  const { id, response } = await keep('srv_trial');
  const refused = await otklik('repair', id);
  expect(refused).toMatchObject({
    exitCode: 1,
    stdout: `${id} does not fit:\n  /answers/score/value: The answer is not a point on the scale. (scale)\n`,
  });
  const trial = await otklik('repair', id, '--drop', 'score', '--dry-run');
  expect(trial).toMatchObject({
    exitCode: 0,
    stdout: `${id} would be revision 1 of ${response}.\n`,
  });
  expect((await stored(response)).id).toBeUndefined();
});

test('a correction is given as it is written, or as a file; the second time is refused', async () => {
  const [one, two] = [await keep('srv_patch'), await keep('srv_patch')];
  const patch = '{"answers":{"score":{"value":10}}}';
  const first = await otklik('repair', one.id, '--patch', patch, '--note', 'eleven points');
  expect(first.stdout).toBe(`${one.id} is revision 1 of ${one.response}.\n`);
  const file = join(folder, 'patch.json');
  await writeFile(file, patch);
  expect((await otklik('repair', two.id, '--patch', file)).exitCode).toBe(0);
  expect((await stored(two.response)).answers['score']?.value).toBe(10);
  const again = await otklik('repair', one.id);
  expect(again.exitCode).toBe(1);
  expect(again.stdout).toContain('has already been repaired or discarded');
  const { stdout } = await otklik('list', '--survey', 'srv_patch', '--state', 'repaired');
  expect(stdout).toMatch(new RegExp(`${one.id} .*repaired .* by root: eleven points`));
});

test('all of a survey are repaired, and those that do not fit stay and are told', async () => {
  const [good, bad] = [await keep('srv_all', 11), await keep('srv_all', 12)];
  const ran = await otklik('repair', '--all', '--survey', 'srv_all', '--drop', 'score', '--json');
  expect(JSON.parse(ran.stdout)).toMatchObject([
    { id: good.id, verdict: 'repaired' },
    { id: bad.id, verdict: 'repaired' },
  ]);
  const other = await keep('srv_all', 13);
  const left = await otklik('repair', '--all', '--survey', 'srv_all');
  expect([left.exitCode, left.stderr]).toEqual([
    1,
    expect.stringContaining('1 of 1 cannot be repaired like this.'),
  ]);
  expect((await otklik('list', '--survey', 'srv_all')).stdout).toContain(other.id);
});

test('nothing is discarded without --yes and a reason; then only the audit line is left', async () => {
  const { id } = await keep('srv_discard');
  expect((await otklik('discard', id, '--yes')).exitCode).toBe(2);
  const unsure = await otklik('discard', id, '--reason', 'a test');
  expect(unsure).toMatchObject({ exitCode: 2, stdout: '' });
  expect(unsure.stderr).toContain('say --yes to do it');
  const done = await otklik('discard', id, '--reason', 'a test', '--yes');
  expect(done).toMatchObject({ exitCode: 0, stdout: `${id} is discarded.\n` });
  const listed = await otklik('list', '--survey', 'srv_discard', '--state', 'discarded', '--json');
  const [line] = JSON.parse(listed.stdout) as QuarantinedResponse[];
  expect(line).toMatchObject({ id, payload: {}, settled: { by: 'root', note: 'a test' } });
});

test.each([
  [['repair'], /Name the ids to repair, or say --all/],
  [['repair', 'qrn_a', '--all'], /Name the ids to repair, or say --all/],
  [['repair', 'qrn_a', '--patch', '[1]'], /Cannot read \[1\]/],
  [['repair', 'qrn_a', '--patch', '{"a":}'], /The patch:1:6 a value is expected/],
  [['repair', 'qrn_a', '--survey-version', 'two'], /whole number/],
  [['list', '--since', 'yesterday'], /a time such as 2027-01-31 or 7d/],
  [['list', '--reason', 'bad'], /Allowed choices are response_invalid, response_final/],
])('otklik quarantine %j is not understood and ends with 2', async (args, words) => {
  const { exitCode, stdout, stderr } = await otklik(...args);
  expect(stderr).toMatch(words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
});
