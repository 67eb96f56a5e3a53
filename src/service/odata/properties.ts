/** What a survey's entity sets hold: each property with its type, and where in the database it is. */
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

import { partsOf } from '../../engine/index.ts';
import { AUTO_VARIABLES } from '../../engine/variables.ts';
import type { Question, SurveyContent } from '../../protocol/index.ts';

export type EdmType =
  | 'Edm.String'
  | 'Edm.Double'
  | 'Edm.Int32'
  | 'Edm.Boolean'
  | 'Edm.DateTimeOffset';

export interface Property {
  readonly name: string;
  readonly type: EdmType;
  readonly sql: RawBuilder<unknown>;
}

export type SetName = 'Responses' | 'Answers';

const text = (name: string, value: RawBuilder<unknown>): Property => ({
  name,
  type: 'Edm.String',
  sql: value,
});
const time = (name: string, value: RawBuilder<unknown>): Property => ({
  name,
  type: 'Edm.DateTimeOffset',
  sql: value,
});

const COMMON: readonly Property[] = [
  text('id', sql`id`),
  text('survey', sql`survey_id`),
  { name: 'version', type: 'Edm.Int32', sql: sql`version` },
  text('respondent', sql`respondent`),
  text('status', sql`status`),
  { name: 'revision', type: 'Edm.Int32', sql: sql`revision` },
  text('lang', sql`document ->> 'lang'`),
  time('createdAt', sql`created_at`),
  time('updatedAt', sql`updated_at`),
  time('completedAt', sql`completed_at`),
];

const ANSWER: readonly Property[] = [
  text('id', sql`id || '/' || answer.key`),
  text('response', sql`id`),
  text('survey', sql`survey_id`),
  { name: 'version', type: 'Edm.Int32', sql: sql`version` },
  text('respondent', sql`respondent`),
  text('status', sql`status`),
  text('question', sql`answer.key`),
  text('value', textIn(sql`answer.value -> 'value'`)),
  { name: 'number', type: 'Edm.Double', sql: numberIn(sql`answer.value -> 'value'`) },
  time('answeredAt', sql`(answer.value ->> 'at')::timestamptz`),
];

/** @param lets by answer, `variable.` and name, or `respondent` */
export function propertiesOf(
  set: SetName,
  versions: readonly SurveyContent[],
  lets: (field: string) => boolean,
): readonly Property[] {
  if (set === 'Answers') return ANSWER.filter(({ name }) => name !== 'respondent' || lets(name));
  const questions = versions
    .flatMap(({ screens }) => screens.flatMap((screen) => screen.questions))
    .filter(({ id, type }) => type !== 'statement' && lets(id))
    .flatMap(answerProperties);
  const names = versions.flatMap(({ variables = {} }) => Object.keys(variables));
  const variables = [...new Set([...names, ...AUTO_VARIABLES])]
    .filter((name) => lets(`variable.${name}`))
    .map(variableProperty);
  const common = COMMON.filter(({ name }) => name !== 'respondent' || lets(name));
  return merged([...common, ...questions, ...variables]);
}

/** Versions that differ about a question's type agree on text. */
function merged(all: readonly Property[]): readonly Property[] {
  const byName = new Map<string, Property>();
  for (const property of all) {
    const known = byName.get(property.name);
    if (known === undefined) byName.set(property.name, property);
    else if (known.type !== property.type) {
      byName.set(property.name, { ...known, type: 'Edm.String', sql: sql`(${known.sql})::text` });
    }
  }
  return [...byName.values()];
}

const NUMBERS: ReadonlySet<string> = new Set(['nps', 'rating', 'slider', 'number', 'scale']);

/** Names of answers begin with `answer_`, so that none is another column's. */
function answerProperties(question: Question): Property[] {
  const { id, type } = question;
  const value = sql`document -> 'answers' -> ${sql.lit(id)} -> 'value'`;
  const name = `answer_${id}`;
  if (type === 'consent') return [{ name, type: 'Edm.Boolean', sql: booleanIn(value) }];
  const parts =
    type === 'matrix'
      ? question.rows.map((row) => row.id)
      : type === 'address' || type === 'contact'
        ? partsOf(question)
        : [];
  if (parts.length > 0) {
    return parts.map((part) => text(`${name}_${part}`, textIn(sql`${value} -> ${sql.lit(part)}`)));
  }
  if (type === 'slider' && question.range === true) {
    return ['low', 'high'].map((end, at) => ({
      name: `${name}_${end}`,
      type: 'Edm.Double',
      sql: numberIn(sql`${value} -> ${sql.lit(at)}`),
    }));
  }
  return NUMBERS.has(type)
    ? [{ name, type: 'Edm.Double', sql: numberIn(value) }]
    : [text(name, textIn(value))];
}

function variableProperty(name: string): Property {
  return text(`variable_${name}`, sql`variables -> ${sql.lit(name)} ->> 'value'`);
}

/** A list by its items, files by their names; nothing where it is neither. */
function textIn(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(case jsonb_typeof(${value})
    when 'array' then (
      select string_agg(coalesce(item ->> 'name', item #>> '{}'), ';')
      from jsonb_array_elements(${value}) item
    )
    when 'object' then (${value})::text
    else ${value} #>> '{}'
  end)`;
}

function numberIn(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(case when jsonb_typeof(${value}) = 'number' then (${value} #>> '{}')::float8 end)`;
}

function booleanIn(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(case when jsonb_typeof(${value}) = 'boolean' then (${value} #>> '{}')::boolean end)`;
}
