import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SessionReply } from '../../protocol/index.ts';
import type { Localised, OpenSession, SurveyContent } from '../../protocol/index.ts';
import { newResponseId, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

const LANGUAGES = ['en', 'ru', 'de', 'ar', 'zh-Hant'];

const MANY: SurveyContent = {
  title: said('Tea'),
  defaultLanguage: 'en',
  screens: [
    {
      id: 'first',
      questions: [
        {
          id: 'leaf',
          type: 'single',
          display: 'dropdown',
          title: said('Which?'),
          choices: [
            { id: 'green', label: said('Green') },
            { id: 'black', label: said('Black') },
          ],
        },
      ],
    },
    {
      id: 'second',
      questions: [{ id: 'how', type: 'slider', min: 0, max: 10, title: said('How?') }],
    },
  ],
  thanks: { title: said('Thanks') },
};

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_many', MANY);
  await test.publish('srv_one', inOne(MANY));
});
afterAll(() => test.service.close());

interface Wish {
  readonly token?: string;
  readonly chosen?: string;
  readonly lang?: readonly string[];
  readonly responseId?: string;
}

async function open({ token, ...wish }: Wish, survey = 'srv_many'): Promise<OpenSession> {
  const { json } = await test.page('/v1/sessions', {
    token: await test.token({ survey, ...(token !== undefined && { lang: token }) }),
    responseId: newResponseId(),
    ...wish,
  });
  return SessionReply.parse(json) as OpenSession;
}

describe('the language of a session is', () => {
  it('what the page has set for this survey, before all others', async () => {
    const reply = await open({ chosen: 'de', token: 'ru', lang: ['ar'] });
    expect(reply.lang).toBe('de');
    expect(reply.survey.content.title).toEqual({ de: 'Tea (de)' });
  });

  it('the token’s, before those of page and browser', async () => {
    expect((await open({ token: 'ru', lang: ['ar', 'de'] })).lang).toBe('ru');
  });

  it('the first that the survey has, of page and browser', async () => {
    expect((await open({ lang: ['fr', 'ar', 'de'] })).lang).toBe('ar');
  });

  it('the next wish, where the survey has not the first', async () => {
    expect((await open({ chosen: 'fr', token: 'ja', lang: ['de-AT'] })).lang).toBe('de');
  });

  it('found by its script where the tag is another', async () => {
    expect((await open({ chosen: 'zh-TW' })).lang).toBe('zh-Hant');
  });

  it('the survey’s own, where nobody’s wish can be met', async () => {
    expect((await open({ chosen: 'fr', lang: ['ja'] })).lang).toBe('en');
  });

  it('refused where it is no language tag', async () => {
    const token = await test.token({ survey: 'srv_many' });
    const body = { token, responseId: newResponseId(), chosen: 'de_DE' };
    const { status, json } = await test.page('/v1/sessions', body);
    expect([status, json.errors[0].pointer]).toEqual([400, '/chosen']);
  });
});

describe('a session brings', () => {
  it('the widget’s words for its first screen, in its language', async () => {
    const { words } = await open({ chosen: 'ru' });
    expect(words).toMatchObject({ next: 'Дальше', skip: 'Пропустить', choose: 'Выберите…' });
    expect(words).not.toHaveProperty('untouched');
  });

  it('no words in English: the widget has them', async () => {
    expect(await open({ chosen: 'en' })).not.toHaveProperty('words');
  });

  it('the languages to choose from', async () => {
    expect((await open({})).languages?.toSorted()).toEqual(LANGUAGES.toSorted());
  });

  it('no such list where there is no choice', async () => {
    expect(await open({}, 'srv_one')).not.toHaveProperty('languages');
  });
});

describe('a change of language', () => {
  it('opens the same response again with the same token', async () => {
    const token = await test.token({ survey: 'srv_many', respondent: 'ann' });
    const responseId = newResponseId();
    const ask = async (chosen: string) =>
      (await test.page('/v1/sessions', { token, responseId, chosen })).json;
    const english = await ask('en');
    const started = submission(english, {
      status: 'partial',
      answers: { leaf: { value: 'green', at: '2026-11-22T12:00:00.000Z' } },
    });
    expect((await test.submit(started)).json.results[0].result).toBe('stored');
    const arabic = await ask('ar');
    expect(arabic).toMatchObject({
      lang: 'ar',
      responseId,
      survey: { version: 1, content: { title: { ar: 'Tea (ar)' } } },
      resume: { answers: { leaf: { value: 'green' } } },
    });
  });
});

function said(text: string): Localised {
  return Object.fromEntries(
    LANGUAGES.map((lang) => [lang, lang === 'en' ? text : `${text} (${lang})`]),
  );
}

/** The same survey in English alone. */
function inOne(content: SurveyContent): SurveyContent {
  const text = JSON.stringify(content, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'en' in value ? { en: value.en } : value,
  );
  return JSON.parse(text) as SurveyContent;
}
