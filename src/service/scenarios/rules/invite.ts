/** The step that asks: when, by which channel, and until when an answer is waited for. */
import type { InviteStep } from '../../../protocol/index.ts';
import { FOLLOWING } from '../../invitations/statuses.ts';

import type { Asked, Circumstances, Permission, Turn } from '../journey.ts';
import { after, localText, writingTime } from './local-time.ts';
import { reachable, variablesOf, zoneOf } from './surroundings.ts';
import { asked, changed, effected, remarked, resting } from './turns.ts';

const EXPIRES_AFTER = 'P14D';

/** `isOver`: there is nothing more to wait for, and the next step follows. */
export function takeInvite(
  step: InviteStep,
  turn: Turn,
  circumstances: Circumstances,
): { readonly turn: Turn; readonly isOver: boolean } {
  const entry = turn.journey.asked[step.id];
  const next =
    entry === undefined
      ? invite(step, turn, circumstances)
      : lookAfter(step, entry, turn, circumstances);
  return { turn: next, isOver: isOver(step, next.journey.asked[step.id], circumstances) };
}

/** A status that only an answer, or the customer, changes. */
export function isFinal(status: Asked['status']): boolean {
  return !FOLLOWING[status].includes('expired') && status !== 'started';
}

function isOver(step: InviteStep, entry: Asked | undefined, circumstances: Circumstances): boolean {
  if (entry === undefined) return false;
  const hasEnded = (entry.expiresAt ?? '') <= circumstances.now.toISOString();
  return hasEnded || (isFinal(entry.status) && !isToTryAgain(step, entry, circumstances));
}

function invite(step: InviteStep, turn: Turn, circumstances: Circumstances): Turn {
  const permission = circumstances.mayAsk(step.survey);
  if (!permission.ask) return refused(step, permission, turn, circumstances);
  const at = writingTime(circumstances.now, circumstances.scenario, zoneOf(circumstances));
  if (at > circumstances.now) return tillMorning(at, turn, circumstances);
  return trial(step, 0, turn, circumstances) ?? suppressed(step, UNREACHABLE, turn, circumstances);
}

type Refusal = Extract<Permission, { ask: false }>;

const UNREACHABLE: Refusal = {
  ask: false,
  reason: 'no_address',
  why: 'There is none of the channels by which this person can be reached.',
};

/** Put off where somebody has patience, and it is known until when; else given up. */
function refused(
  step: InviteStep,
  permission: Refusal,
  turn: Turn,
  circumstances: Circumstances,
): Turn {
  const { now, scenario } = circumstances;
  const zone = zoneOf(circumstances);
  const until = permission.until === undefined ? now : new Date(permission.until);
  if (step.patience === undefined || until <= now) {
    return suppressed(step, permission, turn, circumstances);
  }
  const at = writingTime(until, scenario, zone);
  const last = after(new Date(turn.journey.since), step.patience, zone);
  if (at > last) return suppressed(step, permission, turn, circumstances);
  const why = `${permission.why} Put off until ${localText(at, zone)}.`;
  return resting(turn, circumstances, at, ['putOff', why]);
}

function suppressed(
  step: InviteStep,
  { reason, why }: Refusal,
  turn: Turn,
  circumstances: Circumstances,
): Turn {
  const at = circumstances.now.toISOString();
  const entry: Asked = {
    survey: step.survey,
    invitation: null,
    status: 'suppressed',
    reason,
    channels: 0,
    at,
  };
  return remarked(asked(turn, step.id, entry), circumstances, 'suppressed', why);
}

function tillMorning(at: Date, turn: Turn, circumstances: Circumstances): Turn {
  const until = localText(at, zoneOf(circumstances));
  const why = `Nobody is written to at this time of the day or week; it goes on at ${until}.`;
  return resting(turn, circumstances, at, ['putOff', why]);
}

/** By the first channel from this one on that reaches the person, or by all of them; null: there is none. */
function trial(
  step: InviteStep,
  first: number,
  turn: Turn,
  circumstances: Circumstances,
): Turn | null {
  const way = wayFrom(step, first, circumstances);
  if (way === null) return null;
  const { now, person } = circumstances;
  const zone = zoneOf(circumstances);
  const expiresAt = after(now, step.expiresAfter ?? EXPIRES_AFTER, zone);
  const id = invitationId(step, first, turn, circumstances);
  const entry = {
    survey: step.survey,
    invitation: id,
    status: 'scheduled',
    channels: way.tried,
    at: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  } as const;
  const invite = {
    id,
    survey: step.survey,
    channels: way.channels,
    variables: variablesOf(step, turn.journey, circumstances),
    ...(person.lang === null ? {} : { lang: person.lang }),
    ...(step.page === undefined ? {} : { page: step.page }),
    expiresAt: entry.expiresAt,
    ...reminder(step, expiresAt, circumstances),
  };
  const invited = effected(asked(turn, step.id, entry), { type: 'invite', step: step.id, invite });
  const why = `Invited to ${step.survey} by ${way.name}.`;
  return looking(step, remarked(invited, circumstances, 'invited', why), circumstances);
}

