/**
 * The bare database behind an HTTP server that does nothing else, for the throughput benchmark: the rows of `session + submit` in the
 * service's own statements, each acknowledged once it is durable; without tokens, schemas, reading, engine, log. Prints its port.
 *
 *     node src/service/testing/bare-server.ts --data-dir DIR | --url URL  [--grouped]
 *
 * Each write is a transaction of its own; with `--grouped` those that arrive at the same time share one, as in the service.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

import { gathered } from '../database/gathered.ts';
import type { GroupWork } from '../database/gathered.ts';
import { toJson } from '../database/json.ts';
import { openDatabase } from '../database/open.ts';
import { insertRows } from '../responses/first-rows.ts';
import type { ResponseRow } from '../responses/first-rows.ts';
import { recordSessions } from '../sessions/record-session.ts';
import type { Opened } from '../sessions/record-session.ts';

const { values: options } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: '' },
    url: { type: 'string' },
    grouped: { type: 'boolean', default: false },
  },
});

const PROJECT = 'prj_bare';
const LATER = '2099-01-01T00:00:00.000Z';

const database = await openDatabase({
  dataDir: options['data-dir'],
  ...(options.url !== undefined && { url: options.url }),
});
const record = among<Opened, boolean>((_project, opened) => recordSessions(opened, { database }));
const insert = among<ResponseRow, boolean>((project, rows) => insertRows(project, rows, database));

const server = createServer((request, reply) => {
  answer(request).then(
    (body) => reply.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
    (error: unknown) => reply.writeHead(500).end(String(error)),
  );
});
server.listen(0);
await once(server, 'listening');
process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
process.once('SIGTERM', () => {
  server.close(() => void database.close());
  server.closeAllConnections();
});

/** What a request brings that has to become durable. */
interface Body {
  readonly responseId: string;
  readonly responses: readonly {
    readonly id: string;
    readonly grant: string;
    readonly answers: unknown;
    readonly lang: string;
    readonly timings: unknown;
  }[];
}

async function answer(request: IncomingMessage): Promise<object> {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Body;
  return request.url === '/v1/sessions' ? await open(body) : await submit(body);
}

async function open({ responseId }: Body): Promise<object> {
  const now = new Date().toISOString();
  const grant = randomUUID();
  const common = { project_id: PROJECT, survey_id: 'srv_bare', response_id: responseId };
  await record(PROJECT, {
    session: { ...common, jti: randomUUID(), created_at: now, expires_at: LATER },
    grant: {
      ...common,
      hash: grant,
      version: 1,
      respondent: `customer-${responseId}`,
      origin: 'https://shop.example.com',
      org: null,
      variables: toJson({ segment: 'vip' }),
      lang: 'en',
      expires_at: LATER,
      created_at: now,
    },
  });
  return { grant };
}

async function submit({ responses }: Body): Promise<object> {
  const stored = await Promise.all(
    responses.map(({ id, grant, answers, lang, timings }) => {
      const now = new Date().toISOString();
      return insert(PROJECT, {
        project_id: PROJECT,
        id,
        survey_id: 'srv_bare',
        version: 1,
        respondent: `customer-${id}`,
        status: 'completed',
        revision: 2,
        writer: grant,
        document: toJson({ lang, answers, timings }),
        content_hash: grant,
        questions: toJson({ nps: 'answered', why: 'answered' }),
        variables: toJson({ segment: { value: 'vip', source: 'token' } }),
        page_context: toJson({ page: {}, auto: {} }),
        deadline: LATER,
        created_at: now,
        updated_at: now,
        completed_at: now,
      });
    }),
  );
  return { results: stored.map((isStored) => ({ result: isStored ? 'stored' : 'conflict' })) };
}

function among<Input, Output>(
  work: GroupWork<Input, Output>,
): (project: string, input: Input) => Promise<Output> {
  if (options.grouped) return gathered(work);
  return async (project, input) => (await work(project, [input]))[0] as Output;
}
