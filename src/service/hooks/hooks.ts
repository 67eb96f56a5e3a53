/** Addresses to which other systems post events, as the project's owner sets them up. */
import type { Kysely, Selectable } from 'kysely';

import type { CardMapping, Hook, HookRequest } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import { toJson } from '../database/json.ts';
import type { HooksTable, Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId, newSecret } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import { localName, projectOf } from '../projects/project.ts';
import type { SealedSecrets } from '../push/sealed-secrets.ts';
import type { World } from '../world.ts';

export interface HookOffice {
  readonly secrets: SealedSecrets;
  readonly publicUrl: string | undefined;
  readonly world: World;
}

export type HookRow = Selectable<HooksTable>;

/** Of what is in the path before the project's name. */
const RANDOM_LENGTH = 43;

export function hookHandlers({
  secrets,
  publicUrl,
  world,
}: HookOffice): Pick<PrivateHandlers, 'createHook' | 'listHooks' | 'deleteHook'> {
  return {
    createHook: async ({ project, body, reached, db }) => {
      await checkDestination(project, body, db);
      const key = { project_id: project, id: newId('hok', world) };
      const path = newSecret(world) + localName(project);
      const { source = 'otklik' } = body;
      const { secret, mapping } = partsOf(body, world);
      const now = world.now().toISOString();
      const row = await db
        .insertInto('hooks')
        .values({
          ...key,
          name: body.name,
          source,
          mapping: mapping === null ? null : toJson(mapping),
          path_hash: sha256(path),
          secret: secrets.seal(secret, placeOf(key)),
          read_until: now,
          due_at: reconciliationAfter(mapping, world.now()),
          created_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const root = (publicUrl ?? reached).replace(/\/+$/, '');
      const url = `${root}/v1/hooks/${source}/${path}`;
      return { ...hookOf(row), url, secret: source === 'otklik' ? secret : '' };
    },

    listHooks: async ({ project, query, db }) => {
      const rows = db.selectFrom('hooks').selectAll().where('project_id', '=', project);
      return await newestFirst(rows, query, hookOf);
    },

    deleteHook: async ({ project, params, db }) => {
      const row = await db
        .deleteFrom('hooks')
        .where('project_id', '=', project)
        .where('id', '=', params.id)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new ProblemError('hook_unknown');
      return hookOf(row);
    },
  };
}

/** By what its messages are known, and what they mean. */
function partsOf(
  body: HookRequest,
  { randomBytes }: Pick<World, 'randomBytes'>,
): { readonly secret: string; readonly mapping: CardMapping | null } {
  switch (body.source) {
    case 'amocrm':
      // It signs nothing.
      return { secret: '', mapping: body };
    case 'bitrix24': {
      const { applicationToken: secret, ...mapping } = body;
      return { secret, mapping };
    }
    default:
      return {
        secret: `whsec_${Buffer.from(randomBytes(32)).toString('base64')}`,
        mapping: null,
      };
  }
}

/** Cards are read by somebody who may. */
async function checkDestination(
  project: string,
  body: HookRequest,
  db: Kysely<Tables>,
): Promise<void> {
  if (!('destination' in body)) return;
  const destination = await db
    .selectFrom('destinations')
    .select('kind')
    .where('project_id', '=', project)
    .where('id', '=', body.destination)
    .executeTakeFirst();
  if (destination === undefined) throw new ProblemError('destination_unknown');
  if (destination.kind === body.source) return;
  const message = `must be a destination of the kind "${body.source}"`;
  const errors = [{ pointer: '/destination', code: 'custom', message }];
  throw new ProblemError('request_invalid', { errors });
}

const RECONCILE_MINUTES = 15;
const MS_PER_MINUTE = 60_000;

/** When its CRM is asked what was missed; null: it sends everything until it is taken. */
export function reconciliationAfter(mapping: CardMapping | null, now: Date): string | null {
  if (mapping?.source !== 'bitrix24') return null;
  const { reconcileMinutes: minutes = RECONCILE_MINUTES } = mapping;
  return minutes === 0 ? null : new Date(now.getTime() + minutes * MS_PER_MINUTE).toISOString();
}

/** Where to look for it. What is no address of ours at all is looked for as well. */
export function hookAddress(path: string): { readonly project: string; readonly hash: string } {
  return { project: projectOf(path.slice(RANDOM_LENGTH)), hash: sha256(path) };
}

/** By which a sealed secret is bound to its row. */
export function placeOf({ project_id, id }: Pick<HookRow, 'project_id' | 'id'>): string {
  return `${project_id}/${id}`;
}

function hookOf(row: HookRow): Hook {
  const { id, name, source, mapping, last_at: lastAt, created_at: createdAt } = row;
  return { id, name, source, mapping, lastAt, createdAt };
}
