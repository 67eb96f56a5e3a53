import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

import {
  Origin,
  pointedErrors,
  privateRoutes,
  PROBLEMS,
  ResponseId,
  ResponseSubmission,
  SurveyContent,
  SurveyTokenClaims,
} from './index.ts';
import type { PrivateRoute } from './index.ts';

const title = { en: 'T' };

describe('a bad document', () => {
  function pointers(content: unknown): string[] {
    const parsed = SurveyContent.safeParse(content);
    return parsed.success ? [] : pointedErrors(parsed.error).map(({ pointer }) => pointer);
  }

  it('is told the exact place, inside the kind of question that was meant', () => {
    const question = { id: 'q', type: 'rating', title, shape: 'hearts', scale: 5 };
    const content = {
      title,
      defaultLanguage: 'en',
      screens: [{ id: 's', questions: [question] }],
      thanks: { title },
    };
    expect(pointers(content)).toEqual(['/screens/0/questions/0/shape']);
  });

  it('is told the exact place inside nested conditions', () => {
    const showIf = {
      all: [
        { answer: 'q', op: 'eq', value: 1 },
        { answer: 'q', op: 'near', value: 1 },
      ],
    };
    const question = { id: 'q', type: 'nps', title, showIf };
    const content = {
      title,
      defaultLanguage: 'en',
      screens: [{ id: 's', questions: [question] }],
      thanks: { title },
    };
    expect(pointers(content)[0]).toMatch(/^\/screens\/0\/questions\/0\/showIf\/all\/1/);
  });

  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'end',
    '1st',
    'a-b',
    'a'.repeat(65),
  ])('cannot call anything %s', (id) => {
    const content = JSON.parse(
      JSON.stringify({
        title,
        defaultLanguage: 'en',
        screens: [{ id: 's', questions: [{ id, type: 'nps', title }] }],
        thanks: { title },
      }),
    );
    expect(pointers(content)).toEqual(['/screens/0/questions/0/id']);
  });

  it('cannot bring a prototype along in its answers', () => {
    const parsed = ResponseSubmission.safeParse(
      JSON.parse(`{"id":"0193a000-0000-7000-8000-000000000000","grant":"g","revision":1,"base":0,
        "status":"partial","lang":"en","answers":{"__proto__":{"value":1,"at":"2026-11-22T12:00:00.000Z"}},
        "timings":{"startedAt":"2026-11-22T12:00:00.000Z","updatedAt":"2026-11-22T12:00:00.000Z"}}`),
    );
    expect(parsed.success ? Object.keys(parsed.data.answers) : []).toEqual([]);
    expect({}).not.toHaveProperty('value');
  });
});

describe('identifiers', () => {
  it.each(['https://shop.example.com', 'http://localhost:8788', 'capacitor://localhost'])(
    '%s is an origin',
    (origin) => expect(Origin.safeParse(origin).success).toBe(true),
  );

  it.each([
    'null',
    '*',
    'https://shop.example.com/',
    'https://*.example.com',
    'shop.example.com',
    '',
  ])('"%s" is none', (origin) => expect(Origin.safeParse(origin).success).toBe(false));

  it('of responses are UUIDs of version 7', () => {
    expect(ResponseId.safeParse('0193a5c8-7b5e-7c3a-9d5e-1f2a3b4c5d6e').success).toBe(true);
    expect(ResponseId.safeParse('0193a5c8-7b5e-4c3a-9d5e-1f2a3b4c5d6e').success).toBe(false);
  });
});

describe('token claims', () => {
  const claims = {
    iss: 'prj_default',
    aud: 'otklik',
    iat: 1,
    exp: 2,
    jti: 'x'.repeat(22),
  };

  it('are these and no others', () => {
    expect(SurveyTokenClaims.safeParse(claims).success).toBe(true);
    expect(SurveyTokenClaims.safeParse({ ...claims, admin: true }).success).toBe(false);
  });

  it.each([
    { aud: ['otklik'] },
    { exp: '2' },
    { exp: 1e300 },
    { jti: 'short' },
    { iss: 'default' },
  ])('cannot be %j', (wrong) =>
    expect(SurveyTokenClaims.safeParse({ ...claims, ...wrong }).success).toBe(false),
  );
});

describe('the route table', () => {
  const routes: [string, PrivateRoute][] = Object.entries(privateRoutes);

  it.each(routes)('%s declares exactly the parameters of its path', (_name, route) => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(route.params?.shape ?? {})).toEqual(inPath);
  });

  it('can be written as JSON Schema, every part of it', () => {
    for (const [, { params, query, body, reply }] of routes) {
      for (const schema of [params, query, body, reply]) {
        if (schema === undefined || typeof schema === 'string') continue;
        expect(z.toJSONSchema(schema, { io: 'input' })).toHaveProperty('$schema');
      }
    }
  });

  it('has no two routes at one place', () => {
    const places = routes.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('problems', () => {
  it.each(Object.entries(PROBLEMS))(
    '%s says in a sentence what to do',
    (_code, { status, title: words }) => {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(words).toMatch(/^[A-Z].+[.]$/);
    },
  );
});
