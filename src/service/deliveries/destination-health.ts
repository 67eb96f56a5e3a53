/** How a destination is, from one try to the next. A pure rule. */
import type { DestinationRow } from './destination-rows.ts';
import { boundedPause, GIVE_UP_MS, restAfter } from './outcome.ts';
import type { Outcome } from './outcome.ts';

type Health = Pick<
  DestinationRow,
  'status' | 'reason' | 'failures' | 'failing_since' | 'rests_until'
>;

/** Null: nothing is new. */
export function afterOutcome(row: Health, outcome: Outcome, now: Date): Partial<Health> | null {
  switch (outcome.kind) {
    case 'delivered':
    // It answers, and it minds one of them.
    case 'refused':
      return isWell(row) ? null : { failures: 0, failing_since: null, rests_until: null };
    case 'dropped':
      return null;
    case 'stopped':
      return { status: 'stopped', reason: outcome.reason };
    case 'waiting':
      return (
        givenUp(row, now) ?? {
          ...since(row, now),
          rests_until: after(now, boundedPause(outcome.afterMs)),
        }
      );
    case 'failed': {
      const failures = row.failures + 1;
      const restMs = restAfter(failures);
      return (
        givenUp(row, now) ?? {
          ...since(row, now),
          failures,
          rests_until: restMs === null ? null : after(now, restMs),
        }
      );
    }
  }
}

function isWell({ failures, failing_since, rests_until }: Health): boolean {
  return failures === 0 && failing_since === null && rests_until === null;
}

function since({ failing_since }: Health, now: Date): Pick<Health, 'failing_since'> {
  return { failing_since: failing_since ?? now.toISOString() };
}

function givenUp({ failing_since }: Health, now: Date): Partial<Health> | null {
  if (failing_since === null) return null;
  if (now.getTime() - Date.parse(failing_since) < GIVE_UP_MS) return null;
  return { status: 'stopped', reason: 'nothing has arrived for three days' };
}

function after(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
