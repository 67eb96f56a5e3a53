/** A researcher invites the people of a spreadsheet. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { InvitationImportReply, LIMITS } from '../../../protocol/index.ts';
import type { Invitation } from '../../../protocol/index.ts';
import { SURVEY, testService } from '../../testing/service.ts';
import type { Answer, TestService } from '../../testing/service.ts';

let test: TestService;
let survey: string;
let count = 0;

beforeAll(async () => {
  test = await testService();
});
afterAll(() => test.service.close());
beforeEach(async () => {
  count += 1;
  survey = `srv_import${count}`;
  const variables = {
    ...SURVEY.variables,
    member: { type: 'boolean' },
    since: { type: 'date' },
  } as const;
  await test.publish(survey, { ...SURVEY, variables });
});

const send = (csv: string, more: object = {}): Promise<Answer> =>
  test.api('POST', '/v1/invitations/import', { survey, csv, ...more });

async function imported(csv: string, more: object = {}): Promise<InvitationImportReply> {
  const { status, text } = await send(csv, more);
  expect(status).toBe(200);
  return InvitationImportReply.parse(JSON.parse(text));
}

async function invitations(): Promise<Invitation[]> {
  const { json } = await test.api('GET', `/v1/invitations?survey=${survey}&limit=500`);
  return json.items as unknown as Invitation[];
}

describe('a table of people', () => {
  it('is invited, each with typed variables, language and time', async () => {
    const csv = [
      'respondent,lang,at,order,spent,member,since',
      'ann,ru,2026-12-01T09:00:00.000Z,0042,"1200,50",true,2024-02-29',
      'bea,,,A-7,12.5,0,2025-01-01',
    ].join('\r\n');
    const { rows, invited, refused } = await imported(csv, { lang: 'en' });
    expect([rows, refused]).toEqual([2, []]);
    expect(invited).toMatchObject([
      { line: 2, respondent: 'ann', link: expect.stringMatching(/\/s\/[\w-]+$/) },
      { line: 3, respondent: 'bea' },
    ]);
    const made = await invitations();
    const bySomebody = new Map(made.map((one) => [one.respondent, one]));
    expect(bySomebody.get('ann')).toMatchObject({ lang: 'ru', status: 'scheduled' });
    expect(bySomebody.get('bea')).toMatchObject({ lang: 'en', status: 'sent' });
    const { rows: stored } = await test.service.database.execute(
      'select variables from invitations where survey_id = $1 order by respondent',
      [survey],
    );
    expect(stored).toEqual([
      { variables: { order: '0042', spent: 1200.5, member: true, since: '2024-02-29' } },
      { variables: { order: 'A-7', spent: 12.5, member: false, since: '2025-01-01' } },
    ]);
  });

  it('loses no row: each is invited or listed with what is wrong and where', async () => {
    const csv = [
      'respondent;order;spent;lang;at',
      'ann;A-1;10;ru;',
      ';A-2;10;;',
      'bea;;10;;',
      'cleo;A-4;ten;;',
      'dora;A-5;10;russian;',
      'ann;A-1;10;;',
      'eva;A-6;10;;1999-01-01T00:00:00.000Z',
      '"eve ""the"" second";"A;7";10;;',
      'fay;A-8;10;;tomorrow',
    ].join('\n');
    const { rows, invited, refused } = await imported(csv);
    expect(invited.map(({ line }) => line)).toEqual([2, 9]);
    expect(refused.map(({ line, faults }) => [line, faults[0]?.column, faults[0]?.code])).toEqual([
      [3, 'respondent', 'empty'],
      [4, 'order', 'empty'],
      [5, 'spent', 'variable_type'],
      [6, 'lang', 'invalid_format'],
      [7, undefined, 'duplicate'],
      [8, 'expiresAt', 'custom'],
      [10, 'at', 'invalid_format'],
    ]);
    expect(invited.length + refused.length).toBe(rows);
    expect(refused[4]?.faults[0]?.message).toContain('is in line 2 as well');
    expect(await invitations()).toHaveLength(2);
  });

  it('may name where each is written to, for this invitation', async () => {
    await test.api('PUT', '/v1/respondents/ann', { email: 'ann@profile.example' });
    const csv = [
      'respondent,email',
      'ann,ann@here.example',
      'bea,анна@пример.example',
      'cleo,cleo at here',
      'dora,',
    ];
    const table = csv.join('\n');
    const dry = await imported(table, { channels: ['email'], dryRun: true });
    expect(dry.refused).toMatchObject([
      { line: 4, faults: [{ column: 'email', message: 'must be an e-mail address' }] },
      { line: 5, faults: [{ column: 'email', code: 'empty' }] },
    ]);
    const { invited, refused } = await imported(table, { channels: ['email'] });
    expect([invited.map(({ line }) => line), refused]).toEqual([[2, 3], dry.refused]);
    const { rows } = await test.service.database.execute(
      'select addresses from invitations where survey_id = $1 order by respondent',
      [survey],
    );
    expect(rows).toEqual([
      { addresses: [{ channel: 'email', email: 'ann@here.example' }] },
      { addresses: [{ channel: 'email', email: 'анна@пример.example' }] },
    ]);
    const profile = await test.api('GET', '/v1/respondents/ann');
    expect(JSON.parse(profile.text)).toMatchObject({ email: 'ann@profile.example' });
  });

  it('names nowhere to write to where nothing is mailed', async () => {
    const { refused } = await imported('respondent,email\nann,ann@here.example\n');
    expect(refused).toMatchObject([{ line: 2, faults: [{ column: 'email' }] }]);
    expect(refused[0]?.faults[0]?.message).toContain('channel "email"');
  });

  it('is looked at without inviting anybody, with the same result', async () => {
    const csv = 'respondent,order\nann,A-1\nann,A-1\n,A-3\n';
    const dry = await imported(csv, { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, rows: 3, invited: [{ line: 2 }] });
    expect(dry.invited[0]).not.toHaveProperty('link');
    expect(await invitations()).toEqual([]);
    const real = await imported(csv);
    expect(real.refused).toEqual(dry.refused);
    expect(real.invited.map(({ line }) => line)).toEqual(dry.invited.map(({ line }) => line));
  });

  it('that was given before invites nobody a second time, unless it is about something else', async () => {
    await imported('respondent,order\nann,A-1\n');
    const again = await imported('respondent,order\nann,A-1\nann,A-2\n');
    expect(again.refused).toMatchObject([{ line: 2, faults: [{ code: 'duplicate' }] }]);
    expect(again.refused[0]?.faults[0]?.message).toMatch(/is invited already, by inv_/);
    expect(again.invited).toMatchObject([{ line: 3 }]);
  });

  it('may have empty cells where that is said', async () => {
    const { invited } = await imported('respondent,order\nann,\n', { mayBeEmpty: ['order'] });
    expect(invited).toHaveLength(1);
  });

  it('may come with a mark at its beginning, tabs, and lines within a cell', async () => {
    const csv = '\uFEFFrespondent\torder\nann\t"A\n1"\nbea\tA-2\n\n';
    const { invited } = await imported(csv);
    expect(invited.map(({ line }) => line)).toEqual([2, 4]);
  });
});

describe('what is no such table', () => {
  it.each([
    ['has no column for the person', 'name,order\nann,A-1\n'],
    ['names a column twice', 'respondent,order,order\nann,A-1,A-2\n'],
    ['has a quote that nobody closes', 'respondent,order\nann,"A-1\n'],
    ['has more cells than columns', 'respondent,order\nann,A-1,A-2\n'],
  ])('%s', async (_name, csv) => {
    const { status, json } = await send(csv);
    expect([status, json.errors[0].pointer]).toEqual([400, '/csv']);
  });

  it('has too many rows for one request', async () => {
    const rows = Array.from({ length: LIMITS.importRows + 1 }, (_, row) => `person-${row}`);
    const { json } = await send(['respondent', ...rows].join('\n'));
    expect(json.errors[0].message).toContain(`${LIMITS.importRows} at a time`);
  });

  it('names a variable that the survey does not declare', async () => {
    const { refused } = await imported('respondent,colour\nann,red\n');
    expect(refused).toMatchObject([
      { faults: [{ column: 'colour', code: 'variable_undeclared' }] },
    ]);
  });
});
