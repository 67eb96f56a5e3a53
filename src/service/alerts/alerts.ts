/** Alerts as the project's owner sets them up. */
import type { Kysely } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { AlertRequest, AlertTarget } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId } from '../identifiers.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { ProblemError } from '../problem-error.ts';
import type { MailSender } from '../mail/mail-sender.ts';
import { findChannel } from '../push/channel-settings.ts';
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
  readonly mail: MailSender;
  readonly world: World;
}

type Names = 'createAlert' | 'listAlerts' | 'testAlert' | 'deleteAlert';

export function alertHandlers(office: AlertOffice): Pick<PrivateHandlers, Names> {
  return {
    createAlert: async ({ project, body, db }) => {
      checkTargets(body, office);
      await checkMail(project, body, db);
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
  const errors = to.flatMap((target, index) => {
    if (target.kind === 'email') return [];
    try {
      outbound.check(new URL(target.url));
      return [];
    } catch {
      const message = 'must be https, and no private address';
      return [{ pointer: `/to/${index}/url`, code: 'custom', message }];
    }
  });
  if (errors.length > 0) throw new ProblemError('request_invalid', { errors });
}

async function checkMail(project: string, { to }: AlertRequest, db: Kysely<Tables>): Promise<void> {
  const index = to.findIndex(({ kind }) => kind === 'email');
  if (index === -1 || (await findChannel(project, 'email', db)) !== undefined) return;
  const message = 'needs the channel "email": PUT its settings first';
  const pointer = `/to/${index}/kind`;
  throw new ProblemError('request_invalid', { errors: [{ pointer, code: 'custom', message }] });
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
      origins: toJson(to.map((target) => ({ kind: target.kind, origin: originOf(target) }))),
      secret: secrets.seal(secret, placeOf(key)),
      state: 'quiet',
      since: now,
      due_at: now,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

function originOf(target: AlertTarget): string {
  if (target.kind !== 'email') return new URL(target.url).origin;
  return target.address.slice(target.address.lastIndexOf('@') + 1);
}
