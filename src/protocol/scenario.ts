/** A scenario: something happens to a person, and by and by they are asked about it. */
import * as z from 'zod/mini';

import { Channel } from './channel.ts';
import { Condition } from './condition.ts';
import { EventName } from './event.ts';
import { ClockTime, LocalId, SurveyId, TimeZone } from './identifiers.ts';
import { InvitationStatus } from './invitation.ts';
import { LIMITS } from './limits.ts';
import { VariableValue } from './variables.ts';

/**
 * Of ISO 8601: `P7D`, `PT30M`, `P1M`. Years to days are of the calendar in the person's time zone: a day later is the
 * same time of day, a month after 31 January is the end of February. Hours to seconds are of the clock.
 */
export const Duration = z.string().check(
  z.regex(
    /^P(?=\d|T\d)(\d{1,2}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?(T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,8}S)?)?$/,
    'must be a duration such as "P7D", "PT30M" or "P1M"',
  ),
  z.refine(
    (text) => daysOf(text) <= LIMITS.scenarioWaitDays,
    `must not be longer than ${LIMITS.scenarioWaitDays} days`,
  ),
);

const DATE_DAYS = { Y: 365, M: 30, W: 7, D: 1 };
const TIME_DAYS = { H: 1 / 24, M: 1 / 1440, S: 1 / 86_400 };

/** About: years and months at their usual length. */
function daysOf(duration: string): number {
  const [date = '', time = ''] = duration.slice(1).split('T');
  return daysIn(date, DATE_DAYS) + daysIn(time, TIME_DAYS);
}

function daysIn(part: string, units: Readonly<Record<string, number>>): number {
  return Object.entries(units).reduce((sum, [unit, days]) => {
    const [, count = '0'] = new RegExp(`(\\d+)${unit}`).exec(part) ?? [];
    return sum + Number(count) * days;
  }, 0);
}

export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export type Weekday = z.infer<typeof Weekday>;

/** Local times in which nobody is written to; over midnight where `from` is the later one. */
const QuietHours = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .check(z.refine(({ from, to }) => from !== to, 'must not be the whole day'));

/**
 * The variables of a condition are the event's properties by their names, and the person's attributes as
 * `person_<name>`; its answers are those of the latest response to `answersOf`.
 */
const question = { if: z.optional(Condition), answersOf: z.optional(SurveyId) };

export const ScenarioStart = z.strictObject({ event: EventName, ...question });
export type ScenarioStart = z.infer<typeof ScenarioStart>;

export const ScenarioCancel = z.strictObject({
  event: EventName,
  ...question,
  /** A property that both events have, with the same value: a returned order ends the journey of that order. */
  same: z.optional(LocalId),
});
export type ScenarioCancel = z.infer<typeof ScenarioCancel>;

/** `push` is whatever push service the person's devices are registered with. */
export const ScenarioChannel = z.union([Channel, z.literal('push')]);
export type ScenarioChannel = z.infer<typeof ScenarioChannel>;

/** Where a value of the survey comes from: a property of the event, an attribute of the person, or said here. */
export const VariableSource = z.union([
  z.strictObject({ property: LocalId }),
  z.strictObject({ person: LocalId }),
  z.strictObject({ value: VariableValue }),
]);
export type VariableSource = z.infer<typeof VariableSource>;

const target = z.union([LocalId, z.literal('end')]);
const step = { id: LocalId };
/** A later step, or `end`; the next one unless set. */
const goTo = z.optional(target);

export const WaitStep = z
  .strictObject({
    ...step,
    type: z.literal('wait'),
    for: z.optional(Duration),
    /** From the event on, or since this step was reached, which is so unless set. */
    since: z.optional(z.enum(['event', 'step'])),
    /** The next time that it is so late where the person is, once `for` has passed. */
    at: z.optional(ClockTime),
    goTo,
  })
  .check(
    z.refine(
      (wait) => wait.for !== undefined || wait.at !== undefined,
      'needs "for", "at", or both',
    ),
  );
