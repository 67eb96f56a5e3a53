/** What whoever sends an invitation needs to know of it when the time has come, and what comes back from there. */
import type { Kysely } from 'kysely';

import { chooseLanguage } from '../../engine/languages.ts';
import { isUnaddressed } from '../../protocol/index.ts';
import type {
  InvitationAttempt,
  InvitationStatus,
  Localised,
  SuppressionReason,
} from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { readCodeSecret } from './codes.ts';
import { findInvitation, linkOf, lockInvitation, optOutLinkOf } from './invitation-rows.ts';
import type { InvitationRow } from './invitation-rows.ts';
import { needOf } from './need.ts';
import { advance } from './progress.ts';
import { addressesOf } from './push-addresses.ts';
import type { KnownAddress } from './push-addresses.ts';
import type { InvitationJob, InvitationSender } from './sender.ts';

export interface Sendable {
  /** Not answered, cancelled, ended, nor closed meanwhile. What is to be withdrawn is not wanted any more. */
  readonly isWanted: boolean;
  readonly link: string;
  /** Where the person says that it is enough. */
  readonly optOut: string;
  /** Of the respondent, as far as the survey speaks it. */
  readonly lang: string;
  /** The survey's own words for a notification, by language; null: words that fit every survey. */
  readonly notification: { readonly title: Localised; readonly body: Localised } | null;
  readonly defaultLanguage: string;
  readonly expiresAt: string;
  readonly addresses: readonly KnownAddress[];
  readonly attempts: readonly InvitationAttempt[];
}

export interface SendableSource {
  readonly versions: VersionCache;
  readonly publicUrl: string | undefined;
  readonly world: Pick<World, 'now'>;
}

const ON_THE_WAY: ReadonlySet<InvitationStatus> = new Set(['sent', 'delivered', 'opened']);

/** Undefined: erased. */
export async function readSendable(
  { project, invitation }: InvitationJob,
  db: Kysely<Tables>,
  { versions, publicUrl, world }: SendableSource,
): Promise<Sendable | undefined> {
  const row = await findInvitation({ project, id: invitation }, db);
  if (row === undefined) return undefined;
  const now = world.now().toISOString();
  const need = await needOf(row, now, versions, db);
  const content = need.kind === 'needed' ? need.content : undefined;
  const defaultLanguage = content?.defaultLanguage ?? 'en';
  const wished = row.lang === null ? [] : [row.lang];
  const source = { codeSecret: (await readCodeSecret(project, db)) ?? '', publicUrl };
  return {
    isWanted: content !== undefined && ON_THE_WAY.has(row.status) && row.expires_at > now,
    link: linkOf(row, source),
    optOut: optOutLinkOf(row, source),
    lang: content === undefined ? (row.lang ?? 'en') : chooseLanguage(content, wished),
    notification: content?.notification ?? null,
    defaultLanguage,
    expiresAt: row.expires_at,
    addresses: await addressesOf(row, db),
    attempts: row.attempts,
  };
}

/** The latest tell enough; an invitation must not grow with every try. */
const ATTEMPTS_MAX = 50;

export async function recordAttempt(
  { project, invitation }: InvitationJob,
  attempt: InvitationAttempt,
  trx: Kysely<Tables>,
): Promise<void> {
  const row = await lockInvitation({ project, id: invitation }, trx);
  if (row === undefined) return;
  await trx
    .updateTable('invitations')
    .set({ attempts: toJson([...row.attempts, attempt].slice(-ATTEMPTS_MAX)) })
    .where('project_id', '=', project)
    .where('id', '=', invitation)
    .execute();
}

/**
 * It reaches nobody by what is sent. Nothing changes where it has reached somebody after all, or there is another way
 * besides.
 */
export async function suppress(
  { project, invitation }: InvitationJob,
  reason: SuppressionReason,
  trx: Kysely<Tables>,
  { sender, world }: { readonly sender: InvitationSender; readonly world: Pick<World, 'now'> },
): Promise<InvitationRow | undefined> {
  const row = await lockInvitation({ project, id: invitation }, trx);
  if (row === undefined || row.channels.some(isUnaddressed)) return row;
  const step = { to: 'suppressed' as const, at: world.now().toISOString(), reason };
  return await advance(row, step, { trx, sender });
}
