/** What a check says. A check that breaks is a finding too, and stops no other. */
import type { Check } from '../../protocol/index.ts';

export function ok(name: string, finding: string): Check {
  return { name, level: 'ok', finding, advice: null };
}

export function warn(name: string, finding: string, advice: string): Check {
  return { name, level: 'warn', finding, advice };
}

export function fail(name: string, finding: string, advice: string): Check {
  return { name, level: 'fail', finding, advice };
}

/** @param advice for when it cannot be found out */
export async function attempt(
  name: string,
  advice: string,
  check: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await check();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [fail(name, `It could not be found out: ${why}`, advice)];
  }
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days since a time. */
export function daysSince(time: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(time)) / DAY_MS);
}
