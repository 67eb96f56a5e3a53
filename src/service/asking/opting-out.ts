/** `POST /v1/opt-outs`: the respondent wants to be asked nothing any more, or not for some days. */
import { standingToken } from '../credentials/standing-token.ts';
import { VerificationKeys } from '../credentials/verification-keys.ts';
import type { PublicCall, PublicHandlers } from '../http/public-routes.ts';
import { findInvitation } from '../invitations/invitation-rows.ts';
import { byCode, byGrant } from '../invitations/presented.ts';
import type { Desk } from '../invitations/presented.ts';
import { ProblemError } from '../problem-error.ts';
import { optOut } from './opt-outs.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;

type Call = PublicCall<'optOut'>;

export function optOutHandlers(desk: Desk): Pick<PublicHandlers, 'optOut'> {
  const keys = new VerificationKeys();
  const { database, now } = desk.world;
  return {
    optOut: async (call) => {
      const person = await personOf(call, keys, desk);
      call.concerns(person.project);
      const { laterDays } = call.body;
      const until =
        laterDays === undefined
          ? null
          : new Date(now().getTime() + laterDays * MS_PER_DAY).toISOString();
      await database.write((trx) => optOut({ ...person, via: 'respondent', until }, trx, now()));
      return { until };
    },
  };
}

interface Someone {
  readonly project: string;
  readonly respondent: string;
}

/** @throws ProblemError `request_invalid` where the credential names nobody */
async function personOf(call: Call, keys: VerificationKeys, desk: Desk): Promise<Someone> {
  const { code, grant, token } = call.body;
  if (code !== undefined) {
    const { key } = await byCode(code, call, desk);
    const invitation = await findInvitation(key, desk.world.database.db);
    return named(key.project, invitation?.respondent, '/code');
  }
  if (grant !== undefined) {
    const { key } = await byGrant(grant, call, desk);
    return named(key.project, await respondentOf(key, desk), '/grant');
  }
  const claims = await standingToken(token ?? '', call.origin, keys, desk.world);
  return named(claims.iss, claims.sub, '/token');
}

async function respondentOf(
  key: { readonly project: string; readonly response?: string },
  { world }: Desk,
): Promise<string | null | undefined> {
  const row = await world.database.db
    .selectFrom('response_grants')
    .select('respondent')
    .where('project_id', '=', key.project)
    .where('response_id', '=', key.response ?? '')
    .executeTakeFirst();
  return row?.respondent;
}

function named(project: string, respondent: string | null | undefined, pointer: string): Someone {
  if (respondent !== null && respondent !== undefined) return { project, respondent };
  const message = 'names no respondent';
  throw new ProblemError('request_invalid', { errors: [{ pointer, code: 'custom', message }] });
}
