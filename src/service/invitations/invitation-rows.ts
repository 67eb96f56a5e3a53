/** An invitation's row: found, locked, and as the API shows it. */
import type { Kysely, Selectable } from 'kysely';

import { buildDeepLink } from '../../backend/deep-link.ts';
import type { Invitation } from '../../protocol/index.ts';
import type { InvitationsTable, Tables } from '../database/types.ts';
import { codeOf } from './codes.ts';
import type { CodeAddress } from './codes.ts';

export type InvitationRow = Selectable<InvitationsTable>;

/** What a link is made of, besides its invitation. */
export interface LinkSource {
  /** Of the project. */
  readonly codeSecret: string;
  readonly publicUrl: string | undefined;
}

/** The service's own page, or the customer's with the code in its fragment. */
export function linkOf(row: InvitationRow, { codeSecret, publicUrl }: LinkSource): string {
  const code = codeOf(row.project_id, row.id, codeSecret);
  if (row.page !== null) return buildDeepLink(row.page, code);
  return `${rootOf(row, publicUrl)}/s/${code}`;
}

/** On the service's own page, wherever the survey itself is. */
export function optOutLinkOf(row: InvitationRow, { codeSecret, publicUrl }: LinkSource): string {
  return `${rootOf(row, publicUrl)}/s/${codeOf(row.project_id, row.id, codeSecret)}/stop`;
}

function rootOf({ reached_at }: InvitationRow, publicUrl: string | undefined): string {
  return (publicUrl ?? reached_at).replace(/\/+$/, '');
}

export function invitationOf(row: InvitationRow, source: LinkSource): Invitation {
  return {
    id: row.id,
    survey: row.survey_id,
    respondent: row.respondent,
    status: row.status,
    ...(row.reason !== null && { reason: row.reason }),
    channels: row.channels,
    link: linkOf(row, source),
    strict: row.strict,
    ...(row.lang !== null && { lang: row.lang }),
    at: row.send_at,
    expiresAt: row.expires_at,
    ...(row.remind_at !== null && { remindAt: row.remind_at }),
    history: row.history,
    ...(row.response_id !== null && { responseId: row.response_id }),
    attempts: row.attempts,
    createdAt: row.created_at,
  };
}

/** One of them: by its id, by its code, or by the response that it leads to. */
export type InvitationKey =
  | { readonly project: string; readonly id: string }
  | CodeAddress
  | { readonly project: string; readonly response: string };

/** Undefined: not of this project, or of nobody. */
export async function findInvitation(
  key: InvitationKey,
  db: Kysely<Tables>,
): Promise<InvitationRow | undefined> {
  return await byKey(key, db).executeTakeFirst();
}

/** Until the transaction ends nobody else changes it, or opens its link. */
export async function lockInvitation(
  key: InvitationKey,
  trx: Kysely<Tables>,
): Promise<InvitationRow | undefined> {
  return await byKey(key, trx).forUpdate().executeTakeFirst();
}

function byKey(key: InvitationKey, db: Kysely<Tables>) {
  const rows = db.selectFrom('invitations').selectAll().where('project_id', '=', key.project);
  if ('hash' in key) return rows.where('code_hash', '=', key.hash);
  if ('response' in key) return rows.where('response_id', '=', key.response);
  return rows.where('id', '=', key.id);
}
