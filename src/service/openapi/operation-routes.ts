/** Routes outside of the protocol's tables: for operators, for who checks tokens, and for what pages keep. */
import { ON_PAGE_PATH } from '../../protocol/index.ts';

const json = (description: string) => ({
  200: { description, content: { 'application/json': { schema: { type: 'object' } } } },
});

export const operationRoutes = [
  {
    path: '/healthz',
    operationId: 'healthz',
    summary: 'The process is alive.',
    tags: ['operation'],
    security: [],
    responses: json('Alive.'),
  },
  {
    path: '/readyz',
    operationId: 'readyz',
    summary:
      'The service can store answers; 503 when the database is away or the service is stopping.',
    tags: ['operation'],
    security: [],
    responses: {
      ...json('Ready.'),
      503: {
        description: 'Not ready.',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDocument' } },
        },
      },
    },
  },
  {
    path: '/metrics',
    operationId: 'metrics',
    summary: 'Counters and durations in the Prometheus text format.',
    tags: ['operation'],
    security: [],
    responses: {
      200: { description: 'Metrics.', content: { 'text/plain': { schema: { type: 'string' } } } },
    },
  },
  {
    path: '/.well-known/jwks.json',
    operationId: 'jwks',
    summary: 'The public halves of the keys with which the service signs tokens (RFC 7517).',
    tags: ['operation'],
    security: [],
    responses: json('A JWK set.'),
  },
  {
    path: '/.well-known/apple-app-site-association',
    operationId: 'appleAppSiteAssociation',
    summary: 'The iOS apps that links of this host open, where the settings name any.',
    tags: ['operation'],
    security: [],
    responses: json('Universal links.'),
  },
  {
    path: '/.well-known/assetlinks.json',
    operationId: 'assetLinks',
    summary: 'The Android apps that links of this host open, where the settings name any.',
    tags: ['operation'],
    security: [],
    responses: json('Digital asset links.'),
  },
  {
    path: ON_PAGE_PATH,
    operationId: 'onPageConfiguration',
    summary:
      'What the loader follows, for the origins of the project. Cacheable; carries no credential.',
    tags: ['public'],
    security: [],
    parameters: [{ name: 'project', in: 'path', required: true, schema: { type: 'string' } }],
    responses: {
      200: {
        description: 'The rules whose surveys are open.',
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/OnPageConfiguration' } },
        },
      },
    },
  },
  {
    path: '/survey.schema.json',
    operationId: 'surveySchema',
    summary: 'The survey format as JSON Schema (draft 2020-12), for editors.',
    tags: ['operation'],
    security: [],
    responses: {
      200: {
        description: 'The schema.',
        content: { 'application/schema+json': { schema: { type: 'object' } } },
      },
    },
  },
] as const;