/** Of the journey, the step and the try: asked for twice, it is one invitation. */
function invitationId(
  { id }: InviteStep,
  first: number,
  { journey }: Turn,
  { scenario }: Circumstances,
): string {
  const at = scenario.steps.findIndex((step) => step.id === id);
  return `inv_${journey.id.replace(/^[a-z]+_/, '')}_${at}_${first}`;
}

interface Way {
  /** In the scenario's words. */
  readonly name: string;
  readonly channels: readonly string[];
  readonly tried: number;
}

function wayFrom(
  { channels, openWithin }: InviteStep,
  first: number,
  circumstances: Circumstances,
): Way | null {
  const ways = channels
    .map((name, at) => ({ name, channels: reachable(name, circumstances), tried: at + 1 }))
    .slice(first)
    .filter((way) => way.channels.length > 0);
  if (openWithin !== undefined) return ways[0] ?? null;
  const all = [...new Set(ways.flatMap((way) => way.channels))];
  const name = ways.map((way) => way.name).join(', ');
  return all.length === 0 ? null : { name, channels: all, tried: channels.length };
}

function reminder(
  { remindAfter }: InviteStep,
  expiresAt: Date,
  circumstances: Circumstances,
): { remindAt?: string } {
  if (remindAfter === undefined) return {};
  const zone = zoneOf(circumstances);
  const wanted = after(circumstances.now, remindAfter, zone);
  const at = writingTime(wanted, circumstances.scenario, zone);
  return at < expiresAt ? { remindAt: at.toISOString() } : {};
}

/** Somebody has been invited: is it over, or time for the next channel? */
function lookAfter(step: InviteStep, entry: Asked, turn: Turn, circumstances: Circumstances): Turn {
  if (isOver(step, entry, circumstances)) return unanswered(step, entry, turn, circumstances);
  if (isFinal(entry.status)) return another(step, entry, turn, circumstances);
  const widenAt = widening(step, entry, circumstances);
  if (widenAt === null || widenAt > circumstances.now) return looking(step, turn, circumstances);
  return widened(step, entry, turn, circumstances);
}

/** It has an end of its own by the same time, which may be told later. Who has begun may still finish. */
function unanswered(
  step: InviteStep,
  entry: Asked,
  turn: Turn,
  circumstances: Circumstances,
): Turn {
  if (isFinal(entry.status)) return turn;
  const status = entry.status === 'started' ? 'started' : 'expired';
  const next = asked(turn, step.id, { ...entry, status });
  return remarked(next, circumstances, 'unanswered', `${step.survey} was not answered in time.`);
}

/** The channel is to blame, not the person, and there is one more. */
function isToTryAgain(step: InviteStep, entry: Asked, circumstances: Circumstances): boolean {
  const { invitation, status, reason, channels } = entry;
  if (invitation === null || status !== 'suppressed') return false;
  const isOfChannel =
    reason === 'no_address' || reason === 'address_gone' || reason === 'channel_failed';
  return isOfChannel && wayFrom(step, channels, circumstances) !== null;
}

function another(step: InviteStep, entry: Asked, turn: Turn, circumstances: Circumstances): Turn {
  const at = writingTime(circumstances.now, circumstances.scenario, zoneOf(circumstances));
  if (at > circumstances.now) return tillMorning(at, turn, circumstances);
  return trial(step, entry.channels, turn, circumstances) ?? turn;
}

function widened(step: InviteStep, entry: Asked, turn: Turn, circumstances: Circumstances): Turn {
  const way = wayFrom(step, entry.channels, circumstances);
  const { invitation } = entry;
  if (way === null || invitation === null) return looking(step, turn, circumstances);
  const at = circumstances.now.toISOString();
  const next = asked(turn, step.id, { ...entry, channels: way.tried, at });
  const { channels } = way;
  const why = `Not opened in time; tried by ${way.name} as well.`;
  const told = effected(next, { type: 'widen', invitation, channels });
  return looking(step, remarked(told, circumstances, 'widened', why), circumstances);
}

/** When to look again: at the end, or earlier for the next channel. */
function looking(step: InviteStep, turn: Turn, circumstances: Circumstances): Turn {
  const entry = turn.journey.asked[step.id];
  if (entry?.expiresAt === undefined) return turn;
  const at = widening(step, entry, circumstances)?.toISOString() ?? entry.expiresAt;
  return changed(turn, { dueAt: at < entry.expiresAt ? at : entry.expiresAt });
}

/** When it is time for the next channel; null: there is none, or it has been opened. */
function widening(step: InviteStep, entry: Asked, circumstances: Circumstances): Date | null {
  const { openWithin } = step;
  if (openWithin === undefined || !FOLLOWING[entry.status].includes('opened')) return null;
  if (wayFrom(step, entry.channels, circumstances) === null) return null;
  const zone = zoneOf(circumstances);
  const wanted = after(new Date(entry.at), openWithin, zone);
  const from = wanted > circumstances.now ? wanted : circumstances.now;
  return writingTime(from, circumstances.scenario, zone);
}
