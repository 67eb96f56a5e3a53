/** Writes turns down and does what they ask for, all in one transaction: a journey's place and its cause are one. */
import type { Kysely } from 'kysely';

import { Channel } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { toJson } from '../database/json.ts';
import { codeOf, isSendable, readCodeSecret } from '../invitations/codes.ts';
import { inviteMany } from '../invitations/invite-many.ts';
import { lockInvitation } from '../invitations/invitation-rows.ts';
import { advance } from '../invitations/progress.ts';
import type { InvitationSender } from '../invitations/sender.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import { writeLog } from './automation-log.ts';
import type { CircumstancesSource } from './circumstances.ts';
import type { Effect, Turn } from './journey.ts';
import { insertJourneys, updateJourneys } from './journey-rows.ts';
import type { PublishedScenario, ScenarioVersions } from './scenario-versions.ts';

export interface ScenarioOffice extends CircumstancesSource {
  readonly scenarios: ScenarioVersions;
  /** Of surveys. */
  readonly versions: VersionCache;
  readonly sender: InvitationSender;
  readonly world: World;
}

/** A turn, and by which version it was taken. */
export interface Move {
  readonly turn: Turn;
  readonly scenario: PublishedScenario;
  /** Whether the journey begins with it. */
  readonly isNew: boolean;
}

/**
 * @param moves of journeys that are locked, or new, one for each journey
 * @returns ids of those of which nothing was done: the person is on the same way already
 */
export async function carryOut(
  project: string,
  moves: readonly Move[],
  trx: Kysely<Tables>,
  office: ScenarioOffice,
): Promise<ReadonlySet<string>> {
  const codeSecret = (await readCodeSecret(project, trx)) ?? '';
  const ready = moves.map((move) => withFitCodes(project, move, codeSecret));
  const journeys = (isNew: boolean) =>
    ready.flatMap((move) => (move.isNew === isNew ? [move.turn.journey] : []));
  await updateJourneys(project, journeys(false), trx);
  const begun = await insertJourneys(project, journeys(true), trx);
  const isDone = ({ isNew, turn }: Move) => !isNew || begun.has(turn.journey.id);
  const done = ready.filter(isDone);
  await inviteMany(project, done.flatMap(plannedOf), trx, { ...office, codeSecret });
  for (const effect of followsOf(done)) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction has one connection
    await follow(project, effect, trx, office);
  }
  await writeLog(project, done.map(remarksOf), trx, office.world);
  const undone = ready.filter((move) => !isDone(move));
  return new Set(undone.map(({ turn }) => turn.journey.id));
}

/** Once in millions the code that is derived from an id is one that links cannot carry; then the id gets longer. */
function withFitCodes(project: string, move: Move, codeSecret: string): Move {
  const renamed = new Map<string, string>();
  for (const effect of move.turn.effects) {
    if (effect.type !== 'invite') continue;
    let { id } = effect.invite;
    while (!isSendable(codeOf(project, id, codeSecret))) id += '_';
    if (id !== effect.invite.id) renamed.set(effect.invite.id, id);
  }
  if (renamed.size === 0) return move;
  const text = [...renamed].reduce(
    (all, [from, to]) => all.replaceAll(JSON.stringify(from), JSON.stringify(to)),
    JSON.stringify(move.turn),
  );
  return { ...move, turn: JSON.parse(text) as Turn };
}

function plannedOf({ turn: { journey, effects }, scenario }: Move) {
  return effects.flatMap((effect) => {
    if (effect.type !== 'invite') return [];
    const { channels, ...invite } = effect.invite;
    const { id, respondent } = journey;
    const known = { channels: channels.map((channel) => Channel.parse(channel)) };
    return [{ ...invite, ...known, journey: id, respondent, reached: scenario.reached }];
  });
}

function remarksOf({ turn: { journey, remarks }, scenario }: Move) {
  const { id, respondent, key: occasion } = journey;
  return { scenario, journey: id, respondent, occasion, remarks };
}

type Follow = Exclude<Effect, { type: 'invite' }>;

/** In one order in every transaction: two of them cannot wait for each other. */
function followsOf(moves: readonly Move[]): readonly Follow[] {
  const follows = moves.flatMap(({ turn }) =>
    turn.effects.filter((effect): effect is Follow => effect.type !== 'invite'),
  );
  return follows.toSorted((a, b) => (a.invitation < b.invitation ? -1 : 1));
}

/** What concerns an invitation that is there. */
async function follow(
  project: string,
  effect: Follow,
  trx: Kysely<Tables>,
  { sender, world }: ScenarioOffice,
): Promise<void> {
  const row = await lockInvitation({ project, id: effect.invitation }, trx);
  if (row === undefined) return;
  if (effect.type === 'cancel') {
    await advance(row, { to: 'cancelled', at: world.now().toISOString() }, { trx, sender });
    return;
  }
  const channels = effect.channels.map((channel) => Channel.parse(channel));
  await trx
    .updateTable('invitations')
    .set({ channels: toJson([...new Set([...row.channels, ...channels])]) })
    .where('project_id', '=', project)
    .where('id', '=', row.id)
    .execute();
  // Those who were sent it by another channel are not sent it again.
  if (row.status !== 'scheduled') {
    await sender.send({ project, invitation: row.id, reminder: false }, trx);
  }
}
