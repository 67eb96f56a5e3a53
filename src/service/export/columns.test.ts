import { describe, expect, it } from 'vitest';

import type { AnswerValue, Question, StoredResponse, SurveyContent } from '../../protocol/index.ts';
import { columnsOf } from './columns.ts';

const title = { en: '?' };
const named = (...ids: string[]) => ids.map((id) => ({ id, label: { en: id } }));
const at = '2026-11-22T12:00:00.000Z';

function version(...questions: Question[]): SurveyContent {
  return { title, defaultLanguage: 'en', screens: [{ id: 's', questions }], thanks: { title } };
}

function response(values: Record<string, AnswerValue>): StoredResponse {
  const answers = Object.entries(values).map(([id, value]) => [id, { value, at }] as const);
  return { answers: Object.fromEntries(answers), variables: {} } as unknown as StoredResponse;
}

const always = new Set(columnsOf([]).map(({ header }) => header));

/** Without the columns that every table has. */
function table(versions: SurveyContent[], values: Record<string, AnswerValue>): object {
  const answers = columnsOf(versions).filter(({ header }) => !always.has(header));
  return Object.fromEntries(answers.map(({ header, cell }) => [header, cell(response(values))]));
}

const liked: Question = {
  id: 'liked',
  type: 'matrix',
  title,
  rows: named('food', 'place'),
  columns: named('no', 'yes'),
  multiple: true,
};

describe('the columns of a table', () => {
  it('are one for each row, field and end of a range', () => {
    const versions = [
      version(
        liked,
        { id: 'home', type: 'address', title },
        { id: 'price', type: 'slider', min: 0, max: 9, range: true, title },
      ),
    ];
    const home = { street: 'Arbat 1', city: 'Moscow' };
    expect(table(versions, { liked: { place: ['no', 'yes'] }, home, price: [1, 5] })).toEqual({
      'liked.food': null,
      'liked.place': 'no;yes',
      'home.street': 'Arbat 1',
      'home.postalCode': null,
      'home.city': 'Moscow',
      'home.country': null,
      'price.low': 1,
      'price.high': 5,
    });
  });

  it('hold orders, names of files, consents and computed values; statements have none', () => {
    const file = { id: '0'.repeat(32), name: 'cat.jpg', type: 'image/jpeg', bytes: 10 };
    const versions = [
      version(
        { id: 'order', type: 'ranking', choices: named('a', 'b'), title },
        { id: 'photos', type: 'file', title },
        { id: 'agreed', type: 'consent', label: title, title },
        { id: 'points', type: 'hidden', value: 7 },
        { id: 'hello', type: 'statement', title },
        { id: 'empty', type: 'nps', title },
      ),
    ];
    const values = {
      order: ['b', 'a'],
      photos: [file, { ...file, name: 'dog.jpg' }],
      agreed: true,
      points: 7,
      empty: null,
    };
    expect(table(versions, values)).toEqual({
      order: 'b;a',
      photos: 'cat.jpg;dog.jpg',
      agreed: true,
      points: 7,
      empty: null,
    });
  });

  it('are those of all versions, each once, in the order in which they came', () => {
    const rows = named('food', 'music');
    const versions = [
      version(liked),
      version({ id: 'liked', type: 'nps', title }),
      version({ ...liked, rows }),
    ];
    expect(Object.keys(table(versions, {}))).toEqual([
      'liked.food',
      'liked.place',
      'liked',
      'liked.music',
    ]);
    expect(table(versions, { liked: 9 })).toMatchObject({ liked: 9, 'liked.food': null });
  });

  it('never share a name with another column', () => {
    const parts: Question = { ...liked, id: 'variable', rows: named('url') };
    const more: Question = { ...liked, id: 'answer', rows: named('status') };
    const headers = columnsOf([version(parts, more, { id: 'status', type: 'nps', title })]).map(
      ({ header }) => header,
    );
    expect(new Set(headers).size).toBe(headers.length);
    expect(headers).toEqual(
      expect.arrayContaining(['answer.variable.url', 'answer.answer.status', 'answer.status']),
    );
  });
});
