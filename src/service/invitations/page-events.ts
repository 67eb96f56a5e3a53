/** What pages, apps and service workers tell of an invitation, and where its respondent's devices are found. */
import type { Kysely } from 'kysely';

import type { InvitationStatus, PageEvent, TrackedEvent } from '../../protocol/index.ts';
import { standingToken } from '../credentials/standing-token.ts';
import { VerificationKeys } from '../credentials/verification-keys.ts';
import type { Tables } from '../database/types.ts';
import type { EventListener } from '../events/listener.ts';
import { receiveTracked } from '../events/receive-tracked.ts';
import type { PublicCall, PublicHandlers } from '../http/public-routes.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { lockInvitation } from './invitation-rows.ts';
import type { InvitationRow } from './invitation-rows.ts';
import { byCode, byGrant } from './presented.ts';
import type { Subject } from './presented.ts';
import { advance } from './progress.ts';
import { registerAddress, removeAddress } from './push-addresses.ts';
import type { InvitationSender } from './sender.ts';

type Names = 'reportPageEvents' | 'addPushSubscription' | 'removePushSubscription';

export interface PageOffice {
  readonly sender: InvitationSender;
  /** The service's own origin; null: the one that a request has reached. */
  readonly publicOrigin: string | null;
  /** Of events. */
  readonly listeners: readonly EventListener[];
  readonly world: World;
}

export function pageHandlers(office: PageOffice): Pick<PublicHandlers, Names> {
  const { world } = office;
  const keys = new VerificationKeys();
  return {
    reportPageEvents: async (call) => {
      const tracked = call.body.events.filter((event) => event.type === 'event');
      const seen = call.body.events.filter((event) => event.type !== 'event');
      if (tracked.length > 0) await keepTracked(tracked, call, keys, office);
      if (seen.length === 0) return { ok: true };
      const subject = await subjectOf(call, keys, office);
      call.concerns(subject.key.project);
      await world.database.write(async (trx) => {
        const row = await lockInvitation(subject.key, trx);
        if (row === undefined) return;
        if (subject.respondent !== undefined && subject.respondent !== row.respondent) {
          throw new ProblemError('invitation_foreign');
        }
        await follow(row, seen, trx, office);
      });
      return { ok: true };
    },

    addPushSubscription: async (call) => {
      const { project, respondent } = await personOf(call, keys, world);
      const { address } = call.body;
      await world.database.write((trx) =>
        registerAddress(project, respondent, address, trx, world),
      );
      return { ok: true };
    },

    removePushSubscription: async (call) => {
      const { project, respondent } = await personOf(call, keys, world);
      const { address } = call.body;
      await world.database.write((trx) => removeAddress(project, respondent, address, trx));
      return { ok: true };
    },
  };
}

/** The one invitation that the credential is about. */
async function subjectOf(
  call: PublicCall<'reportPageEvents'>,
  keys: VerificationKeys,
  office: PageOffice,
): Promise<Subject> {
  const { code, grant, token } = call.body;
  if (code !== undefined) return await byCode(code, call, office);
  if (grant !== undefined) return await byGrant(grant, call, office);
  const claims = await standingToken(token ?? '', call.origin, keys, office.world);
  if (claims.inv === undefined) throw unfit('/token', 'names no invitation');
  return { key: { project: claims.iss, id: claims.inv }, respondent: claims.sub ?? null };
}

/** Of an anonymous person nothing is kept. */
async function keepTracked(
  events: readonly TrackedEvent[],
  { body: { token }, origin, concerns }: PublicCall<'reportPageEvents'>,
  keys: VerificationKeys,
  { listeners, world }: PageOffice,
): Promise<void> {
  if (token === undefined) throw unfit('/token', 'is needed for events of the page');
  const { iss: project, sub: respondent } = await standingToken(token, origin, keys, world);
  concerns(project);
  if (respondent === undefined) return;
  await world.database.write((trx) =>
    receiveTracked({ project, respondent, events }, trx, world, listeners),
  );
}

/** A survey that is shown was opened, by whichever way. */
const STEPS: Readonly<Record<PageEvent['type'], InvitationStatus>> = {
  delivered: 'delivered',
  opened: 'opened',
  shown: 'opened',
  dismissed: 'dismissed',
};

async function follow(
  row: InvitationRow,
  events: readonly PageEvent[],
  trx: Kysely<Tables>,
  { sender, world }: PageOffice,
): Promise<void> {
  let present = row;
  for (const { type, at } of events) {
    const step = { to: STEPS[type], at: plausible(at, row, world.now()) };
    // oxlint-disable-next-line no-await-in-loop -- each step stands on the one before
    present = await advance(present, step, { trx, sender });
  }
}

/** A device's clock may say anything: nothing was before its invitation, nor later than now. */
function plausible(at: string | undefined, { created_at }: InvitationRow, now: Date): string {
  const latest = now.toISOString();
  return at === undefined || at < created_at || at > latest ? latest : at;
}

async function personOf(
  call: PublicCall<'addPushSubscription'> | PublicCall<'removePushSubscription'>,
  keys: VerificationKeys,
  world: World,
): Promise<{ readonly project: string; readonly respondent: string }> {
  const claims = await standingToken(call.body.token, call.origin, keys, world);
  call.concerns(claims.iss);
  if (claims.sub === undefined) throw unfit('/token', 'names no respondent');
  return { project: claims.iss, respondent: claims.sub };
}

function unfit(pointer: string, message: string): ProblemError {
  return new ProblemError('request_invalid', { errors: [{ pointer, code: 'custom', message }] });
}
