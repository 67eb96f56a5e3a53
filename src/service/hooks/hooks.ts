/** Addresses to which other systems post events, as the project's owner sets them up. */
import type { Selectable } from 'kysely';

import type { Hook } from '../../protocol/index.ts';
import { newestFirst } from '../cursor.ts';
import type { HooksTable } from '../database/types.ts';
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
      const id = newId('hok', world);
      const path = newSecret(world) + localName(project);
      const secret = `whsec_${Buffer.from(world.randomBytes(32)).toString('base64')}`;
      const row = await db
        .insertInto('hooks')
        .values({
          project_id: project,
          id,
          name: body.name,
          path_hash: sha256(path),
          secret: secrets.seal(secret, placeOf({ project_id: project, id })),
          created_at: world.now().toISOString(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const root = (publicUrl ?? reached).replace(/\/+$/, '');
      return { ...hookOf(row), url: `${root}/v1/hooks/otklik/${path}`, secret };
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

/** Where to look for it. What is no address of ours at all is looked for as well. */
export function hookAddress(path: string): { readonly project: string; readonly hash: string } {
  return { project: projectOf(path.slice(RANDOM_LENGTH)), hash: sha256(path) };
}

/** By which a sealed secret is bound to its row. */
export function placeOf({ project_id, id }: Pick<HookRow, 'project_id' | 'id'>): string {
  return `${project_id}/${id}`;
}

function hookOf({ id, name, last_at: lastAt, created_at: createdAt }: HookRow): Hook {
  return { id, name, lastAt, createdAt };
}
