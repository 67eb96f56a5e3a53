import { describe, expect, it } from 'vitest';

import { privateRoutes, publicRoutes } from '../../protocol/index.ts';
import type { Route } from '../../protocol/index.ts';
import { openApiDocument } from './document.ts';

const document = openApiDocument('1', 'https://surveys.example');
const text = JSON.stringify(document);

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

const { paths, components } = JSON.parse(text) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

describe('the OpenAPI document', () => {
  it.each(Object.entries<Route>({ ...privateRoutes, ...publicRoutes }))(
    'has the route %s with its parameters, body, answer and problems',
    (name, route) => {
      const operation = paths[route.path]![route.method.toLowerCase()]!;
      expect(operation.operationId).toBe(name);
      expect(operation.responses[route.status]).toBeDefined();
      expect('requestBody' in operation).toBe(route.body !== undefined);
      const named = (operation.parameters ?? [])
        .filter((parameter) => parameter.in !== 'header')
        .map((parameter) => parameter.name);
      expect(named).toEqual([
        ...Object.keys(route.params?.shape ?? {}),
        ...Object.keys(route.query?.shape ?? {}),
      ]);
      const problems = Object.values(operation.responses).filter(
        ({ content = {} }) => 'application/problem+json' in content,
      );
      expect(problems.length).toBeGreaterThan(0);
    },
  );

  it('refers to nothing that it does not have', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1];
      expect(Object.keys(components.schemas), reference).toContain(name);
    }
  });

  it('describes the survey with all its question types, and what a body must hold', () => {
    const types = JSON.stringify(components.schemas['Question']);
    for (const type of ['nps', 'rating', 'single', 'multiple', 'text', 'email', 'statement']) {
      expect(types).toContain(`"${type}"`);
    }
    expect(components.schemas['OpenSessionRequest']).toMatchObject({
      type: 'object',
      required: ['responseId'],
      properties: { token: expect.anything(), code: expect.anything() },
      additionalProperties: false,
    });
  });

  it('lists the routes for operators and every unique operation once', () => {
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/healthz', '/readyz', '/metrics', '/.well-known/jwks.json']),
    );
  });
});
