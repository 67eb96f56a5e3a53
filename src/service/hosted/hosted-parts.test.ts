import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { AnswerableQuestion } from '../../engine/index.ts';
import { WORDS } from '../../protocol/words/index.ts';
import { acceptedLanguages } from './accept-language.ts';
import { givenIn } from './given.ts';
import { drawings } from './icons.ts';
import { isOwnForm } from './same-site.ts';
import { languagesWithoutScript } from './script-words.ts';

const title = { en: 'Title' };
const rows = ['a', 'b'].map((id) => ({ id, label: title }));
const choices = ['x', 'y', 'z'].map((id) => ({ id, label: title }));

const QUESTIONS = {
  nps: { id: 'q', type: 'nps', title },
  multiple: { id: 'q', type: 'multiple', title, choices },
  matrix: { id: 'q', type: 'matrix', title, rows, columns: choices },
  many: { id: 'q', type: 'matrix', title, rows, columns: choices, multiple: true },
  ranking: { id: 'q', type: 'ranking', title, choices },
  slider: { id: 'q', type: 'slider', title, min: 0, max: 100 },
  range: { id: 'q', type: 'slider', title, min: 0, max: 100, range: true },
  text: { id: 'q', type: 'text', title, size: 'long' },
  time: { id: 'q', type: 'time', title },
  contact: { id: 'q', type: 'contact', title, parts: ['firstName', 'email'] },
  consent: { id: 'q', type: 'consent', title, label: title },
  signature: { id: 'q', type: 'signature', title },
  file: { id: 'q', type: 'file', title },
} as const satisfies Record<string, AnswerableQuestion>;

describe('the fields of a form', () => {
  it.each([
    ['nps', 'q=9', 9],
    ['nps', '', null],
    ['nps', 'q=nine', null],
    ['multiple', 'q=x&q=z', ['x', 'z']],
    ['multiple', '', null],
    ['matrix', 'q.a=x&q.b=z', { a: 'x', b: 'z' }],
    ['many', 'q.a=x&q.a=y', { a: ['x', 'y'] }],
    ['ranking', 'q.x=2&q.y=1&q.z=3', ['y', 'x', 'z']],
    ['ranking', 'q.x=&q.y=1&q.z=', ['y']],
    ['ranking', 'q.x=1&q.y=1&q.z=3', { x: '1', y: '1', z: '3' }],
    ['ranking', 'q.x=&q.y=&q.z=', null],
    ['slider', 'q=1,5', 1.5],
    ['slider', 'q=much', 'much'],
    ['slider', 'q=', null],
    ['range', 'q.from=10&q.to=20', [10, 20]],
    ['range', 'q.from=10&q.to=', { from: '10' }],
    ['range', 'q.from=&q.to=', null],
    ['text', 'q=one%0D%0Atwo', 'one\ntwo'],
    ['time', 'q=18:30:00', '18:30'],
    ['contact', 'q.firstName=Ann&q.email=', { firstName: 'Ann' }],
    ['consent', 'q=true', true],
    ['consent', 'q=on', null],
    ['signature', 'q=Ann+Smith', 'name:Ann Smith'],
  ] as const)('of %s, %s, are that answer', (name, form, answer) => {
    expect(givenIn(new URLSearchParams(form), QUESTIONS[name], null)).toEqual(answer);
  });

  it('leave as it was what a form cannot show', () => {
    const empty = new URLSearchParams('q=');
    const files = [{ id: 'f'.repeat(32), name: 'a.png', type: 'image/png', bytes: 1 }];
    expect(givenIn(empty, QUESTIONS.signature, 'M1 1L2 2')).toBe('M1 1L2 2');
    expect(givenIn(empty, QUESTIONS.signature, 'name:Ann')).toBeNull();
    expect(givenIn(empty, QUESTIONS.file, files)).toBe(files);
  });
});

describe('the languages of a browser', () => {
  it.each([
    ['ru-ru, en;q=0.8, *;q=0.1', ['ru-RU', 'en']],
    ['de;q=0.2,fr;q=0.9,it', ['it', 'fr', 'de']],
    ['en;q=0, fi', ['fi']],
    ['x-klingon, !!, ', []],
    ['zh-hant-tw', ['zh-Hant-TW']],
  ])('%s', (header, expected) => {
    expect(acceptedLanguages(new Headers({ 'accept-language': header }))).toEqual(expected);
  });
});

describe('a form of our own', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
    [{ 'sec-fetch-site': 'cross-site', origin: 'null' }, false],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://surveys.example' }, false],
    [{ origin: 'https://surveys.example' }, true],
    [{ origin: 'null' }, true],
    [{ origin: 'https://evil.example' }, false],
    [{}, true],
  ])('by %o: %s', (headers, expected) => {
    expect(
      isOwnForm(new Headers(headers as Record<string, string>), 'https://surveys.example'),
    ).toBe(expected);
  });
});

it('every language says that a question needs script', () => {
  expect(languagesWithoutScript.toSorted()).toEqual(['en', ...Object.keys(WORDS)].toSorted());
});

it('the drawings are those of the widget', () => {
  const views = ['icons.ts', 'thanks.ts', 'kinds/link.ts'].map((file) =>
    readFileSync(new URL(`../../widget/views/${file}`, import.meta.url), 'utf8'),
  );
  const drawn = views.join('\n');
  expect(drawings.filter((path) => !drawn.includes(path))).toEqual([]);
});
