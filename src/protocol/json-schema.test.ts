import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { SurveyFile, surveyJsonSchema } from './json-schema.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync('examples/surveys/**/*.json', { cwd: root });
const schema = surveyJsonSchema();
const ajv = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true });
const accepts = ajv.compile(schema);

function read(file: string): Json {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Json;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

test('the examples name the schema, and it accepts each of them', () => {
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const survey = read(file) as { $schema: string };
    expect(join(file, '..', survey.$schema)).toBe('dist/survey.schema.json');
    expect([file, accepts(survey), accepts.errors]).toEqual([file, true, null]);
  }
});

test('every type and every property has its sentence', () => {
  const bare = [...undescribed('SurveyFile', schema)];
  expect(bare).toEqual([]);
});

function* undescribed(place: string, value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    for (const inner of value) yield* undescribed(place, inner);
  } else if (typeof value === 'object' && value !== null) {
    for (const [keyword, inner] of Object.entries(value)) {
      if (keyword === 'properties' || keyword === '$defs') {
        for (const [name, property] of Object.entries(inner as Record<string, object>)) {
          if (!('description' in property)) yield `${place}.${name}`;
          yield* undescribed(keyword === '$defs' ? name : place, property);
        }
      } else {
        yield* undescribed(place, inner);
      }
    }
  }
}

/** Values that break something, somewhere. */
const POOL: readonly Json[] = [
  null,
  true,
  '',
  'end',
  'srv_x',
  'stars',
  'today',
  'https://a.example/',
  'ftp://a.example/',
  'x'.repeat(4001),
  0,
  1,
  2.5,
  -1,
  12,
  1e6,
  [],
  ['a'],
  {},
  { en: 'x' },
  { en: '' },
  { EN: 'x' },
  { answer: 'q', op: 'answered' },
  { answer: 'q', op: 'eq' },
  { answer: 'q', op: 'in', value: [] },
  { all: [] },
  { not: { variable: 'v', op: 'empty' } },
  { sum: [1, { answer: 'q' }] },
];
const NAMES = ['id', 'type', 'title', 'min', 'value', 'of', 'showIf', 'unknown', 'constructor'];

describe('the schema and the one that judges', () => {
  test('say the same of two thousand surveys with something changed', () => {
    const change = fc.record({
      file: fc.constantFrom(...files),
      place: fc.nat(),
      kind: fc.constantFrom('value', 'remove', 'add', 'double'),
      name: fc.constantFrom(...NAMES),
      value: fc.constantFrom(...POOL),
    });
    const counts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(change, ({ file, place, kind, name, value }) => {
        const survey = read(file);
        const places = [...containers(survey)];
        const [holder, key] = places[place % places.length]!;
        const target = holder as Record<string, Json>;
        if (kind === 'value') target[key] = structuredClone(value);
        if (kind === 'remove') Reflect.deleteProperty(holder, key);
        if (kind === 'add' && !Array.isArray(holder)) target[name] = structuredClone(value);
        if (kind === 'double' && Array.isArray(holder)) holder.push(holder[Number(key)]!);
        const given = JSON.parse(JSON.stringify(survey)) as Json;
        const isGood = SurveyFile.safeParse(given).success;
        counts[isGood ? 'accepted' : 'refused']++;
        expect(accepts(given)).toBe(isGood);
      }),
      { numRuns: 2000 },
    );
    expect(counts.accepted).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(100);
  }, 60_000);

  test('count the length of a text alike', () => {
    const survey = read('examples/surveys/feature.json') as { title: { en: string } };
    for (const [characters, isGood] of [
      [4000, true],
      [4001, false],
    ] as const) {
      survey.title.en = '😀'.repeat(characters);
      expect(accepts(survey)).toBe(isGood);
      expect(SurveyFile.safeParse(survey).success).toBe(isGood);
    }
  });
});

/** Every place in a value: what holds it, and under which name. */
function* containers(value: Json): Generator<readonly [Json[] | { [name: string]: Json }, string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [value, key];
    yield* containers(inner);
  }
}
