/** What somebody reads out: tables, changes, and a report that asks by OData; by key, or by a link. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NewReadingLink } from '../../protocol/index.ts';
import type { StoredResponse, SurveyContent } from '../../protocol/index.ts';
import { cleanText } from '../../engine/index.ts';
import { toJson } from '../database/json.ts';
import { SETTLED_MS } from '../export/changes.ts';
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

const label = (en: string, ru: string) => ({ en, ru });
const WIDE: SurveyContent = {
  ...SURVEY,
  screens: [
    ...SURVEY.screens,
    {
      id: 'third',
      questions: [
        {
          id: 'rated',
          type: 'matrix',
          title: label('How was it?', 'Как было?'),
          rows: [
            { id: 'food', label: label('Food', 'Еда') },
            { id: 'place', label: label('Place', 'Место') },
          ],
          columns: [
            { id: 'bad', label: label('Bad', 'Плохо') },
            { id: 'good', label: label('Good', 'Хорошо') },
          ],
        },
      ],
    },
  ],
};

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a', WIDE);
});
afterAll(() => test.service.close());

async function answer(given: object, respondent = 'ann'): Promise<string> {
  const session = await test.session({ respondent, variables: { order: respondent } });
  const all = { score: 3, why: null, liked: null, rated: null, ...given };
  const { json } = await test.submit(submission(session, { answers: answers(all) }));
  expect(json.results[0].result).toBe('stored');
  return session.responseId;
}

const get = async (path: string) => await test.api('GET', path);
/** What a reader of text is not shown. */
async function firstBytes(path: string): Promise<string> {
  const headers = { authorization: `Bearer ${ROOT_KEY}` };
  const reply = await test.service.fetch(new Request(`http://service.test${path}`, { headers }));
  return Buffer.from(await reply.arrayBuffer())
    .subarray(0, 3)
    .toString('hex');
}

const linesOf = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');

describe('a table', () => {
  it('in the words of the survey, in the language asked for, with the mark that Excel wants', async () => {
    await answer({ liked: ['speed', 'taste'], rated: { food: 'good', place: 'bad' }, why: 'Да' });
    const { text } = await get(
      '/v1/export/responses.csv?survey=srv_a&texts=labels&lang=ru&bom=true',
    );
    expect(await firstBytes('/v1/export/responses.csv?survey=srv_a&bom=true')).toBe('efbbbf');
    expect(await firstBytes('/v1/export/responses.csv?survey=srv_a')).toBe('69642c');
    const [header, row] = linesOf(text);
    expect(header).toContain(
      'Насколько вероятно?,Почему?,Что понравилось?,Как было? – Еда,Как было? – Место',
    );
    expect(row).toContain('3,Да,Скорость и Вкус,Хорошо,Плохо');
  });

  it('of answers has a row each, and one for each part', async () => {
    const id = await answer({ liked: ['taste'], rated: { food: 'bad' } }, 'bob');
    const { text } = await get('/v1/export/answers.csv?survey=srv_a&respondent=bob&lang=en');
    const rows = linesOf(text).map((line) => line.split(','));
    expect(rows[0]).toEqual(
      'response,survey,version,respondent,status,question,title,type,part,value,text,answeredAt'.split(
        ',',
      ),
    );
    expect(rows.slice(1).map((cells) => cells.slice(5, 11))).toEqual([
      ['score', 'How likely?', 'nps', '', '3', '3'],
      ['why', 'Why?', 'text', '', '', ''],
      ['liked', 'What did you like?', 'multiple', '1', 'taste', 'Taste'],
      ['rated', 'How was it?', 'matrix', 'food', 'bad', 'Bad'],
    ]);
    expect(new Set(rows.slice(1).map(([response]) => response))).toEqual(new Set([id]));
    const { text: lines } = await get('/v1/export/answers.ndjson?survey=srv_a&respondent=bob');
    expect(lines.trim().split('\n')).toHaveLength(4);
  });
});

describe('changes', () => {
  it('come once each, and again when there is something new; the last moments wait', async () => {
    const id = await answer({}, 'carl');
    const read = async (cursor?: string): Promise<{ ids: string[]; next: string }> => {
      const { text } = await get(`/v1/export/changes.ndjson${cursor ? `?cursor=${cursor}` : ''}`);
      const all = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as StoredResponse & { next: string });
      return { ids: all.slice(0, -1).map((one) => one.id), next: all.at(-1)?.next ?? '' };
    };
    expect((await read()).ids).not.toContain(id);
    test.advance(SETTLED_MS + 1);
    const first = await read();
    expect(first.ids).toContain(id);
    expect((await read(first.next)).ids).toEqual([]);
    const late = await answer({}, 'dora');
    expect((await read(first.next)).ids).toEqual([]);
    test.advance(SETTLED_MS + 1);
    expect((await read(first.next)).ids).toEqual([late]);
    const { status, json } = await get('/v1/export/changes.ndjson?cursor=rubbish');
    expect([status, json.code]).toEqual([400, 'cursor_invalid']);
  });
});

