/** Privacy requests: everything about one person, and nothing any more. */
import type { Kysely } from 'kysely';

import type { Erasure } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { forgetDeliveries } from '../deliveries/erasure.ts';
import { notify } from '../deliveries/notices.ts';
import { ndjson } from '../export/ndjson.ts';
import { sha256 } from '../hash.ts';
import { toJson } from '../database/json.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { newId } from '../identifiers.ts';
import type { World } from '../world.ts';
import { forgetResponses, slices } from './forget-responses.ts';
import { recordsAbout } from './records.ts';

type Names = 'exportRespondent' | 'eraseRespondent';

export function respondentHandlers(world: World): Pick<PrivateHandlers, Names> {
  return {
    exportRespondent: async ({ project, params, signal }) =>
      ndjson(recordsAbout(project, params.id, world.database), signal, world),
    eraseRespondent: ({ project, params, db }) => erase(project, params.id, db, world),
  };
}

/**
 * The grants come first: a submission holds a lock on its grant until it has committed, so its response is
 * there to be erased; one that comes later finds the tombstone. Who was being let in by an invitation meanwhile
 * has a grant once the invitation is ours to delete, and nobody is after that.
 */
async function erase(
  project: string,
  respondent: string,
  trx: Kysely<Tables>,
  world: World,
): Promise<Erasure> {
  const erasedAt = world.now().toISOString();
  const granted = await forgetGrants(project, respondent, trx);
  // A journey makes invitations, and is waited for while it does.
  await deleteAbout(project, respondent, ['journeys', 'automation_log'], trx);
  await deleteInvitations(project, respondent, trx);
  // By the customer's systems, which may tell it again.
  await deleteAbout(project, respondent, ['events', 'respondent_profiles'], trx);
  granted.push(...(await forgetGrants(project, respondent, trx)));
  const stored = await deleteResponses(project, respondent, trx);
  await forgetDeliveries(project, respondent, trx);
  const ids = [...new Set([...granted, ...stored])];
  await forgetResponses(project, ids, erasedAt, trx);
  const receipt = { id: newId('era', world), responses: stored.length, erasedAt };
  await trx
    .insertInto('erasures')
    .values({
      project_id: project,
      id: receipt.id,
      respondent_hash: sha256(`${project}/${respondent}`),
      responses: receipt.responses,
      requested_at: erasedAt,
    })
    .execute();
  const told = { type: 'respondent.erased', subject: receipt.id, sequence: 1 } as const;
  const nobody = { survey: null, respondent: null, facts: { erased: respondent } };
  await notify(project, [{ ...told, ...nobody, at: erasedAt }], trx);
  return receipt;
}

/** The grant stays, without the person: its holder is told `erased`, and forgets too. */
async function forgetGrants(
  project: string,
  respondent: string,
  trx: Kysely<Tables>,
): Promise<string[]> {
  const rows = await trx
    .updateTable('response_grants')
    .set({ respondent: null, variables: toJson({}) })
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .returning('response_id')
    .execute();
  return rows.map(({ response_id }) => response_id);
}

/** Their links lead nowhere from now on, and nothing is sent to the person's devices. */
async function deleteInvitations(
  project: string,
  respondent: string,
  trx: Kysely<Tables>,
): Promise<void> {
  // Who is sending one holds it, and has written down its pushes by the time that it is deleted.
  const invitations = await trx
    .deleteFrom('invitations')
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .returning('id')
    .execute();
  for (const some of slices(invitations.map(({ id }) => id))) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await trx
      .deleteFrom('pushes')
      .where('project_id', '=', project)
      .where('invitation_id', 'in', some)
      .execute();
  }
  await trx
    .deleteFrom('push_addresses')
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .execute();
}

type AboutPeople = 'journeys' | 'automation_log' | 'events' | 'respondent_profiles';

async function deleteAbout(
  project: string,
  respondent: string,
  tables: readonly AboutPeople[],
  trx: Kysely<Tables>,
): Promise<void> {
  for (const table of tables) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await trx
      .deleteFrom(table)
      .where('project_id', '=', project)
      .where('respondent', '=', respondent)
      .execute();
  }
}

async function deleteResponses(
  project: string,
  respondent: string,
  trx: Kysely<Tables>,
): Promise<string[]> {
  const rows = await trx
    .deleteFrom('responses')
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
