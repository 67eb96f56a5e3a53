/**
 * How fast does everything leave, and with how much memory?
 *
 * Responses with two answers each lie in PostgreSQL. Their table and their long form are downloaded from the real service; beside it
 * the server's own `COPY` of the same rows in the same order to a program that throws them away. Memory is what the service's process has
 * resident at most while it exports: many at once, and before that few as often as it takes to be as many.
 *
 *     npm run bench -- export [--answers 1000000]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Client } from 'pg';

import { startPostgres } from '../../scripts/postgres.ts';
import { benchDatabase } from './bench-database.ts';
import { insertResponses } from './bulk-responses.ts';
import { startServiceProcess } from './service-process.ts';
import type { ServiceProcess } from './service-process.ts';
import { table } from './table.ts';

const { values: options } = parseArgs({
  options: { answers: { type: 'string', default: '1000000' } },
});
const ANSWERS_EACH = 2;
const FEW = 10_000;
const many = Number(options.answers);
const BATCH = 20_000;

interface Download {
  readonly seconds: number;
  readonly lines: number;
  readonly mostMb: number;
}

async function download(service: ServiceProcess, path: string): Promise<Download> {
  let mostMb = 0;
  const watch = setInterval(() => {
    void residentMb(service.pid).then((now) => (mostMb = Math.max(mostMb, now)));
  }, 100);
  const begun = performance.now();
  const reply = await fetch(`${service.url}${path}`, {
    headers: { authorization: `Bearer ${service.apiKey}` },
  });
  let lines = 0;
  for await (const chunk of reply.body ?? []) {
    for (const byte of chunk as Uint8Array) if (byte === 10) lines += 1;
  }
  clearInterval(watch);
  mostMb = Math.max(mostMb, await residentMb(service.pid));
  return { seconds: (performance.now() - begun) / 1000, lines, mostMb };
}

/** As long as the many take: what the garbage collector lets lie is the same then. */
async function repeated(path: string): Promise<number> {
  let mostMb = 0;
  for (let rows = 0; rows < many; rows += FEW) {
    mostMb = Math.max(mostMb, (await download(service, path)).mostMb);
  }
  return mostMb;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

const RESPONSES = `select id, survey_id, version, respondent, status, revision, document, questions, variables, created_at,
    updated_at, completed_at
  from responses where project_id = 'prj_default' and survey_id = 'srv_bench' order by created_at, id`;
const ANSWERS = `select id, survey_id, version, respondent, status, answer.key, answer.value ->> 'value', answer.value ->> 'at'
  from responses cross join lateral jsonb_each(document -> 'answers') answer
  where project_id = 'prj_default' and survey_id = 'srv_bench' order by created_at, id`;

async function copy(rows: string, connection: Client): Promise<number> {
  const begun = performance.now();
  await connection.query(`copy (${rows}) to program 'cat > /dev/null' with (format csv)`);
  return (performance.now() - begun) / 1000;
}

const postgres = await startPostgres([]);
const url = await benchDatabase(postgres.url);
const dataDir = await mkdtemp(join(tmpdir(), 'otklik-bench-'));
const service = await startServiceProcess({ dataDir, url });
const database = new Client({ connectionString: url });
await database.connect();
try {
  const fill = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += BATCH) {
      await insertResponses(database, at, Math.min(BATCH, to - at), { notices: false });
    }
    await database.query('vacuum analyze responses');
  };
  const paths = {
    responses: '/v1/export/responses.csv?survey=srv_bench',
    answers: '/v1/export/answers.csv?survey=srv_bench',
  };
  await fill(0, FEW / ANSWERS_EACH);
  const few = {
    responses: await repeated(paths.responses),
    answers: await repeated(paths.answers),
  };
  await fill(FEW / ANSWERS_EACH, many / ANSWERS_EACH);
  const bare = await copy(RESPONSES, database);
  const bareAnswers = await copy(ANSWERS, database);
  const csv = await download(service, paths.responses);
  const long = await download(service, paths.answers);
  const rows = many / ANSWERS_EACH;
  const line = (name: string, one: Download, beside: number, fewMb: number): string[] => [
    name,
    String(one.lines),
    (rows / one.seconds).toFixed(0),
    (beside / one.seconds).toFixed(2),
    one.mostMb.toFixed(0),
    (one.mostMb / fewMb).toFixed(2),
  ];
  console.log(`\n${many} answers; COPY: ${(rows / bare).toFixed(0)} responses/s\n`);
  const head = ['export', 'lines', 'responses/s', 'ratio to COPY', 'most MB', 'ratio to few'];
  console.log(
    table(head, [
      line('responses.csv', csv, bare, few.responses),
      line('answers.csv', long, bareAnswers, few.answers),
    ]),
  );
} finally {
  await database.end();
  await service.stop();
  await rm(dataDir, { recursive: true });
  await postgres.stop();
}
