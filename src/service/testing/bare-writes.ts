/**
 * The bare database doing the writes of `session + submit`, for the throughput benchmark: the same rows in the same two durable
 * transactions, without HTTP, tokens, schemas and engine. Prints one line of JSON.
 *
 *     node src/service/testing/bare-writes.ts --data-dir DIR | --url URL  --count 3000 --concurrency 64
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

import type { Database } from '../database/database.ts';
import { toJson } from '../database/json.ts';
import { openDatabase } from '../database/open.ts';

const { values: options } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: '' },
    url: { type: 'string' },
    count: { type: 'string', default: '3000' },
    concurrency: { type: 'string', default: '64' },
  },
});

const PROJECT = 'prj_bare';
const LATER = '2099-01-01T00:00:00.000Z';

const database = await openDatabase({
  dataDir: options['data-dir'],
  ...(options.url !== undefined && { url: options.url }),
});
let left = Number(options.count);
const started = performance.now();
await Promise.all(Array.from({ length: Number(options.concurrency) }, () => respondents(database)));
const seconds = (performance.now() - started) / 1000;
await database.close();
process.stdout.write(`${JSON.stringify({ perSecond: Number(options.count) / seconds })}\n`);

/** One respondent after the other until all have answered. */
async function respondents(on: Database): Promise<void> {
  while (left > 0) {
    left -= 1;
    const response = randomUUID();
    const hash = randomBytes(32).toString('base64url');
    // oxlint-disable-next-line no-await-in-loop -- a respondent answers after asking
    await open(on, response, hash);
    // oxlint-disable-next-line no-await-in-loop
    await answer(on, response, hash);
  }
}

async function open(on: Database, response: string, hash: string): Promise<void> {
  const now = new Date().toISOString();
  await on.write(async (trx) => {
    await trx
      .insertInto('sessions')
      .values({
        project_id: PROJECT,
        jti: randomUUID(),
        survey_id: 'srv_bare',
        response_id: response,
        created_at: now,
        expires_at: LATER,
      })
      .execute();
    await trx
      .insertInto('response_grants')
      .values({
        project_id: PROJECT,
        hash,
        response_id: response,
        survey_id: 'srv_bare',
        version: 1,
        respondent: `customer-${response}`,
        origin: 'https://shop.example.com',
        variables: toJson({ segment: 'vip' }),
        lang: 'en',
        expires_at: LATER,
        created_at: now,
      })
      .execute();
  });
}

async function answer(on: Database, response: string, hash: string): Promise<void> {
  const now = new Date().toISOString();
  await on.write(async (trx) => {
    await trx
      .insertInto('responses')
      .values({
        project_id: PROJECT,
        id: response,
        survey_id: 'srv_bare',
        version: 1,
        respondent: `customer-${response}`,
        status: 'completed',
        revision: 2,
        writer: hash,
        document: toJson({
          answers: { nps: { value: 9, at: now }, why: { value: 'Quick', at: now } },
        }),
        content_hash: hash,
        questions: toJson({ nps: 'answered', why: 'answered' }),
        variables: toJson({ segment: { value: 'vip', source: 'token' } }),
        page_context: toJson({}),
        deadline: LATER,
        created_at: now,
        updated_at: now,
        completed_at: now,
      })
      .execute();
  });
}
