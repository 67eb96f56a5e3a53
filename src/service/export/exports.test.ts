import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { StoredResponse } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import {
  answers,
  newResponseId,
  ROOT_KEY,
  submission,
  SURVEY,
  testService,
} from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
});
afterAll(() => test.service.close());

const rowsOf = (csv: string) => csv.trimEnd().split('\r\n');

/** Straight into the table: a thousand sessions would tell nothing more. */
async function fill(survey: string, count: number): Promise<void> {
  await test.publish(survey);
  const row = (index: number) => ({
    project_id: 'prj_default',
    id: newResponseId(),
    survey_id: survey,
    version: 1,
    respondent: `r-${index}`,
    status: 'completed' as const,
    revision: 1,
    writer: 'w',
    document: toJson({
      lang: 'en',
      answers: answers({ score: index % 11 }),
      timings: { startedAt: test.clock.now.toISOString(), updatedAt: test.clock.now.toISOString() },
    }),
    content_hash: 'h',
    questions: toJson({}),
    variables: toJson({}),
    page_context: toJson({}),
    deadline: test.clock.now.toISOString(),
    // Many in the same millisecond: the position has to tell them apart.
    created_at: new Date(test.clock.now.getTime() + Math.floor(index / 150)).toISOString(),
    updated_at: test.clock.now.toISOString(),
  });
  await test.service.database.write((trx) =>
    trx
      .insertInto('responses')
      .values(Array.from({ length: count }, (_, index) => row(index)))
      .execute(),
  );
}

describe('the CSV export', () => {
  it('has a row for each response and columns for the questions of all versions', async () => {
    await test.publish('srv_table');
    const first = await test.session({
      survey: 'srv_table',
      respondent: '=ann',
      variables: { order: '-1' },
    });
    await test.submit(
      submission(first, {
        answers: answers({ score: 9, why: '=1+1', liked: ['speed', 'taste'] }),
        page: { spent: -3.5 },
      }),
    );
    const [screen] = SURVEY.screens;
    const added = { id: 'status', type: 'email' as const, title: { en: 'Mail?', ru: 'Почта?' } };
    await test.publish('srv_table', {
      ...SURVEY,
      screens: [{ ...screen!, questions: [...screen!.questions, added] }],
    });
    const answer = await test.api('GET', '/v1/export/responses.csv?survey=srv_table');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header = '', row = '', ...more] = rowsOf(answer.text);
    expect(more).toEqual([]);
    expect(header.split(',').slice(0, 16)).toEqual(
      'id,survey,version,respondent,status,revision,lang,startedAt,createdAt,updatedAt,completedAt,score,why,liked,answer.status,variable.order'.split(
        ',',
      ),
    );
    expect(row).toContain(",'=ann,completed,1,en,");
    expect(row).toContain(`,9,'=1+1,"speed;taste",,'-1,token,-3.5,page,,`);
  });

  it('of an unknown survey is a problem, not an empty table', async () => {
    const { status, json } = await test.api('GET', '/v1/export/responses.csv?survey=srv_none');
    expect([status, json.code]).toEqual([404, 'survey_unknown']);
  });

  it('has every row once, however many', async () => {
    await fill('srv_many', 1001);
    const { text } = await test.api('GET', '/v1/export/responses.csv?survey=srv_many');
    const ids = rowsOf(text)
      .slice(1)
      .map((row) => row.split(',')[0]);
    expect(ids).toHaveLength(1001);
    expect(new Set(ids).size).toBe(1001);
  });
});

describe('the NDJSON export', () => {
  it('has each response as it is', async () => {
    const session = await test.session({ respondent: 'ben' });
    await test.submit(
      submission(session, { answers: answers({ score: 1, why: '=1+1\nяж', liked: null }) }),
    );
    const { text, headers } = await test.api('GET', '/v1/export/responses.ndjson?respondent=ben');
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const line = StoredResponse.parse(JSON.parse(text));
    expect(line).toEqual((await test.api('GET', `/v1/responses/${session.responseId}`)).json);
    expect(line.answers['why']?.value).toBe('=1+1\nяж');
  });

  it('reads no further than its reader, and stops when the reader goes', async () => {
    await fill('srv_slow', 1000);
    const abort = new AbortController();
    const response = await test.service.fetch(
      new Request('http://service.test/v1/export/responses.ndjson?survey=srv_slow', {
        headers: { authorization: `Bearer ${ROOT_KEY}` },
        signal: abort.signal,
      }),
    );
    const reader = response.body!.getReader();
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value).trimEnd().split('\n')).toHaveLength(200);
    abort.abort();
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });
});

describe('the list of responses', () => {
  it('is read page by page, each response once, in the order of arrival', async () => {
    await fill('srv_pages', 700);
    const ids: string[] = [];
    let cursor = '';
    do {
      const { json } = await test.api('GET', `/v1/responses?survey=srv_pages&limit=300${cursor}`);
      ids.push(...json.items.map((item: { id: string }) => item.id));
      cursor = json.next === undefined ? '' : `&cursor=${json.next}`;
    } while (cursor !== '');
    expect(ids).toHaveLength(700);
    expect(new Set(ids).size).toBe(700);
  });

  it('can be narrowed to a time and a status', async () => {
    const since = new Date(test.clock.now.getTime() + 3).toISOString();
    const until = new Date(test.clock.now.getTime() + 4).toISOString();
    const query = `survey=srv_pages&since=${since}&until=${until}&limit=500`;
    const inside = await test.api('GET', `/v1/responses?${query}`);
    expect(inside.json.items).toHaveLength(150);
    const partial = await test.api('GET', `/v1/responses?${query}&status=partial`);
    expect(partial.json.items).toEqual([]);
  });
});
