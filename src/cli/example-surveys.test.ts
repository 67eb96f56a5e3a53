/** The surveys that come with the product: newcomers copy them. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { surveyWarnings } from '../engine/check.ts';
import { firstScreen, nextScreen, readable, visibleQuestions } from '../engine/index.ts';
import { Question } from '../protocol/index.ts';
import type { AnswerValue, SurveyContent } from '../protocol/index.ts';

import { faultLine } from './document-file.ts';
import { readSurveyFile } from './survey-file.ts';

const folder = join(import.meta.dirname, '../../examples/surveys');
const files = globSync('**/*.json', { cwd: folder }).map((name) => join(folder, name));
const ofOneType = globSync('questions/*.json', { cwd: folder }).map((name) => join(folder, name));
const known = Question.def.options.map(({ shape }) => String(shape.type.def.values[0]));

function contentOf(file: string): SurveyContent {
  const read = readSurveyFile(file, readFileSync(file));
  if (!read.ok) throw new Error(read.faults.map(faultLine).join('\n'));
  return read.survey.content;
}

test.each(files)('%s is a good file, every text of it in Russian and English', (file) => {
  expect(contentOf(file).defaultLanguage).toBe('en');
  const languages = [...readFileSync(file, 'utf8').matchAll(/"(ru|en)":/g)].map(([, lang]) => lang);
  expect(languages.filter((lang) => lang === 'ru')).toHaveLength(languages.length / 2);
});

test('together they show every type of question', () => {
  const shown = files.flatMap((file) =>
    contentOf(file).screens.flatMap(({ questions }) => questions.map(({ type }) => type)),
  );
  expect([...new Set(shown)].sort()).toEqual([...known].sort());
});

test('each type of question has a survey of its own, in Arabic too', () => {
  expect(ofOneType.map((file) => basename(file, '.json')).sort()).toEqual([...known].sort());
  for (const file of ofOneType) {
    expect(Object.keys(contentOf(file).title)).toEqual(['en', 'ru', 'ar']);
    const types = contentOf(file).screens.flatMap(({ questions }) =>
      questions.map(({ type }) => type),
    );
    expect(types).toContain(basename(file, '.json'));
  }
});

test('none of them holds anything that may not be meant', () => {
  expect(files.flatMap((file) => surveyWarnings(contentOf(file)))).toEqual([]);
});

/** The questions that somebody with these answers sees, screen by screen. */
function seen(content: SurveyContent, values: Record<string, AnswerValue>): string[][] {
  const at = '2026-11-22T12:00:00.000Z';
  const answers = Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, { value, at }]),
  );
  const facts = { answers, variables: {} };
  const screens: string[][] = [];
  for (
    let screen = firstScreen(content, facts);
    screen !== null;
    screen = nextScreen(content, screen.id, facts)
  ) {
    screens.push(visibleQuestions(content, screen, facts).map(({ id }) => id));
  }
  return screens;
}

describe('the delivery survey', () => {
  const delivery = contentOf(join(folder, 'delivery.json'));
  const more = ['courierRating', 'comment', 'wantsReply'];

  test('asks somebody who is glad for no reasons', () => {
    expect(seen(delivery, { recommend: 10 })).toEqual([['recommend'], more]);
  });

  test('asks somebody who is not what went wrong, and for an address only to answer to', () => {
    expect(seen(delivery, { recommend: 3, wantsReply: 'no' })).toEqual([
      ['recommend'],
      ['wrong'],
      more,
    ]);
    expect(seen(delivery, { recommend: 3, wrong: ['late', 'other'], wantsReply: 'yes' })).toEqual([
      ['recommend'],
      ['wrong', 'wrongOther'],
      more,
      ['email'],
    ]);
  });

  test('asks those in between what was lacking', () => {
    expect(seen(delivery, { recommend: 8 })).toEqual([['recommend'], ['improve'], more]);
  });

  test('reads well with and without the order number', () => {
    const [first] = delivery.screens[0]?.questions ?? [];
    const description = (first?.type === 'nps' ? first.description : undefined) ?? {};
    const said = (lang: string, variables: object): string =>
      readable(description, {
        content: delivery,
        lang,
        facts: { answers: {}, variables: { ...variables } },
      });
    const variables = { orderNumber: { value: 'A-1041', source: 'token' } };
    expect(said('ru', variables)).toBe('Заказ A-1041 уже у вас.');
    expect(said('ru', {})).toBe('Заказ из нашего магазина уже у вас.');
    expect(said('en', {})).toBe('Order from our shop is with you.');
  });
});

test('the feature survey spares the delighted the list of improvements', () => {
  const feature = contentOf(join(folder, 'feature.json'));
  expect(seen(feature, { mood: 5, goal: 'task' })).toEqual([
    ['mood'],
    ['goal', 'ease'],
    ['almost', 'nps'],
  ]);
  expect(seen(feature, { mood: 2, goal: 'accident' })).toEqual([
    ['mood'],
    ['goal'],
    ['next', 'story'],
    ['almost', 'nps'],
  ]);
});
