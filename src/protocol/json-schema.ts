/**
 * The survey format as JSON Schema, for editors that complete and check: made from the schemas that judge, so that the
 * two cannot differ. Not a part of what browsers load.
 */
import * as z from 'zod/mini';

import { Condition } from './condition.ts';
import { Expression } from './expression.ts';
import {
  CalendarDate,
  ClockTime,
  LanguageTag,
  LocalId,
  RESERVED_IDS,
  SurveyId,
} from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { Localised } from './localised.ts';
import { Choice, Question, Rule } from './question.ts';
import { PROPERTIES, TYPES } from './schema-descriptions.ts';
import { Ending, GoTo, Screen, SurveyContent } from './survey.ts';
import { VariableDeclaration, VariableValue } from './variables.ts';

/** A survey as a file: its id beside its content. */
export const SurveyFile = z.extend(SurveyContent, { id: SurveyId });

const NAMED = {
  CalendarDate,
  Choice,
  ClockTime,
  Condition,
  Ending,
  Expression,
  GoTo,
  LanguageTag,
  LocalId,
  Localised,
  Question,
  Rule,
  Screen,
  SurveyFile,
  VariableDeclaration,
  VariableValue,
} as const satisfies Record<string, z.ZodMiniType>;

/** As far as one needs to know to read it; JSON Schema, draft 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly $defs: Readonly<Record<string, object>>;
}

/** @param id where it is published */
export function surveyJsonSchema(id?: string): JsonSchema {
  const registry = z.registry<{ id: string; title: string; description?: string | undefined }>();
  const add = (name: string, schema: z.ZodMiniType): void => {
    registry.add(schema, { id: name, title: titleOf(name), description: TYPES[name] });
  };
  for (const [name, schema] of Object.entries(NAMED)) if (schema !== SurveyFile) add(name, schema);
  for (const question of Question.def.options) add(nameOf(question), question);
  const { $schema, ...schema } = z.toJSONSchema(SurveyFile, {
    target: 'draft-2020-12',
    io: 'input',
    metadata: registry as unknown as z.core.$ZodRegistry<z.core.GlobalMeta>,
    override: ({ zodSchema, jsonSchema }) => refine(zodSchema, jsonSchema),
  });
  describe('SurveyFile', schema);
  const { $defs = {} } = schema;
  for (const [name, definition] of Object.entries($defs)) describe(name, definition);
  return {
    $schema,
    ...(id !== undefined && { $id: id }),
    title: 'Otklik survey',
    description: TYPES['SurveyFile'],
    ...schema,
    $defs,
  };
}

/** What `z.refine` asks for is code; these say the same. */
function refine(zodSchema: unknown, jsonSchema: Record<string, unknown>): void {
  if (zodSchema === LocalId) jsonSchema['not'] = { enum: RESERVED_IDS };
  if (zodSchema === Localised) jsonSchema['minProperties'] = 1;
  if (zodSchema === SurveyContent.shape.variables.def.innerType) {
    jsonSchema['maxProperties'] = LIMITS.variablesPerSurvey;
  }
}

/** Of a question of this type: `NpsQuestion`. */
function nameOf(question: (typeof Question.def.options)[number]): string {
  const [type = ''] = question.shape.type.def.values;
  return `${type.charAt(0).toUpperCase()}${type.slice(1)}Question`;
}

/** `NpsQuestion`: "nps question". */
function titleOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** A sentence to every property, wherever it is: in branches and in lists too. */
function describe(type: string, schema: unknown): void {
  if (Array.isArray(schema)) return schema.forEach((inner) => describe(type, inner));
  if (!isObject(schema)) return;
  for (const [keyword, inner] of Object.entries(schema)) {
    if (keyword === '$defs') continue;
    if (keyword !== 'properties' || !isObject(inner)) {
      describe(type, inner);
      continue;
    }
    for (const [name, property] of Object.entries(inner)) {
      const sentence = PROPERTIES[`${type}.${name}`] ?? PROPERTIES[name];
      if (sentence !== undefined && isObject(property)) property['description'] = sentence;
      describe(name, property);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