export type WaitStep = z.infer<typeof WaitStep>;

/** The journey goes on from here when the invitation has been answered, declined, or has ended. */
export const InviteStep = z.strictObject({
  ...step,
  type: z.literal('invite'),
  survey: SurveyId,
  /** In order of preference; those by which the person cannot be reached are passed over. */
  channels: z.array(ScenarioChannel).check(
    z.minLength(1),
    z.maxLength(6),
    z.refine((channels) => new Set(channels).size === channels.length, 'names a channel twice'),
  ),
  /** How long one channel is given to be opened before the next is tried as well. All at once unless set. */
  openWithin: z.optional(Duration),
  variables: z.optional(
    z
      .record(LocalId, VariableSource)
      .check(
        z.refine(
          (values) => Object.keys(values).length <= LIMITS.pageVariables,
          'has too many values',
        ),
      ),
  ),
  remindAfter: z.optional(Duration),
  /** Fourteen days unless set. */
  expiresAfter: z.optional(Duration),
  /** How long it is put off where the person may not be asked yet; not at all unless set. */
  patience: z.optional(Duration),
  /** A page of yours that embeds the widget, https or of an app; the service's own page unless set. */
  page: z.optional(z.string().check(z.maxLength(LIMITS.urlLength))),
  goTo,
});
export type InviteStep = z.infer<typeof InviteStep>;

/** Of one earlier step that has invited: its status, and its survey's answers. */
export const ScenarioBranch = z.strictObject({
  /** An earlier `invite` step; its survey's answers are those that `if` sees. */
  of: z.optional(LocalId),
  /** One of them. */
  status: z.optional(z.array(InvitationStatus).check(z.minLength(1))),
  if: z.optional(Condition),
  goTo: target,
});
export type ScenarioBranch = z.infer<typeof ScenarioBranch>;

/** The first branch that holds is taken; if none does, the next step follows. */
export const BranchStep = z.strictObject({
  ...step,
  type: z.literal('branch'),
  branches: z.array(ScenarioBranch).check(z.minLength(1), z.maxLength(LIMITS.goTosPerScreen)),
});
export type BranchStep = z.infer<typeof BranchStep>;

export const EndStep = z.strictObject({ ...step, type: z.literal('end') });
export type EndStep = z.infer<typeof EndStep>;

export const ScenarioStep = z.discriminatedUnion('type', [
  WaitStep,
  InviteStep,
  BranchStep,
  EndStep,
]);
export type ScenarioStep = z.infer<typeof ScenarioStep>;

/**
 * What becomes of somebody to whom it happens again on the same occasion: not again while the journey lasts
 * (`whenOver`), never again (`never`), or from the beginning (`restart`).
 */
export const ScenarioAgain = z.enum(['whenOver', 'never', 'restart']);
export type ScenarioAgain = z.infer<typeof ScenarioAgain>;

/** What a researcher writes. A journey keeps to the version with which it began. */
export const Scenario = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(LIMITS.variableLength)),
  on: ScenarioStart,
  /** A property of the event that tells occasions apart, such as an order's number: each is a journey of its own. */
  per: z.optional(LocalId),
  /** `whenOver` unless set. */
  again: z.optional(ScenarioAgain),
  cancelOn: z.optional(
    z.array(ScenarioCancel).check(z.minLength(1), z.maxLength(LIMITS.triggersPerRule)),
  ),
  /** Of people of whom none is known. */
  timezone: TimeZone,
  quietHours: z.optional(QuietHours),
  /** On which people are written to; all unless set. */
  weekdays: z.optional(z.array(Weekday).check(z.minLength(1), z.maxLength(7))),
  steps: z.array(ScenarioStep).check(z.minLength(1), z.maxLength(LIMITS.stepsPerScenario)),
  /** For editors that complete and check; ignored. */
  $schema: z.optional(z.string()),
});
export type Scenario = z.infer<typeof Scenario>;
