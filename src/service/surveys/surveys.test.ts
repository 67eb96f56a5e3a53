import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Survey, SurveyVersion } from '../../protocol/index.ts';
import type { SurveyContent } from '../../protocol/index.ts';
import { SHOP, SURVEY, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
});
afterAll(() => test.service.close());

describe('a survey', () => {
  it('begins as a draft, with an id of its own or a minted one', async () => {
    const named = await test.api('POST', '/v1/surveys', { id: 'srv_named', draft: SURVEY });
    expect(named.status).toBe(201);
    expect(Survey.parse(named.json)).toMatchObject({
      id: 'srv_named',
      status: 'draft',
      version: null,
    });
    const minted = await test.api('POST', '/v1/surveys', { draft: SURVEY });
    expect(minted.json.id).toMatch(/^srv_[0-9a-f]{32}$/);
    const again = await test.api('POST', '/v1/surveys', { id: 'srv_named', draft: SURVEY });
    expect([again.status, again.json.code]).toEqual([409, 'survey_exists']);
  });

  it('is written as often as one likes; its versions stay', async () => {
    await test.publish('srv_written');
    const changed = { ...SURVEY, title: { en: 'Changed', ru: 'Другое' } };
    const { json } = await test.api('PUT', '/v1/surveys/srv_written', { draft: changed });
    expect(json).toMatchObject({
      status: 'published',
      version: 1,
      draft: { title: { en: 'Changed' } },
    });
    const versions = await test.api('GET', '/v1/surveys/srv_written/versions');
    expect(versions.json.items).toMatchObject([{ version: 1, content: { title: SURVEY.title } }]);
  });

  it('published unchanged stays the version that it is', async () => {
    await test.publish('srv_same');
    const again = await test.api('POST', '/v1/surveys/srv_same/publish');
    expect(SurveyVersion.parse(again.json)).toMatchObject({ version: 1, content: SURVEY });
    await test.publish('srv_same', { ...SURVEY, answerDays: 7 });
    const versions = await test.api('GET', '/v1/surveys/srv_same/versions?limit=1');
    expect(versions.json.items).toMatchObject([{ version: 2 }]);
    const next = await test.api(
      'GET',
      `/v1/surveys/srv_same/versions?cursor=${versions.json.next}`,
    );
    expect(next.json).toEqual({ items: [expect.objectContaining({ version: 1 })] });
  });

  it('published ten times at once makes one version', async () => {
    await test.api('PUT', '/v1/surveys/srv_race', { draft: SURVEY });
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => test.api('POST', '/v1/surveys/srv_race/publish')),
    );
    expect(replies.map(({ json }) => json.version)).toEqual(Array(10).fill(1));
  });

  it('that makes no sense is not published, and says where', async () => {
    const [first, second] = SURVEY.screens;
    const draft = {
      ...SURVEY,
      screens: [
        { ...first!, goTo: [{ to: 'nowhere' }] },
        { ...second!, id: 'first' },
      ],
    };
    await test.api('PUT', '/v1/surveys/srv_bad', { draft });
    const { status, json } = await test.api('POST', '/v1/surveys/srv_bad/publish');
    expect([status, json.code]).toEqual([422, 'survey_invalid']);
    const places = json.errors.map((error: { pointer: string }) => error.pointer);
    expect(places).toEqual(expect.arrayContaining(['/screens/0/goTo/0/to', '/screens/1/id']));
    expect((await test.api('GET', '/v1/surveys/srv_bad')).json.status).toBe('draft');
  });

  it('that lacks translations is published with a warning', async () => {
    const draft = { ...SURVEY, thanks: { title: { en: 'Thanks' } } };
    await test.api('PUT', '/v1/surveys/srv_half', { draft });
    const { status, json } = await test.api('POST', '/v1/surveys/srv_half/publish');
    expect(status).toBe(200);
    expect(json.warnings).toMatchObject([
      { pointer: '/thanks/title', code: 'translation_missing' },
    ]);
  });

  it('leads to the origins of its project and nowhere else', async () => {
    const leading = (redirect: string) => ({ ...SURVEY, thanks: { ...SURVEY.thanks, redirect } });
    await test.publish('srv_home', leading(`${SHOP}/done`));
    await test.api('PUT', '/v1/surveys/srv_away', { draft: leading('https://evil.example/') });
    const { json } = await test.api('POST', '/v1/surveys/srv_away/publish');
    expect(json.errors).toMatchObject([{ pointer: '/thanks/redirect', code: 'origin_foreign' }]);
  });

  it('with everything there is can be published, and its loops are asked as screens', async () => {
    const file = join(import.meta.dirname, '../../../examples/surveys/everything.json');
    const written = JSON.parse(readFileSync(file, 'utf8')) as SurveyContent & { id: string };
    const { id, ...draft } = written;
    await test.publish(id, draft);
    const { survey, first } = await test.session({ survey: id });
    expect(first?.screen).toBe('welcome');
    expect(survey.content.screens.map((screen) => screen.id)).toEqual(
      expect.arrayContaining(['aboutTea__green', 'aboutTea__black', 'aboutTea__herbal']),
    );
    const versions = await test.api('GET', `/v1/surveys/${id}/versions`);
    expect(versions.json.items).toMatchObject([{ content: draft }]);
  });

  it('closes, and opens again when it is published', async () => {
    await test.publish('srv_shut');
    const closed = await test.api('POST', '/v1/surveys/srv_shut/close');
    expect(closed.json.status).toBe('closed');
    expect((await test.api('POST', '/v1/surveys/srv_shut/close')).json).toEqual(closed.json);
    await test.api('POST', '/v1/surveys/srv_shut/publish');
    expect((await test.api('GET', '/v1/surveys/srv_shut')).json).toMatchObject({
      status: 'published',
      version: 1,
    });
    await test.api('PUT', '/v1/surveys/srv_unborn', { draft: SURVEY });
    const unborn = await test.api('POST', '/v1/surveys/srv_unborn/close');
    expect(unborn.json.code).toBe('survey_not_published');
  });

  it('is found in the list once, newest first', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { json } = await test.api('GET', `/v1/surveys?limit=3${cursor}`);
      seen.push(...json.items.map((survey: { id: string }) => survey.id));
      cursor = json.next === undefined ? '' : `&cursor=${json.next}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(['srv_named', 'srv_race', 'srv_unborn']));
  });
});

describe('the project', () => {
  it('says which origins it lists, and changes them', async () => {
    const before = (await test.api('GET', '/v1/project')).json;
    const origins = ['https://new.example'];
    expect((await test.api('PATCH', '/v1/project', { origins })).json).toEqual({
      ...before,
      origins,
    });
    expect((await test.api('PATCH', '/v1/project', {})).json).toEqual({ ...before, origins });
    const { json } = await test.api('PATCH', '/v1/project', { origins: ['*'] });
    expect(json.errors[0].pointer).toBe('/origins/0');
  });
});
