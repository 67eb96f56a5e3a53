/** Destinations as the project's owner sets them up. */
import type { Kysely, Updateable } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { DestinationRequest, PointedError } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { DestinationsTable, Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import { findChannel } from '../push/channel-settings.ts';
import type { Outbound } from '../push/outbound.ts';
import type { SealedSecrets } from '../push/sealed-secrets.ts';
import type { World } from '../world.ts';
import {
  destinationOf,
  eventsOf,
  openSigning,
  sealSigning,
  sealTarget,
  shownOf,
} from './destination-rows.ts';
import type { DestinationRow } from './destination-rows.ts';
import { forgetDestination } from './erasure.ts';
import { replayMany, sendTest } from './replay.ts';

export interface DestinationOffice {
  readonly secrets: SealedSecrets;
  readonly outbound: Outbound;
  readonly world: World;
}

type Names =
  | 'createDestination'
  | 'listDestinations'
  | 'getDestination'
  | 'putDestination'
  | 'pauseDestination'
  | 'resumeDestination'
  | 'rotateDestinationSecret'
  | 'testDestination'
  | 'replayDestination'
  | 'deleteDestination';

/** So long a receiver may take to learn the new secret. */
const BOTH_SIGN_MS = 24 * 60 * 60_000;

export function destinationHandlers(office: DestinationOffice): Pick<PrivateHandlers, Names> {
  const { secrets, world } = office;
  return {
    createDestination: async ({ project, body, db }) => {
      await check(project, body, db, office);
      await refuseTooMany(project, db);
      const key = { project_id: project, id: newId('dst', world) };
      const secret = newSigningSecret(world);
      const now = world.now().toISOString();
      const row = await db
        .insertInto('destinations')
        .values({
          ...key,
          ...columnsOf(body, key, office),
          signing: sealSigning([{ secret }], key, secrets),
          status: 'active',
          failures: 0,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return { ...destinationOf(row), secret };
    },

    listDestinations: async ({ project, query, db }) => {
      const rows = db.selectFrom('destinations').selectAll().where('project_id', '=', project);
      return await newestFirst(rows, query, destinationOf);
    },

    getDestination: async ({ project, params, db }) =>
      destinationOf(await findDestination(project, params.id, db)),

    putDestination: async ({ project, params, body, db }) => {
      await check(project, body, db, office);
      const key = { project_id: project, id: params.id };
      const row = await db
        .updateTable('destinations')
        .set({ ...columnsOf(body, key, office), ...AFRESH, updated_at: world.now().toISOString() })
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .returningAll()
        .executeTakeFirst();
      return destinationOf(known(row));
    },

    pauseDestination: async ({ project, params, db }) =>
      await turn(project, params.id, { status: 'paused' }, db, world),

    resumeDestination: async ({ project, params, db }) =>
      await turn(project, params.id, AFRESH, db, world),

    rotateDestinationSecret: async ({ project, params, db }) => {
      const row = await findDestination(project, params.id, db);
      const until = new Date(world.now().getTime() + BOTH_SIGN_MS).toISOString();
      const older = openSigning(row, secrets, world.now()).map((one) => ({ until, ...one }));
      const secret = newSigningSecret(world);
      const signing = sealSigning([{ secret }, ...older.slice(0, 1)], row, secrets);
      return { ...(await turn(project, params.id, { signing }, db, world)), secret };
    },

    testDestination: async ({ project, params, db }) => {
      const { id } = await findDestination(project, params.id, db);
      return { delivery: await sendTest(project, id, db, world) };
    },

    replayDestination: async ({ project, params, body, db }) => {
      const { id } = await findDestination(project, params.id, db);
      return { replayed: await replayMany(project, id, body, db, world) };
    },

    deleteDestination: async ({ project, params, db }) => {
      const row = known(
        await db
          .deleteFrom('destinations')
          .where('project_id', '=', project)
          .where('id', '=', params.id)
          .returningAll()
          .executeTakeFirst(),
      );
      await forgetDestination(project, row.id, db);
      return destinationOf(row);
    },
  };
}

/** Whatever was in the way may be gone. */
const AFRESH = {
  status: 'active',
  reason: null,
  failures: 0,
  failing_since: null,
  rests_until: null,
} as const;

async function findDestination(
  project: string,
  id: string,
  db: Kysely<Tables>,
): Promise<DestinationRow> {
  return known(
    await db
      .selectFrom('destinations')
      .selectAll()
      .where('project_id', '=', project)
      .where('id', '=', id)
      .executeTakeFirst(),
  );
}

function known(row: DestinationRow | undefined): DestinationRow {
  if (row === undefined) throw new ProblemError('destination_unknown');
  return row;
}

async function turn(
  project: string,
  id: string,
  change: Updateable<DestinationsTable>,
  db: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
) {
  const row = await db
    .updateTable('destinations')
    .set({ ...change, updated_at: now().toISOString() })
    .where('project_id', '=', project)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return destinationOf(known(row));
}

function newSigningSecret({ randomBytes }: Pick<World, 'randomBytes'>): string {
  return `whsec_${Buffer.from(randomBytes(32)).toString('base64')}`;
}

function columnsOf(
  { name, target, rule = {}, crossBorder = false }: DestinationRequest,
  key: Pick<DestinationRow, 'project_id' | 'id'>,
  { secrets }: DestinationOffice,
) {
  return {
    name,
    kind: target.kind,
    shown: toJson(shownOf(target)),
    secrets: sealTarget(target, key, secrets),
    rule: toJson(rule),
    events: toJson(eventsOf(rule)),
    cross_border: crossBorder,
  };
}

/** Their servers are abroad, for whoever is not there. */
const ABROAD: ReadonlySet<string> = new Set(['slack', 'power-bi']);

/** What could never work is said now. */
async function check(
  project: string,
  request: DestinationRequest,
  db: Kysely<Tables>,
  { outbound }: DestinationOffice,
): Promise<void> {
  const errors = [
    ...addressErrors(request, outbound),
    ...borderErrors(request),
    ...(await mailErrors(project, request, db)),
  ];
  if (errors.length > 0) throw new ProblemError('request_invalid', { errors });
}

function addressErrors({ target }: DestinationRequest, outbound: Outbound): PointedError[] {
  const addresses = Object.entries(target).filter(([name]) =>
    ['url', 'api', 'login'].includes(name),
  );
  return addresses.flatMap(([name, url]) => {
    try {
      outbound.check(new URL(String(url)));
      return [];
    } catch {
      return error(`/target/${name}`, 'must be https, and no private address');
    }
  });
}

function borderErrors({ target, crossBorder, rule }: DestinationRequest): PointedError[] {
  if (ABROAD.has(target.kind) && crossBorder !== true) {
    return error('/crossBorder', `must be true: ${target.kind} takes answers abroad`);
  }
  if (crossBorder !== true || rule?.fields !== undefined) return [];
  return error('/rule/fields', 'must say which answers may leave the country');
}

async function mailErrors(
  project: string,
  { target }: DestinationRequest,
  db: Kysely<Tables>,
): Promise<PointedError[]> {
  if (target.kind !== 'email' || (await findChannel(project, 'email', db)) !== undefined) return [];
  return error('/target/kind', 'needs the channel "email": PUT its settings first');
}

function error(pointer: string, message: string): PointedError[] {
  return [{ pointer, code: 'custom', message }];
}

async function refuseTooMany(project: string, db: Kysely<Tables>): Promise<void> {
  const { count } = await db
    .selectFrom('destinations')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('project_id', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) < LIMITS.destinationsPerProject) return;
  throw new ProblemError('request_invalid', {
    detail: `A project has ${LIMITS.destinationsPerProject} destinations at most.`,
  });
}