describe('a change that was begun earlier and held later', () => {
  it('is not skipped', async () => {
    const next = async (cursor?: string): Promise<{ ids: string[]; next: string }> => {
      const { text } = await get(`/v1/export/changes.ndjson${cursor ? `?cursor=${cursor}` : ''}`);
      const lines = text.trim().split('\n');
      const all = lines.map((line) => JSON.parse(line) as { id: string; next: string });
      return { ids: all.slice(0, -1).map(({ id }) => id), next: all.at(-1)?.next ?? '' };
    };
    await answer({}, 'quick');
    test.advance(SETTLED_MS + 1);
    const { next: cursor } = await next();
    const quick = await answer({}, 'quicker');
    const slow = await answer({}, 'slow');
    // It was written down a minute ago, and nobody could see it until now.
    const begun = new Date(test.clock.now.getTime() - 60_000).toISOString();
    await test.service.database.write((trx) =>
      trx.updateTable('responses').set({ updated_at: begun }).where('id', '=', slow).execute(),
    );
    const before = await next(cursor);
    test.advance(SETTLED_MS + 1);
    const after = await next(before.next);
    expect([...before.ids, ...after.ids]).toEqual([slow, quick]);
  });
});

describe('OData', () => {
  interface Reply {
    readonly value: Record<string, unknown>[];
    readonly '@odata.count'?: number;
    readonly '@odata.nextLink'?: string;
    readonly error?: { readonly message: string };
  }
  const ask = async (query: string, set = 'Responses'): Promise<Reply> => {
    const { text } = await get(`/odata/srv_a/${set}?${query}`);
    return JSON.parse(text) as Reply;
  };
  const people = async (filter: string): Promise<unknown[]> => {
    const reply = await ask(`$filter=${encodeURIComponent(filter)}&$orderby=respondent`);
    expect(reply.error, filter).toBeUndefined();
    return reply.value.map(({ respondent }) => respondent);
  };

  beforeAll(async () => {
    await answer({ score: 10, why: "It's 100% 'good' & <b>", liked: ['speed'] }, 'odata-a');
    await answer({ score: 0, why: 'Плохо' }, 'odata-b');
    await answer({ score: null, liked: ['speed', 'taste'] }, 'odata-c');
  });

  it('says what there is', async () => {
    const { json, headers } = await get('/odata/srv_a');
    expect(json).toMatchObject({ value: [{ name: 'Responses' }, { name: 'Answers' }] });
    expect(headers.get('odata-version')).toBe('4.0');
    const { text } = await get('/odata/srv_a/$metadata');
    expect(text).toContain('<Property Name="answer_score" Type="Edm.Double"/>');
    expect(text).toContain('<Property Name="createdAt" Type="Edm.DateTimeOffset"/>');
    expect(text).toContain('<Property Name="answer_rated_food" Type="Edm.String"/>');
    expect(text).toContain('<EntitySet Name="Answers" EntityType="Otklik.Answer"/>');
  });

  it.each([
    ["respondent eq 'odata-a'", ['odata-a']],
    ["answer_score ge 10 and startswith(respondent,'odata')", ['odata-a']],
    ["startswith(respondent,'odata') and not (answer_score eq 10)", ['odata-b', 'odata-c']],
    ["startswith(respondent, 'odata') and answer_score eq null", ['odata-c']],
    ["answer_why eq 'It''s 100% ''good'' & <b>'", ['odata-a']],
    ["contains(answer_why,'лохо')", ['odata-b']],
    ["contains(tolower(answer_why),'it''s 100%')", ['odata-a']],
    ["respondent in ('odata-b', 'odata-c')", ['odata-b', 'odata-c']],
    ["contains(answer_liked,'taste') and endswith(respondent,'c')", ['odata-c']],
    [
      "startswith(respondent,'odata') and (answer_score lt 5 or answer_liked eq 'speed;taste')",
      ['odata-b', 'odata-c'],
    ],
    ['createdAt gt 2030-01-01T00:00:00Z', []],
    [
      "year(createdAt) eq 2026 and respondent eq 'odata-a' and variable_order eq 'odata-a'",
      ['odata-a'],
    ],
    ["respondent eq 'odata-a' and answer_score ne null", ['odata-a']],
  ])('answers %s', async (filter, expected) => {
    expect(await people(filter)).toEqual(expected);
  });

  it.each([
    ['nothing eq 1', 'There is no property "nothing".'],
    ["answer_score eq 'x'", 'a number is compared with a text.'],
    ['respondent eq', 'The filter ends too early.'],
    ["respondent eq 'a' respondent", '"respondent" is not expected there.'],
    ["respondent eq 'a'; drop table responses", 'The filter cannot be read at character 18.'],
    ['('.repeat(50) + "respondent eq 'a'" + ')'.repeat(50), 'The filter is nested too deeply.'],
  ])('says what is wrong with %s', async (filter, message) => {
    const { status, text } = await get(
      `/odata/srv_a/Responses?$filter=${encodeURIComponent(filter)}`,
    );
    expect([status, (JSON.parse(text) as Reply).error?.message]).toEqual([400, message]);
  });

  it('gives only what is selected, ordered, counted, and cut as it was asked', async () => {
    const reply = await ask(
      "$select=respondent,answer_score&$orderby=answer_score desc&$filter=startswith(respondent,'odata')&$count=true&$top=2",
    );
    expect(reply['@odata.count']).toBe(3);
    expect(reply.value).toEqual([
      { respondent: 'odata-a', answer_score: 10 },
      { respondent: 'odata-b', answer_score: 0 },
    ]);
    const { text } = await get(
      "/odata/srv_a/Responses/$count?$filter=startswith(respondent,'odata')",
    );
    expect(text).toBe('3');
    const long = await ask("$filter=respondent eq 'odata-a' and question eq 'score'", 'Answers');
    expect(long.value).toMatchObject([
      { question: 'score', value: '10', number: 10, respondent: 'odata-a' },
    ]);
    expect((await ask('$expand=x')).error?.message).toBe('"$expand" is not supported.');
  });

  it('goes on by its own links, without a gap and without a repeat, while others answer', async () => {
    await test.publish('srv_many');
    const at = test.clock.now.toISOString();
    const row = (index: number) => ({
      project_id: 'prj_default',
      id: newResponseId(),
      survey_id: 'srv_many',
      version: 1,
      respondent: `r-${index}`,
      status: 'completed' as const,
      revision: 1,
      writer: 'w',
      document: toJson({ lang: 'en', answers: answers({ score: index % 11 }), timings: {} }),
      content_hash: 'h',
      questions: toJson({}),
      variables: toJson({}),
      page_context: toJson({}),
      deadline: at,
      created_at: new Date(
        test.clock.now.getTime() - 60_000 + Math.floor(index / 150),
      ).toISOString(),
      updated_at: at,
    });
    const insert = async (from: number, count: number): Promise<void> => {
      const rows = Array.from({ length: count }, (_, index) => row(from + index));
      await test.service.database.write((trx) =>
        trx.insertInto('responses').values(rows).execute(),
      );
    };
    await insert(0, 2300);
    for (const order of ['', '&$orderby=answer_score', '&$top=1500']) {
      const seen: unknown[] = [];
      let next: string | undefined =
        `http://service.test/odata/srv_many/Responses?$select=respondent${order}`;
      for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
        const request = new Request(next, { headers: { authorization: `Bearer ${ROOT_KEY}` } });
        const reply = JSON.parse((await test.send(request)).text) as Reply;
        seen.push(...reply.value.map(({ respondent }) => respondent));
        next = reply['@odata.nextLink'];
      }
      expect(seen).toHaveLength(order.includes('top') ? 1500 : 2300);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('is read by a password as well, and by nobody without one', async () => {
    const basic = `Basic ${Buffer.from(`key:${ROOT_KEY}`).toString('base64')}`;
    const request = (authorization?: string) =>
      new Request('http://service.test/odata/srv_a/Responses?$top=1', {
        headers: authorization === undefined ? {} : { authorization },
      });
    expect((await test.send(request(basic))).status).toBe(200);
    expect((await test.send(request())).json.code).toBe('key_missing');
    expect((await test.send(request('Basic bm9uZTpub25l'))).json.code).toBe('key_invalid');
  });
});

describe('a link', () => {
  const create = async (change: object = {}) => {
    const { status, json, text } = await test.api('POST', '/v1/reading-links', {
      survey: 'srv_a',
      name: 'The sheet',
      ...change,
    });
    expect(status, text).toBe(201);
    return NewReadingLink.parse(json);
  };
  const open = async (url: string) => await test.send(new Request(url));

  it('shows the table and the feed of its survey, and nobody in it', async () => {
    const { csv, odata } = await create({ texts: 'labels', lang: 'ru' });
    const table = await open(csv);
    expect(linesOf(table.text)[0]).toContain('Насколько вероятно?');
    expect(table.headers.get('cache-control')).toBe('no-store');
    const feed = await open(`${odata}/Responses?$top=1`);
    expect(feed.status).toBe(200);
    const { value } = JSON.parse(feed.text) as { value: object[] };
    expect(Object.keys(value[0] ?? {})).not.toContain('respondent');
    expect(table.text).not.toContain('odata-a@');
    expect(linesOf(table.text)[0]?.split(',')).not.toContain('respondent');
  });

  it('with a list of fields shows those alone, in the long form too', async () => {
    const { csv, odata } = await create({ fields: ['score', 'respondent'] });
    const [header = ''] = linesOf((await open(csv)).text);
    expect(header).toContain('respondent');
    expect(header).not.toContain('why');
    const { text } = await open(`${odata}/Answers?$filter=question eq 'why'`);
    expect((JSON.parse(text) as { value: unknown[] }).value).toEqual([]);
    const hidden = await open(`${odata}/Responses?$filter=answer_why eq 'x'`);
    expect(hidden.status).toBe(400);
  });

  it('leads nowhere when it is revoked, has expired, or is guessed; and stands in no log', async () => {
    const { id, csv } = await create({
      expiresAt: new Date(test.clock.now.getTime() + 1000).toISOString(),
    });
    expect((await open(csv)).status).toBe(200);
    expect((await open(csv.replace('/read/', '/read/x'))).json.code).toBe('reading_link_unknown');
    const secret = csv.split('/read/')[1]?.split('/')[0] ?? '';
    expect(test.logLines.join('')).not.toContain(secret);
    expect((await get('/v1/reading-links')).text).not.toContain(secret);
    test.advance(2000);
    expect((await open(csv)).json.code).toBe('reading_link_unknown');
    const { csv: other } = await create();
    await test.api('DELETE', `/v1/reading-links/${id}`);
    expect((await open(other)).status).toBe(200);
    const revoked = await create();
    await test.api('DELETE', `/v1/reading-links/${revoked.id}`);
    expect((await open(revoked.csv)).status).toBe(404);
  });
});

describe('ten thousand random answers', () => {
  it('come back as they were given, by each way out', async () => {
    await test.publish('srv_texts');
    const texts = fc.sample(
      // NUL is the one character that PostgreSQL does not keep; the door takes it out.
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => `x${cleanText(text)}`),
      10_000,
    );
    const at = test.clock.now.toISOString();
    for (let from = 0; from < texts.length; from += 1000) {
      const rows = texts.slice(from, from + 1000).map((why, index) => ({
        project_id: 'prj_default',
        id: newResponseId(),
        survey_id: 'srv_texts',
        version: 1,
        respondent: `r-${from + index}`,
        status: 'completed' as const,
        revision: 1,
        writer: 'w',
        document: toJson({ lang: 'en', answers: answers({ why }), timings: {} }),
        content_hash: 'h',
        questions: toJson({}),
        variables: toJson({}),
        page_context: toJson({}),
        deadline: at,
        created_at: at,
        updated_at: at,
      }));
      await test.service.database.write((trx) =>
        trx.insertInto('responses').values(rows).execute(),
      );
    }
    const expected = new Map(texts.map((why, index) => [`r-${index}`, why]));

    const { text: lines } = await get('/v1/export/responses.ndjson?survey=srv_texts');
    const told = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as StoredResponse);
    expect(told).toHaveLength(texts.length);
    for (const { respondent, answers: given } of told) {
      expect(given['why']?.value).toBe(expected.get(respondent ?? ''));
    }

    const { text: csv } = await get('/v1/export/responses.csv?survey=srv_texts');
    const [header = [], ...rows] = parsedCsv(csv);
    const [person, why] = [header.indexOf('respondent'), header.indexOf('why')];
    expect(rows).toHaveLength(texts.length);
    for (const row of rows) expect(row[why]).toBe(expected.get(row[person] ?? ''));

    let next: string | undefined =
      'http://service.test/odata/srv_texts/Responses?$select=respondent,answer_why';
    let count = 0;
    while (next !== undefined) {
      const request = new Request(next, { headers: { authorization: `Bearer ${ROOT_KEY}` } });
      const page = JSON.parse((await test.send(request)).text) as {
        value: { respondent: string; answer_why: string }[];
        '@odata.nextLink'?: string;
      };
      for (const { respondent, answer_why: told1 } of page.value) {
        expect(told1).toBe(expected.get(respondent));
        count += 1;
      }
      next = page['@odata.nextLink'];
    }
    expect(count).toBe(texts.length);
  }, 60_000);
});

/** RFC 4180. */
function parsedCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new Error(`No CSV at ${cell.lastIndex}.`);
    const [, value = '', end] = match;
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
