/** What the service says of itself, and how far the two clocks are apart. */
import { OtklikError } from '../../backend/index.ts';
import type { OtklikClient } from '../../backend/index.ts';
import { LIMITS } from '../../protocol/index.ts';
import type { Check } from '../../protocol/index.ts';
import { explain } from '../failure.ts';
import { fail, ok } from '../../service/doctor/checks.ts';
import { clockCheck } from '../../service/doctor/clock-check.ts';

export interface Inside {
  /** Whether anything answered that is our service. */
  readonly isReached: boolean;
  readonly version: string | null;
  readonly checks: readonly Check[];
}

export async function examineInside(
  client: OtklikClient,
  url: string,
  now: () => number = Date.now,
): Promise<Inside> {
  const before = now();
  try {
    const { version, database, time, checks } = await client.examineService();
    const after = now();
    const aheadMs = (before + after) / 2 - Date.parse(time);
    const kind = database === 'pglite' ? 'the embedded database' : 'PostgreSQL';
    return {
      isReached: true,
      version,
      checks: [
        ok('service', `${url} answers: version ${version}, on ${kind}.`),
        ...checks,
        clockCheck("this machine's", aheadMs, (after - before) / 2, LIMITS.clockToleranceSeconds),
      ],
    };
  } catch (error) {
    if (!(error instanceof OtklikError)) throw error;
    return { ...refusedBy(error, url), version: null };
  }
}

function refusedBy(error: OtklikError, url: string): Pick<Inside, 'isReached' | 'checks'> {
  const isReached = error.problem !== undefined;
  const [finding = '', ...rest] = explain(error, url).split(/(?<=[.;]) /);
  const advice = isReached
    ? rest.join(' ') || 'The log of the service says more.'
    : 'Start it with "otklik serve", or say where it is with --url or OTKLIK_URL.';
  const check = isReached
    ? fail('service', `${url} answers, but not to this key: ${finding}`, advice)
    : fail('service', `${url} cannot be reached (${error.code}).`, advice);
  return { isReached, checks: [check] };
}
