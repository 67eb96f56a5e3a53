/** A deep-link code that somebody presents: found, or refused in one way whatever is wrong with it. */
import { codeAddress } from './codes.ts';
import { findInvitation } from './invitation-rows.ts';
import type { InvitationRow } from './invitation-rows.ts';
import type { Asker, Traffic } from '../http/traffic.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

/**
 * Looks, and changes nothing. A guess, another project's code and half a link take the same one look at the index.
 *
 * @throws ProblemError `code_invalid`, and `too_many_requests` for an address that guesses
 */
export async function presentCode(
  code: string,
  { traffic, asker }: { readonly traffic: Traffic; readonly asker: Asker },
  { database }: Pick<World, 'database'>,
): Promise<InvitationRow> {
  traffic.admitCode(asker);
  const row = await findInvitation(codeAddress(code), database.db);
  if (row !== undefined) return row;
  traffic.countWrongCode(asker);
  throw new ProblemError('code_invalid');
}
