/** The OpenAPI 3.1 document, made from the same routes and schemas that the service runs on. */
import * as z from 'zod/mini';

import { privateRoutes, publicRoutes } from '../../protocol/index.ts';
import type { PrivateRoute, Route } from '../../protocol/index.ts';
import { componentNames, componentSchemas } from './components.ts';
import { operationRoutes } from './operation-routes.ts';
import { problemResponses } from './problems.ts';

type JsonObject = Record<string, unknown>;

export function openApiDocument(version: string, serverUrl: string | undefined): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Otklik survey service',
      version,
      description:
        'Errors are application/problem+json (RFC 9457) with a stable `code`. Times are RFC 3339 in UTC. ' +
        'Lists are paged by an opaque cursor. Public routes carry their credential in the body.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    ...(serverUrl !== undefined && { servers: [{ url: serverUrl }] }),
    paths: paths(),
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'otk_…',
          description: 'From your backend only: a request with an Origin header is refused.',
        },
      },
    },
  };
}

function paths(): JsonObject {
  const all: JsonObject = {};
  const add = (path: string, method: string, operation: JsonObject): void => {
    all[path] = { ...(all[path] as JsonObject | undefined), [method.toLowerCase()]: operation };
  };
  for (const [name, route] of Object.entries<PrivateRoute>(privateRoutes)) {
    add(route.path, route.method, privateOperation(name, route));
  }
  for (const [name, route] of Object.entries<Route>(publicRoutes)) {
    add(route.path, route.method, publicOperation(name, route));
  }
  for (const { path, ...operation } of operationRoutes) add(path, 'GET', operation);
  return all;
}

function privateOperation(name: string, route: PrivateRoute): JsonObject {
  const { method, scope } = route;
  return {
    ...operation(name, route),
    tags: [tagOf(route)],
    security: [{ apiKey: [] }],
    'x-scope': scope,
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...(method === 'GET' ? [] : [IDEMPOTENCY_KEY]),
    ],
  };
}

function publicOperation(name: string, route: Route): JsonObject {
  return { ...operation(name, route), tags: ['public'], security: [] };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A repeated request with the same key has one effect and gets the same answer.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

/** `/v1/signing-keys/{kid}` → `signing-keys`. */
function tagOf({ path }: Route): string {
  return path.split('/')[2] ?? 'service';
}

function operation(name: string, route: Route): JsonObject {
  const { summary, body, status } = route;
  return {
    operationId: name,
    summary,
    ...(body !== undefined && {
      requestBody: { required: true, content: content(route, componentNames.body(name)) },
    }),
    responses: { [status]: success(name, route), ...problemResponses(name, route) },
  };
}

/** A public body may be called `text/plain`, which spares a page the preflight; it is JSON all the same. */
function content(route: Route, component: string): JsonObject {
  const schema = { $ref: `#/components/schemas/${component}` };
  const isPublic = !('scope' in route);
  return {
    'application/json': { schema },
    ...(isPublic && { 'text/plain': { schema } }),
    ...(route.hasBytes && { 'application/octet-stream': { schema: LINE_AND_BYTES } }),
  };
}

const LINE_AND_BYTES = {
  type: 'string',
  format: 'binary',
  description: 'The JSON in one line, a line break (U+000A), and then bytes.',
};

function success(name: string, { reply, summary }: Route): JsonObject {
  if (reply === undefined) return { description: summary };
  if (typeof reply === 'string') {
    const schema = {
      type: 'string',
      ...(reply === 'application/octet-stream' && { format: 'binary' }),
    };
    return { description: summary, content: { [reply]: { schema } } };
  }
  const schema = { $ref: `#/components/schemas/${componentNames.reply(name)}` };
  return { description: summary, content: { 'application/json': { schema } } };
}

function parameters(place: 'path' | 'query', schema: z.ZodMiniObject | undefined): JsonObject[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}
