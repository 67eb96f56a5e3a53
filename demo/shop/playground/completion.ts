/** What may be written here, by the survey format's own schema. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { getLocation, parseTree, findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import type { JSONPath } from 'jsonc-parser';
import document from 'otklik/survey.schema.json' with { type: 'json' };

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly propertyNames?: Schema;
}

const root = document as unknown as Schema & { readonly $defs: Readonly<Record<string, Schema>> };

export function complete(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const { path, isAtPropertyKey, previousNode } = getLocation(text, context.pos);
  const word = context.matchBefore(/"?[\w$-]*/);
  if (!context.explicit && (word === null || word.from === word.to)) return null;
  const isInside = previousNode !== undefined && previousNode.offset < context.pos;
  const end = isInside ? previousNode.offset + previousNode.length : context.pos;
  const isOpen = isInside && end >= context.pos;
  const from = isOpen ? previousNode.offset : (word?.from ?? context.pos);
  const to = isOpen ? end : context.pos;
  const options = isAtPropertyKey ? namesAt(text, path) : valuesAt(text, path);
  return options.length === 0
    ? null
    : { from, to, options, filter: true, validFor: /^"?[\w$-]*"?$/ };
}

function namesAt(text: string, path: JSONPath): Completion[] {
  const holder = path.slice(0, -1);
  const given = valueAt(text, holder);
  const present = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const options = new Map<string, Completion>();
  for (const schema of schemasAt(text, holder)) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (present.includes(name)) continue;
      const info = property.description ?? resolved(property).description;
      options.set(name, {
        label: `"${name}"`,
        apply: `"${name}": `,
        type: 'property',
        ...(info !== undefined && { info }),
      });
    }
    for (const name of resolved(schema.propertyNames ?? {}).enum ?? []) {
      options.set(String(name), { label: `"${String(name)}"`, apply: `"${String(name)}": ` });
    }
  }
  return [...options.values()];
}

function valuesAt(text: string, path: JSONPath): Completion[] {
  const values = schemasAt(text, path).flatMap((schema) =>
    schema.const === undefined
      ? (schema.enum ?? (schema.type === 'boolean' ? [true, false] : []))
      : [schema.const],
  );
  return [...new Set(values.map((value) => JSON.stringify(value)))].map((label) => ({
    label,
    type: 'constant',
  }));
}

/** All that the place may be; of a union only branches that fit what is written already. */
function schemasAt(text: string, path: JSONPath): Schema[] {
  let schemas = branches(root, valueAt(text, []));
  path.forEach((key, index) => {
    const value = valueAt(text, path.slice(0, index + 1));
    schemas = schemas
      .flatMap((schema) => below(schema, key) ?? [])
      .flatMap((schema) => branches(schema, value));
  });
  return schemas;
}

function below(schema: Schema, key: string | number): Schema | undefined {
  if (typeof key === 'number') {
    const item = schema.prefixItems?.[key] ?? schema.items;
    return typeof item === 'object' ? item : undefined;
  }
  const property = schema.properties?.[key];
  if (property !== undefined) return property;
  const { additionalProperties } = schema;
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function branches(schema: Schema, value: unknown): Schema[] {
  const own = resolved(schema);
  const union = own.oneOf ?? own.anyOf;
  if (union === undefined) return [own];
  const all = union.flatMap((branch) => branches(branch, value));
  const fitting = all.filter((branch) => fits(branch, value));
  return fitting.length > 0 ? fitting : all;
}

/** By its constants, such as `type`, and by the names that it has. */
function fits({ properties }: Schema, value: unknown): boolean {
  if (properties === undefined || typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, given]) => {
    const expected = properties[name];
    if (expected === undefined) return false;
    return expected.const === undefined || expected.const === given;
  });
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  const found = name === undefined ? undefined : root.$defs[name];
  return found === undefined ? schema : resolved(found);
}

function valueAt(text: string, path: JSONPath): unknown {
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, path);
  return node && getNodeValue(node);
}
