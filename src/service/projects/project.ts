/** Projects: the tenants. The first one is made at the first start. */
import type { Kysely } from 'kysely';

import type { Project } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { toJson } from '../database/json.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

export const DEFAULT_PROJECT = 'prj_default';

/** `default` of `prj_default`: the part that keys and grants carry. */
export function localName(project: string): string {
  return project.slice('prj_'.length);
}

export function projectOf(local: string): string {
  return `prj_${local}`;
}

/** A start that names origins replaces the list; one that does not leaves it alone. */
export async function ensureDefaultProject(
  origins: readonly string[] | undefined,
  { database, now }: World,
): Promise<void> {
  await database.write(async (trx) => {
    await trx
      .insertInto('projects')
      .values({
        id: DEFAULT_PROJECT,
        name: 'Default',
        origins: toJson([...(origins ?? [])]),
        created_at: now().toISOString(),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    if (origins === undefined) return;
    await trx
      .updateTable('projects')
      .set({ origins: toJson([...origins]) })
      .where('id', '=', DEFAULT_PROJECT)
      .execute();
  });
}

export function projectHandlers(): Pick<PrivateHandlers, 'getProject' | 'changeProject'> {
  return {
    getProject: ({ project, db }) => readProject(project, db),
    changeProject: async ({ project, body, db }) => {
      const { name, origins } = body;
      if (name !== undefined || origins !== undefined) {
        await db
          .updateTable('projects')
          .set({
            ...(name !== undefined && { name }),
            ...(origins !== undefined && { origins: toJson(origins) }),
          })
          .where('id', '=', project)
          .execute();
      }
      return await readProject(project, db);
    },
  };
}

async function readProject(project: string, db: Kysely<Tables>): Promise<Project> {
  const row = await db
    .selectFrom('projects')
    .select(['id', 'name', 'origins'])
    .where('id', '=', project)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('key_invalid', { reason: 'project is gone' });
  return row;
}
