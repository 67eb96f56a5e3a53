/** Times and durations as arguments. */
import { InvalidArgumentError } from 'commander';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 60 * 60, d: 24 * 60 * 60 };

/** `30s`, `15m`, `2h`, `7d` as seconds. */
export function duration(value: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(value) ?? [];
  if (count === undefined)
    throw new InvalidArgumentError('It is a duration such as 30s, 2h or 7d.');
  return Number(count) * (SECONDS[unit] ?? 0);
}

/** A date, or a duration from now, as RFC 3339. */
export function timeToCome(value: string): string {
  const isDuration = /^\d+[smhd]$/.test(value);
  const time = isDuration ? Date.now() + duration(value) * 1000 : Date.parse(value);
  if (Number.isNaN(time) || time <= Date.now()) {
    throw new InvalidArgumentError('It is a time to come, such as 2027-01-31 or 90d.');
  }
  return new Date(time).toISOString();
}

/** A date or a time, past or to come, as RFC 3339. */
export function timeGiven(value: string): string {
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new InvalidArgumentError('It is a time such as 2027-01-31.');
  return new Date(time).toISOString();
}
