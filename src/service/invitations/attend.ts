/** Does what is due for invitations: sends them, reminds, or lets them end. Many at once, as far as they are alike. */
import type { Kysely } from 'kysely';

import { isUnaddressed } from '../../protocol/index.ts';
import type { AskingVerdict, SuppressionReason } from '../../protocol/index.ts';
import { readVerdicts } from '../asking/permissions.ts';
import type { Tables } from '../database/types.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { dutyOf } from './due.ts';
import type { Duty } from './due.ts';
import { findInvitation } from './invitation-rows.ts';
import type { InvitationRow } from './invitation-rows.ts';
import { readNeeds } from './need.ts';
import type { Need } from './need.ts';
import { advanceAll } from './progress.ts';
import type { Progress } from './progress.ts';
import { readAddresses } from './push-addresses.ts';
import type { InvitationSender } from './sender.ts';

export interface Office {
  readonly sender: InvitationSender;
  readonly versions: VersionCache;
  readonly world: Pick<World, 'now'>;
}

/**
 * @param row locked
 * @returns the row as it is now
 */
export async function attend(
  row: InvitationRow,
  trx: Kysely<Tables>,
  office: Office,
): Promise<InvitationRow> {
  await attendAll(row.project_id, [row], trx, office);
  // Whoever sends may have found that there is no way.
  return (await findInvitation({ project: row.project_id, id: row.id }, trx)) ?? row;
}

/** @param rows of one project, locked */
export async function attendAll(
  project: string,
  rows: readonly InvitationRow[],
  trx: Kysely<Tables>,
  { sender, versions, world }: Office,
): Promise<void> {
  const at = world.now().toISOString();
  const due = rows.flatMap((row) => {
    const duty = dutyOf(row, at);
    return duty === null ? [] : [{ row, duty }];
  });
  const going = due.flatMap(({ row, duty }) => (duty === 'expire' ? [] : [row]));
  const needOf = await readNeeds(project, going, at, versions, trx);
  const addressesOf = await readAddresses(project, going, trx);
  const verdictOf = await readVerdicts(project, going.map(askedAbout), world.now(), trx);
  const done = due.map(({ row, duty }) =>
    attended({
      row,
      duty,
      need: needOf(row),
      verdict: verdictOf(askedAbout(row)),
      isOnDevices: addressesOf(row).length > 0,
      at,
    }),
  );
  await advanceAll(
    project,
    done.map(({ progress }) => progress),
    { trx, sender },
  );
  for (const { progress, tells } of done) {
    if (tells === null) continue;
    const job = { project, invitation: progress.row.id, reminder: tells === 'again' };
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await sender.send(job, trx);
  }
}

interface Attending {
  readonly row: InvitationRow;
  readonly duty: Duty;
  readonly need: Need;
  readonly verdict: AskingVerdict;
  /** Whether a push service can find its person. */
  readonly isOnDevices: boolean;
  readonly at: string;
}

interface Attended {
  readonly progress: Progress;
  /** What the person's devices are told. */
  readonly tells: 'first' | 'again' | null;
}

function attended(attending: Attending): Attended {
  const { row, duty, need, verdict, isOnDevices, at } = attending;
  switch (duty) {
    case 'expire':
      return { progress: { row, step: { to: 'expired', at } }, tells: null };
    case 'remind': {
      // Once. Of a link that the customer hands on, it is the customer who reminds.
      const progress = { row, step: null, particulars: { reminded_at: at } };
      const isWanted = need.kind === 'needed' && !hasOptedOut(verdict);
      return { progress, tells: isWanted && isOnDevices ? 'again' : null };
    }
    case 'send': {
      const reason = reasonAgainst(attending);
      if (reason !== null) {
        return { progress: { row, step: { to: 'suppressed', at, reason } }, tells: null };
      }
      return { progress: { row, step: { to: 'sent', at } }, tells: isOnDevices ? 'first' : null };
    }
  }
}

function reasonAgainst({ row, need, verdict, isOnDevices }: Attending): SuppressionReason | null {
  if (need.kind === 'needless') return need.reason;
  if (hasOptedOut(verdict)) return 'fatigue';
  // A journey has been told already whether its person may be asked.
  const isJudged = row.journey_id !== null || row.even_if_tired;
  if (!isJudged && verdict.reason !== undefined) return verdict.reason;
  return isOnDevices || row.channels.some(isUnaddressed) ? null : 'no_address';
}

function hasOptedOut({ checks }: AskingVerdict): boolean {
  return checks.some(({ check, passed }) => check === 'optOut' && !passed);
}

function askedAbout({ respondent, survey_id: survey, variables }: InvitationRow) {
  return { respondent, survey, variables };
}
