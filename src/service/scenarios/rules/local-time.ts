/** Times where the person is: calendars, quiet hours, clocks that are put forward and back. */
import { Temporal } from 'temporal-polyfill';

import type { Scenario, Weekday } from '../../../protocol/index.ts';

type Local = Temporal.ZonedDateTime;
type WritingTimes = Pick<Scenario, 'quietHours' | 'weekdays'>;

/** @param duration ISO 8601; its days keep the time of day, its hours are of the clock */
export function after(from: Date, duration: string, zone: string): Date {
  return dateOf(localOf(from, zone).add(duration));
}

/** The first such time of day that is not before `from`; one that is skipped in spring is the one as much later. */
export function nextAt(from: Date, clockTime: string, zone: string): Date {
  const local = localOf(from, zone);
  const time = Temporal.PlainTime.from(clockTime);
  for (let day = local.toPlainDate(); ; day = day.add({ days: 1 })) {
    const at = dateOf(day.toZonedDateTime({ timeZone: zone, plainTime: time }));
    if (at >= from) return at;
  }
}

/** The first moment from `from` on at which people may be written to. */
export function writingTime(from: Date, times: WritingTimes, zone: string): Date {
  let at = from;
  for (;;) {
    const bar = barOf(at, times, zone);
    if (bar === null) return at;
    const local = localOf(at, zone);
    const end = bar === 'day' ? local.add({ days: 1 }).startOfDay() : nextLocal(local, bar.to);
    // The clock may be put forward or back meanwhile, and past the bar.
    const change = local.getTimeZoneTransition('next');
    at = dateOf(change !== null && Temporal.ZonedDateTime.compare(change, end) < 0 ? change : end);
  }
}

/** Of what the wall clock shows, `2026-12-24T18:00`; one that is skipped in spring is the one as much later. */
export function instantOf(local: string, zone: string): Date {
  return dateOf(Temporal.PlainDateTime.from(local).toZonedDateTime(zone));
}

/** `2026-11-22 10:00 Europe/Berlin` */
export function localText(at: Date, zone: string): string {
  return `${formatOf(zone).format(at)} ${zone}`;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-22 10:00`; dear to make, and many times cheaper to use than a calendar. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const made =
    FORMATS.get(timeZone) ??
    // Swedish writes dates as ISO 8601 does.
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  FORMATS.set(timeZone, made);
  return made;
}

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Why nobody is written to at this time: the day, or these hours. Null: people are. */
function barOf(
  at: Date,
  { quietHours, weekdays }: WritingTimes,
  zone: string,
): 'day' | NonNullable<WritingTimes['quietHours']> | null {
  if (weekdays === undefined && quietHours === undefined) return null;
  const [date = '', time = ''] = formatOf(zone).format(at).split(' ');
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00.000Z`).getUTCDay()];
  if (weekdays !== undefined && weekday !== undefined && !weekdays.includes(weekday)) return 'day';
  return quietHours !== undefined && isWithin(time, quietHours) ? quietHours : null;
}

function isWithin(time: string, { from, to }: { from: string; to: string }): boolean {
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** The next time that the clock shows this; of two in autumn the one that is yet to come. */
function nextLocal(local: Local, clockTime: string): Local {
  const plainTime = Temporal.PlainTime.from(clockTime);
  for (let day = local.toPlainDate(); ; day = day.add({ days: 1 })) {
    const wanted = day.toPlainDateTime(plainTime);
    for (const disambiguation of ['earlier', 'later'] as const) {
      const at = wanted.toZonedDateTime(local.timeZoneId, { disambiguation });
      if (Temporal.ZonedDateTime.compare(at, local) > 0) return at;
    }
  }
}

function localOf(at: Date, zone: string): Local {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

function dateOf(local: Local): Date {
  return new Date(local.epochMilliseconds);
}
