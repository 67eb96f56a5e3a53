/** Alerts as the project's owner sets them up. */
import type { Kysely } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { AlertRequest } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId } from '../identifiers.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { ProblemError } from '../problem-error.ts';
import type { Outbound } from '../push/outbound.ts';
import type { SealedSecrets } from '../push/sealed-secrets.ts';
import type { World } from '../world.ts';
import { alertOf, placeOf, sealTargets } from './alert-rows.ts';
import type { AlertRow } from './alert-rows.ts';
import { tell } from './telling.ts';

export interface AlertOffice {
  readonly jobs: Jobs;
  readonly secrets: SealedSecrets;
  readonly outbound: Outbound;
  readonly world: World;
}

type Names = 'createAlert' | 'listAlerts' | 'testAlert' | 'deleteAlert';

export function alertHandlers(office: AlertOffice): Pick<PrivateHandlers, Names> {
  return {
    createAlert: async ({ project, body, db }) => {
      checkTargets(body, office);
      await refuseTooMany(project, db);
      const secret = `whsec_${Buffer.from(office.world.randomBytes(32)).toString('base64')}`;
      const row = await store(project, body, secret, db, office);
      return { ...alertOf(row), secret };
    },

    listAlerts: async ({ project, query, db }) => {
      const rows = db.selectFrom('alerts').selectAll().where('project_id', '=', project);
      return await newestFirst(rows, query, alertOf);
    },

    testAlert: async ({ project, params, db }) => {
      const row = known(
        await db
          .selectFrom('alerts')
          .selectAll()
          .where('project_id', '=', project)
          .where('id', '=', params.id)
          .executeTakeFirst(),
      );
      await tell(row, { type: 'alert.test', found: 'This is a test.' }, db, office);
      return alertOf(row);
    },

    deleteAlert: async ({ project, params, db }) =>
      alertOf(
        known(
          await db
            .deleteFrom('alerts')
            .where('project_id', '=', project)
            .where('id', '=', params.id)
            .returningAll()
            .executeTakeFirst(),
        ),
      ),
  };
}

function known(row: AlertRow | undefined): AlertRow {
  if (row === undefined) throw new ProblemError('alert_unknown');
  return row;
}

/** What could never be called is said now. */
function checkTargets({ to }: AlertRequest, { outbound }: AlertOffice): void {
  const errors = to.flatMap(({ url }, index) => {
    try {
      outbound.check(new URL(url));
      return [];
    } catch {
      const message = 'must be https, and no private address';
      return [{ pointer: `/to/${index}/url`, code: 'custom', message }];
    }
  });
  if (errors.length > 0) throw new ProblemError('request_invalid', { errors });
}

async function refuseTooMany(project: string, db: Kysely<Tables>): Promise<void> {
  const { count } = await db
    .selectFrom('alerts')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('project_id', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) < LIMITS.alertsPerProject) return;
  throw new ProblemError('request_invalid', {
    detail: `A project has ${LIMITS.alertsPerProject} alerts at most.`,
  });
}

async function store(
  project: string,
  { name, when, to }: AlertRequest,
  secret: string,
  db: Kysely<Tables>,
  { secrets, world }: AlertOffice,
): Promise<AlertRow> {
  const key = { project_id: project, id: newId('alr', world) };
  const now = world.now().toISOString();
  return await db
    .insertInto('alerts')
    .values({
      ...key,
      name,
      condition: toJson(when),
      targets: sealTargets(to, key, secrets),
      origins: toJson(to.map(({ kind, url }) => ({ kind, origin: new URL(url).origin }))),
      secret: secrets.seal(secret, placeOf(key)),
      state: 'quiet',
      since: now,
      due_at: now,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
