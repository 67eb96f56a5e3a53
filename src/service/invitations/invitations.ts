/** Invitations as the customer's backend makes and follows them. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import { newestFirst } from '../cursor.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import type { Office } from './attend.ts';
import { ownCodeSecret, readCodeSecret } from './codes.ts';
import { createInvitation } from './create-invitation.ts';
import { importInvitations } from './import/import-invitations.ts';
import { findInvitation, invitationOf, lockInvitation } from './invitation-rows.ts';
import type { InvitationRow, LinkSource } from './invitation-rows.ts';
import { advance } from './progress.ts';
import { advanced } from './statuses.ts';

type Names =
  | 'createInvitation'
  | 'importInvitations'
  | 'listInvitations'
  | 'getInvitation'
  | 'cancelInvitation';

export function invitationHandlers(
  office: Office & { readonly world: World },
  publicUrl: string | undefined,
): Pick<PrivateHandlers, Names> {
  return {
    createInvitation: async ({ project, body, reached, db }) => {
      const codeSecret = await ownCodeSecret(project, db, office.world);
      const inviting = { project, request: body, reached, codeSecret };
      const row = await createInvitation(inviting, db, office);
      return invitationOf(row, { codeSecret, publicUrl });
    },

    importInvitations: async ({ project, body, reached, db }) => {
      const codeSecret = await ownCodeSecret(project, db, office.world);
      const source = { codeSecret, publicUrl };
      return await importInvitations({ project, body, reached, source }, db, office);
    },

    listInvitations: async ({ project, query, db }) => {
      const { survey, respondent, status } = query;
      let rows = db.selectFrom('invitations').selectAll().where('project_id', '=', project);
      if (survey !== undefined) rows = rows.where('survey_id', '=', survey);
      if (respondent !== undefined) rows = rows.where('respondent', '=', respondent);
      if (status !== undefined) rows = rows.where('status', '=', status);
      const source = await linkSource(project, publicUrl, db);
      return await newestFirst(rows, query, (row: InvitationRow) => invitationOf(row, source));
    },

    getInvitation: async ({ project, params, db }) => {
      const row = await findInvitation({ project, id: params.id }, db);
      if (row === undefined) throw new ProblemError('invitation_unknown');
      return invitationOf(row, await linkSource(project, publicUrl, db));
    },

    cancelInvitation: async ({ project, params, db }) => {
      const row = await cancel(project, params.id, db, office);
      return invitationOf(row, await linkSource(project, publicUrl, db));
    },
  };
}

async function linkSource(
  project: string,
  publicUrl: string | undefined,
  db: Kysely<Tables>,
): Promise<LinkSource> {
  return { codeSecret: (await readCodeSecret(project, db)) ?? '', publicUrl };
}

/** Cancelling twice is cancelling once. */
async function cancel(
  project: string,
  id: string,
  trx: Kysely<Tables>,
  { sender, world }: Office,
): Promise<InvitationRow> {
  const row = await lockInvitation({ project, id }, trx);
  if (row === undefined) throw new ProblemError('invitation_unknown');
  if (row.status === 'cancelled') return row;
  const step = { to: 'cancelled' as const, at: world.now().toISOString() };
  if (advanced(row, step)?.status !== 'cancelled') {
    throw new ProblemError('invitation_final', { detail: `It is ${row.status}.` });
  }
  return await advance(row, step, { trx, sender });
}
