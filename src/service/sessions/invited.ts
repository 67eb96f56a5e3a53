/**
 * Those whom an invitation brings, by its deep-link code or by a token that names it. They go one by one: while one
 * is let in, the invitation is locked. So whatever comes first decides which response it leads to, and every other
 * device goes on with that one.
 */
import type { Kysely } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { NotAskedReason, SessionReply } from '../../protocol/index.ts';
import type { GenuineToken } from '../credentials/survey-token.ts';
import type { Tables } from '../database/types.ts';
import { lockInvitation } from '../invitations/invitation-rows.ts';
import type { InvitationKey, InvitationRow } from '../invitations/invitation-rows.ts';
import { advance } from '../invitations/progress.ts';
import type { InvitationSender } from '../invitations/sender.ts';
import { ProblemError } from '../problem-error.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { decide, notAsked } from './decision.ts';
import type { Decision } from './decision.ts';
import { enter } from './entry.ts';
import type { Application, Visit } from './entry.ts';
import { sessionRow } from './record-session.ts';
import { readSituations } from './situation.ts';

export interface Guest extends Pick<Application, 'request' | 'origin'> {
  /** Null: a code is what it comes with. */
  readonly token: GenuineToken | null;
  /** The service's own pages may use a code, whatever the project lists. */
  readonly ownOrigin: string;
}

export interface Reception {
  readonly sender: InvitationSender;
  readonly versions: VersionCache;
  readonly world: World;
}

/**
 * @throws ProblemError `code_invalid` or `invitation_unknown` when there is no such invitation, `invitation_foreign`,
 *   `code_used`, and whatever else a session is refused by
 */
export async function admitInvited(
  key: InvitationKey,
  guest: Guest,
  reception: Reception,
): Promise<SessionReply> {
  return await reception.world.database.write(async (trx) => {
    const row = await lockInvitation(key, trx);
    if (row === undefined) {
      throw new ProblemError(guest.token === null ? 'code_invalid' : 'invitation_unknown');
    }
    const application = applicationOf(row, guest);
    const visit = await visitOf(application, trx, reception);
    const decision = await decideInvited(row, visit, trx, reception);
    await keep(row, visit, decision, trx, reception);
    const { reply } = decision;
    return reply.ask && row.strict && guest.token === null ? { ...reply, strict: true } : reply;
  });
}

/** The invitation's own word, with that of the token before it. */
function applicationOf(
  row: InvitationRow,
  { token, request, origin, ownOrigin }: Guest,
): Application {
  const { claims } = token ?? {};
  if (claims !== undefined && claims.sub !== row.respondent) {
    throw new ProblemError('invitation_foreign');
  }
  if (claims?.survey !== undefined && claims.survey !== row.survey_id) {
    throw new ProblemError('survey_mismatch');
  }
  const lang = claims?.lang ?? row.lang;
  const org = claims === undefined && origin === ownOrigin ? [ownOrigin] : claims?.org;
  const bearer = {
    iss: row.project_id,
    sub: row.respondent,
    survey: row.survey_id,
    vars: { ...row.variables, ...claims?.vars },
    ...(org !== undefined && { org }),
    ...(lang !== null && { lang }),
  };
  return { bearer, token, bound: row.response_id, request, origin };
}

async function visitOf(
  application: Application,
  trx: Kysely<Tables>,
  { world }: Reception,
): Promise<Visit> {
  const [situation] = await readSituations(application.bearer.iss, [application], trx, world);
  return enter(application, situation);
}

async function decideInvited(
  row: InvitationRow,
  visit: Visit,
  trx: Kysely<Tables>,
  { versions, world }: Reception,
): Promise<Decision> {
  const now = world.now();
  const over = reasonItIsOver(row, now);
  if (over !== null) return notAsked(over);
  if (row.strict && visit.token === null) refuseUsed(row, visit.request.responseId, now);
  return await decide(visit, versions, trx, world);
}

function reasonItIsOver({ status, expires_at }: InvitationRow, now: Date): NotAskedReason | null {
  if (status === 'completed') return 'answered';
  if (status === 'cancelled') return 'cancelled';
  return expires_at <= now.toISOString() ? 'expired' : null;
}

/** The same device may repeat what it asked for, its reply lost; not for ever, for the link may be passed on. */
function refuseUsed(
  { device, response_id, exchanged_at }: InvitationRow,
  responseId: string,
  now: Date,
): void {
  if (exchanged_at === null) return;
  const until = Date.parse(exchanged_at) + LIMITS.strictCodeMinutes * 60_000;
  // It asks for what it has thought of itself, or was told.
  const isSame = responseId === device || responseId === response_id;
  if (!isSame || now.getTime() > until) throw new ProblemError('code_used');
}

/** The grant, that the token is spent, and where the invitation stands now. */
async function keep(
  row: InvitationRow,
  visit: Visit,
  { reply, grant, earlier }: Decision,
  trx: Kysely<Tables>,
  { sender, world }: Reception,
): Promise<void> {
  const { token, situation } = visit;
  const now = world.now();
  if (token !== null && situation.used === null) {
    await trx
      .insertInto('sessions')
      .values(sessionRow(visit, token, now))
      .execute();
  }
  if (grant !== null) await trx.insertInto('response_grants').values(grant).execute();
  const at = now.toISOString();
  const ledger = { trx, sender };
  if (!reply.ask) {
    const to = NEWS[reply.reason];
    if (to === undefined) return;
    const found = earlier === undefined ? {} : { response_id: row.response_id ?? earlier.id };
    await advance(row, { to, at }, ledger, found);
    return;
  }
  const isFirst = visit.token === null && row.exchanged_at === null;
  const opened = await advance(row, { to: 'opened', at }, ledger, {
    response_id: reply.responseId,
    ...(isFirst && { device: visit.request.responseId, exchanged_at: at }),
  });
  if (earlier?.status === 'partial') await advance(opened, { to: 'started', at }, ledger);
}

/** What a refusal tells about the invitation itself. */
const NEWS: Partial<Record<NotAskedReason, 'completed' | 'expired'>> = {
  answered: 'completed',
  expired: 'expired',
};
