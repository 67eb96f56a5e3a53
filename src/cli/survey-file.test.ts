import { describe, expect, test } from 'vitest';

import { faultLine } from './document-file.ts';
import { readSurveyFile } from './survey-file.ts';

const GOOD = `{
  "$schema": "./survey.schema.json",
  "id": "srv_hello",
  "title": { "en": "Hello" },
  "defaultLanguage": "en",
  "variables": { "plan": { "type": "string" } },
  "screens": [
    {
      "id": "one",
      "questions": [
        { "id": "score", "type": "nps", "title": { "en": "Would you recommend us?" } }
      ],
      "goTo": [{ "if": { "answer": "score", "op": "gte", "value": 9 }, "to": "end" }]
    },
    {
      "id": "two",
      "questions": [
        { "id": "why", "type": "text", "size": "long", "title": { "en": "Why, {{variable.plan|}}?" } }
      ]
    }
  ],
  "thanks": { "title": { "en": "Thank you" } }
}
`;

function lines(text: string): string[] {
  const read = readSurveyFile('s.json', new TextEncoder().encode(text));
  return read.ok ? [] : read.faults.map(faultLine);
}

test('a good file is a survey, without what is for the editor', () => {
  const read = readSurveyFile('s.json', new TextEncoder().encode(`\ufeff${GOOD}`));
  expect(read).toMatchObject({
    ok: true,
    survey: { id: 'srv_hello', content: { title: { en: 'Hello' } } },
  });
  expect(read.ok && '$schema' in read.survey.content).toBe(false);
});

describe('a bad file is told by line and column', () => {
  test.each([
    ['no JSON', GOOD.replace('"one",', '"one"'), ['s.json:10:7 a comma is expected']],
    [
      'a wrong id',
      GOOD.replace('srv_hello', 'hello'),
      ['s.json:3:3 /id: must look like srv_…: letters, digits, "_" and "-"'],
    ],
    [
      'no id',
      GOOD.replace('"id": "srv_hello",', ''),
      ['s.json:1:1 /id: is missing; it must be a string'],
    ],
    [
      'a misspelt name',
      GOOD.replace('"goTo"', '"goto"'),
      ['s.json:13:7 /screens/0/goto: is not known here; remove it, or check its spelling'],
    ],
    [
      'an unknown type',
      GOOD.replace('"nps"', '"npz"'),
      [
        's.json:11:26 /screens/0/questions/0/type: must be "nps", "csat", "ces", "rating", "single", "multiple", "matrix", "ranking", "slider", "text", "email", "phone", "url", "number", "date", "time", "address", "contact", "consent", "file", "signature", "statement", "link" or "hidden"',
      ],
    ],
    [
      'a missing size',
      GOOD.replace('"size": "long", ', ''),
      ['s.json:18:9 /screens/1/questions/0/size: is missing; it must be "short" or "long"'],
    ],
    [
      'a screen that is not there',
      GOOD.replace('"to": "end"', '"to": "three"'),
      ['s.json:13:72 /screens/0/goTo/0/to: There is no screen and no ending "three".'],
    ],
    [
      'an undeclared variable',
      GOOD.replace('variable.plan', 'variable.plam'),
      ['s.json:18:67 /screens/1/questions/0/title/en: The survey declares no variable "plam".'],
    ],
    ['a list', '[]', ['s.json:1:1 must be an object']],
    ['nothing', '', ['s.json:1:1 a value is expected; is there a comma too many?']],
    [
      'a name that JavaScript treats specially',
      GOOD.replace('"$schema"', '"__proto__"'),
      ['s.json:2:3 /__proto__: is not known here; remove it, or check its spelling'],
    ],
  ])('%s', (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  test('everything at once, in the order of the file', () => {
    const text = GOOD.replace('"en": "Hello"', '"en": ""')
      .replace('"op": "gte"', '"op": ">="')
      .replace('"long"', '"huge"');
    expect(lines(text).map((line) => line.split(' ')[0])).toEqual([
      's.json:4:14',
      's.json:13:45',
      's.json:18:40',
    ]);
  });

  test('what is no UTF-8, too large, or too deep', () => {
    const fault = (bytes: Uint8Array): string => {
      const read = readSurveyFile('s.json', bytes);
      return read.ok ? '' : read.faults.map(faultLine).join('\n');
    };
    expect(fault(Uint8Array.of(0x22, 0xff, 0x22))).toBe(
      's.json:1:1 is not UTF-8; save it with that encoding',
    );
    expect(fault(new Uint8Array(1024 * 1024 + 1))).toBe('s.json:1:1 is larger than 1048576 bytes');
    expect(fault(new TextEncoder().encode('['.repeat(500_000)))).toBe(
      's.json:1:1 is nested too deeply',
    );
  });
});

test("the service's pointers find their lines too", () => {
  const read = readSurveyFile('s.json', new TextEncoder().encode(GOOD));
  const errors = [
    { pointer: '/draft/screens/1/id', code: 'x', message: 'is odd' },
    { pointer: '/draft', code: 'x', message: 'is odd as a whole' },
  ];
  expect(read.ok && read.survey.locate(errors).map(faultLine)).toEqual([
    's.json:1:1 is odd as a whole',
    's.json:16:7 /screens/1/id: is odd',
  ]);
});

test('a text that lacks a language makes no bad file, and is worth a warning', () => {
  const text = GOOD.replace('{ "en": "Hello" }', '{ "en": "Hello", "ru": "Привет" }').replace(
    '{ "en": "Thank you" }',
    '{ "en": "Thank you", "ru": "Спасибо" }',
  );
  const read = readSurveyFile('s.json', new TextEncoder().encode(text));
  expect(read.ok && read.survey.warnings.map(faultLine)).toEqual([
    's.json:11:41 /screens/0/questions/0/title: The text in "ru" is missing; "en" will be shown in its place.',
    's.json:18:56 /screens/1/questions/0/title: The text in "ru" is missing; "en" will be shown in its place.',
  ]);
});
