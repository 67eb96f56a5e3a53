import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';

import { Weekday } from '../../../protocol/index.ts';
import { after, localText, nextAt, writingTime } from './local-time.ts';

const ZONES = [
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Tehran',
  'Africa/Casablanca',
  'Pacific/Apia',
];
const SEED = 20_261_123;
const RUNS = 150;

const zones = fc.constantFrom(...ZONES);
const times = fc.date({
  min: new Date('2010-01-01T00:00:00Z'),
  max: new Date('2030-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const clockTimes = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((pair) => pair.map((part) => String(part).padStart(2, '0')).join(':'));
const quiet = fc.record({ from: clockTimes, to: clockTimes }).filter(({ from, to }) => from !== to);
const rules = fc.record({
  quietHours: quiet,
  weekdays: fc.uniqueArray(fc.constantFrom(...Weekday.options), { minLength: 2 }),
});

/** What wall clock and calendar show, by Temporal: another way than the one that is tested. */
function shown(at: Date, zone: string): { weekday: string; time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  const weekday = Weekday.options[local.dayOfWeek - 1] ?? '';
  return { weekday, time: local.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

type Rules = { quietHours: { from: string; to: string }; weekdays: Weekday[] };

function isAllowed(at: Date, { quietHours: { from, to }, weekdays }: Rules, zone: string): boolean {
  const { weekday, time } = shown(at, zone);
  const isQuiet = from < to ? from <= time && time < to : from <= time || time < to;
  return !isQuiet && weekdays.some((one) => one === weekday);
}

describe('a time at which people may be written to', () => {
  it('is never in quiet hours, on a weekday that is left out, or before its time', () => {
    const property = fc.property(times, rules, zones, (from, writing, zone) => {
      const at = writingTime(from, writing, zone);
      expect(at >= from).toBe(true);
      expect(isAllowed(at, writing, zone), localText(at, zone)).toBe(true);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
  });

  it('is the first one: nobody who comes later is written to earlier', () => {
    const hours = fc.integer({ min: 0, max: 72 * 60 });
    const property = fc.property(times, hours, rules, zones, (from, minutes, writing, zone) => {
      const later = new Date(from.getTime() + minutes * 60_000);
      expect(writingTime(later, writing, zone) >= writingTime(from, writing, zone)).toBe(true);
      if (isAllowed(later, writing, zone)) {
        expect(writingTime(from, writing, zone) <= later).toBe(true);
      }
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
  });

  it.each([
    [
      'the clock is put forward past the end of the bar',
      '2026-03-29T00:45:00Z',
      '2026-03-29T01:00:00Z',
    ],
    ['the bar ends at a time that comes twice', '2026-10-24T23:45:00Z', '2026-10-25T00:30:00Z'],
    ['it is that time again', '2026-10-25T01:10:00Z', '2026-10-25T01:30:00Z'],
  ])('where %s', (_what, from, expected) => {
    const times = { quietHours: { from: '22:00', to: '02:30' } };
    const at = writingTime(new Date(from), times, 'Europe/Berlin');
    expect(at).toEqual(new Date(expected));
  });
});

describe('a wait', () => {
  test('never gets shorter for those who begin later, nor ends before it is over', () => {
    const waits = fc.constantFrom('PT30M', 'P1D', 'P7D', 'P1M', 'P1M2DT3H');
    const gaps = fc.integer({ min: 0, max: 40 * 24 * 60 });
    const property = fc.property(
      times,
      gaps,
      waits,
      clockTimes,
      zones,
      (from, gap, wait, at, zone) => {
        const later = new Date(from.getTime() + gap * 60_000);
        const end = after(from, wait, zone);
        expect(end >= from).toBe(true);
        expect(nextAt(end, at, zone) >= end).toBe(true);
        expect(nextAt(later, at, zone) >= nextAt(from, at, zone)).toBe(true);
      },
    );
    fc.assert(property, { seed: SEED, numRuns: RUNS });
  });

  test.each([
    ['a day over the change to summer time', '2026-03-28T11:00:00Z', 'P1D', '2026-03-29T10:00:00Z'],
    ['24 hours over it', '2026-03-28T11:00:00Z', 'PT24H', '2026-03-29T11:00:00Z'],
    ['a month from the end of January', '2026-01-31T11:00:00Z', 'P1M', '2026-02-28T11:00:00Z'],
    ['a day into the hour that is left out', '2026-03-28T01:30:00Z', 'P1D', '2026-03-29T01:30:00Z'],
    ['a day into the hour that comes twice', '2026-10-24T00:30:00Z', 'P1D', '2026-10-25T00:30:00Z'],
  ])('of %s, in Berlin', (_what, from, wait, end) => {
    expect(after(new Date(from), wait, 'Europe/Berlin')).toEqual(new Date(end));
  });

  test('of a day on Lord Howe, where the clock is put forward by half an hour', () => {
    const end = after(new Date('2026-10-03T01:00:00Z'), 'P1D', 'Australia/Lord_Howe');
    expect(end).toEqual(new Date('2026-10-04T00:30:00Z'));
  });
});
