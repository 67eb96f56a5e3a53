/** Everything that is kept about one person, as values to write out. */
import { readOptOut } from '../asking/opt-outs.ts';
import type { Database } from '../database/database.ts';
import { attemptOf, deliveryOf } from '../deliveries/delivery-rows.ts';
import { storedEventOf } from '../events/events.ts';
import { responseChunks } from '../export/chunks.ts';
import { storedFileOf } from '../files/file-rows.ts';
import { profileOf } from '../profiles/profiles.ts';
import { quarantinedOf } from '../quarantine/quarantine-rows.ts';
import { responseOf } from '../responses/response-rows.ts';
import { entryOf } from '../scenarios/automation-log.ts';
import { storedJourneyOf } from '../scenarios/journey-rows.ts';

const GRANTS_AT_ONCE = 200;
const EVENTS_AT_ONCE = 500;

/**
 * Each value says its `kind`: `response`, `session` (a right to answer that was given), `quarantine`, `file`
 * (its content is to be had by `GET /v1/responses/{id}/files/{file}`), `invitation` (without its link), `push-address`,
 * `profile`, `event`, `journey` (through a scenario), `automation` (what scenarios did, and why), `opt-out`,
 * `delivery` (what was told to whom), `delivery-attempt` (what was sent, as far as the log quotes it).
 */
export async function* recordsAbout(
  project: string,
  respondent: string,
  { db }: Database,
): AsyncGenerator<readonly unknown[]> {
  yield* invitationsTo(project, respondent, { db });
  yield* toldAbout(project, respondent, { db });
  yield* automationAbout(project, respondent, { db });
  yield* optOutOf(project, respondent, { db });
  yield* deliveriesAbout(project, respondent, { db });
  for await (const rows of responseChunks(project, { respondent }, db)) {
    yield rows.map((row) => ({ kind: 'response', ...responseOf(row) }));
  }
  for await (const rows of grantChunks(project, respondent, { db })) {
    yield rows.map(({ hash: _secret, ...session }) => ({ kind: 'session', ...session }));
    const responses = [...new Set(rows.map(({ response }) => response))];
    const kept = await db
      .selectFrom('quarantine')
      .selectAll()
      .where('project_id', '=', project)
      .where('response_id', 'in', responses)
      .execute();
    yield kept.map((row) => ({ kind: 'quarantine', ...quarantinedOf(row) }));
    const files = await db
      .selectFrom('files')
      .selectAll()
      .where('project_id', '=', project)
      .where('response_id', 'in', responses)
      .execute();
    yield files.map((row) => ({ kind: 'file', response: row.response_id, ...storedFileOf(row) }));
  }
}

/** Few of either belong to one person. The code's hash is a secret's. */
async function* invitationsTo(project: string, respondent: string, { db }: Pick<Database, 'db'>) {
  const invitations = await db
    .selectFrom('invitations')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .orderBy('id')
    .execute();
  yield invitations.map(({ project_id: _project, code_hash: _secret, ...row }) => ({
    kind: 'invitation',
    ...row,
  }));
  const addresses = await db
    .selectFrom('push_addresses')
    .select(['channel', 'address', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .orderBy('hash')
    .execute();
  yield addresses.map((row) => ({ kind: 'push-address', ...row }));
}

/** By the customer's systems. */
async function* toldAbout(project: string, respondent: string, { db }: Pick<Database, 'db'>) {
  const profiles = await db
    .selectFrom('respondent_profiles')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .execute();
  yield profiles.map((row) => ({ kind: 'profile', ...profileOf(row) }));
  yield* eventsOf(project, respondent, { db });
}

/** That the person does not want to be asked. */
async function* optOutOf(project: string, respondent: string, { db }: Pick<Database, 'db'>) {
  const { via, until } = await readOptOut(project, respondent, new Date(0), db);
  if (via !== null) yield [{ kind: 'opt-out', via, until }];
}

/** What scenarios made of what was told. */
async function* automationAbout(project: string, respondent: string, { db }: Pick<Database, 'db'>) {
  const journeys = await db
    .selectFrom('journeys')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  yield journeys.map((row) => ({ kind: 'journey', ...storedJourneyOf(row) }));
  const log = await db
    .selectFrom('automation_log')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  yield log.map((row) => ({ kind: 'automation', ...entryOf(row) }));
}

async function* deliveriesAbout(project: string, respondent: string, { db }: Pick<Database, 'db'>) {
  const deliveries = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  yield deliveries.map((row) => ({ kind: 'delivery', ...deliveryOf(row) }));
  const attempts = await db
    .selectFrom('delivery_attempts')
    .innerJoin('deliveries', (join) =>
      join
        .onRef('deliveries.project_id', '=', 'delivery_attempts.project_id')
        .onRef('deliveries.id', '=', 'delivery_attempts.delivery_id'),
    )
    .selectAll('delivery_attempts')
    .where('deliveries.project_id', '=', project)
    .where('deliveries.respondent', '=', respondent)
    .orderBy('delivery_attempts.begun_at')
    .execute();
  yield attempts.map((row) => ({
    kind: 'delivery-attempt',
    delivery: row.delivery_id,
    ...attemptOf(row),
  }));
}

async function* eventsOf(project: string, respondent: string, { db }: Pick<Database, 'db'>) {
  let after = '';
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each chunk begins where the one before ended
    const events = await db
      .selectFrom('events')
      .selectAll()
      .where('project_id', '=', project)
      .where('respondent', '=', respondent)
      .where('id', '>', after)
      .orderBy('id')
      .limit(EVENTS_AT_ONCE)
      .execute();
    const last = events.at(-1);
    if (last === undefined) return;
    yield events.map((row) => ({ kind: 'event', ...storedEventOf(row) }));
    after = last.id;
  }
}

async function* grantChunks(project: string, respondent: string, { db }: Pick<Database, 'db'>) {
  let after = '';
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each chunk begins where the one before ended
    const rows = await db
      .selectFrom('response_grants')
      .select([
        'hash',
        'response_id as response',
        'survey_id as survey',
        'version',
        'origin',
        'variables',
        'lang',
        'created_at as createdAt',
        'expires_at as expiresAt',
      ])
      .where('project_id', '=', project)
      .where('respondent', '=', respondent)
      .where('hash', '>', after)
      .orderBy('hash')
      .limit(GRANTS_AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.hash;
  }
}
