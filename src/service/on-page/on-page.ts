/** The rules by which pages ask, as the researcher writes them: one document for each project. */
import type { Kysely, Selectable } from 'kysely';

import type { OnPageRule, OnPageRules } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { OnPageRulesTable, Tables } from '../database/types.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

export function onPageHandlers({
  now,
}: World): Pick<PrivateHandlers, 'getOnPageRules' | 'putOnPageRules'> {
  return {
    getOnPageRules: async ({ project, db }) => {
      const row = await db
        .selectFrom('on_page_rules')
        .selectAll()
        .where('project_id', '=', project)
        .executeTakeFirst();
      return row === undefined ? NONE : rulesOf(row);
    },

    putOnPageRules: async ({ project, body: { rules, revision }, db }) => {
      await refuseUnknownSurveys(project, rules, db);
      const row = await store(project, rules, revision, now().toISOString(), db);
      if (row === undefined) throw new ProblemError('on_page_rules_changed');
      return rulesOf(row);
    },
  };
}

const NONE: OnPageRules = { rules: [], revision: 0, updatedAt: null };

function rulesOf({ rules, revision, updated_at }: Selectable<OnPageRulesTable>): OnPageRules {
  return { rules, revision, updatedAt: updated_at };
}

async function refuseUnknownSurveys(
  project: string,
  rules: readonly OnPageRule[],
  db: Kysely<Tables>,
): Promise<void> {
  const known = await surveysAmong(project, rules, db);
  const errors = rules.flatMap(({ survey }, index) =>
    known.has(survey)
      ? []
      : [
          {
            pointer: `/rules/${index}/survey`,
            code: 'custom',
            message: 'is no survey of this project',
          },
        ],
  );
  if (errors.length > 0) throw new ProblemError('request_invalid', { errors });
}

/** Ids of the surveys that the rules name and that there are, each with where it stands. */
export async function surveysAmong(
  project: string,
  rules: readonly OnPageRule[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, string>> {
  if (rules.length === 0) return new Map();
  const rows = await db
    .selectFrom('surveys')
    .select(['id', 'status'])
    .where('project_id', '=', project)
    .where('id', 'in', [...new Set(rules.map(({ survey }) => survey))])
    .execute();
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** Undefined when the revision that it was made from is not the present one. Two that come at once are one after the other. */
async function store(
  project: string,
  rules: readonly OnPageRule[],
  revision: number | undefined,
  updatedAt: string,
  db: Kysely<Tables>,
): Promise<Selectable<OnPageRulesTable> | undefined> {
  const content = { rules: toJson(rules), updated_at: updatedAt };
  if (revision !== undefined && revision > 0) {
    return await db
      .updateTable('on_page_rules')
      .set((eb) => ({ ...content, revision: eb('revision', '+', 1) }))
      .where('project_id', '=', project)
      .where('revision', '=', revision)
      .returningAll()
      .executeTakeFirst();
  }
  const isFirst = revision === 0;
  return await db
    .insertInto('on_page_rules')
    .values({ project_id: project, revision: 1, ...content })
    .onConflict((conflict) => {
      const same = conflict.column('project_id');
      if (isFirst) return same.doNothing();
      return same.doUpdateSet((eb) => ({
        ...content,
        revision: eb('on_page_rules.revision', '+', 1),
      }));
    })
    .returningAll()
    .executeTakeFirst();
}
