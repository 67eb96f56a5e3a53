/** The service alone is away, for two hours by a virtual clock: how often each waiting page asks, and how all come back. */
import { join } from 'node:path';

import type { Finding, Trial } from '../trial.ts';

type Simulation = {
  readonly outage: (outage: {
    readonly clients: number;
    readonly lastsMs: number;
    readonly seed: number;
  }) => Promise<readonly { readonly requests: readonly number[]; readonly backAt: number }[]>;
  readonly busiest: (times: readonly number[], lengthMs: number) => number;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CLIENTS = 1000;

export const outageTrial: Trial = {
  name: 'outage',
  promise: 'A service that is away is asked with patience, found again soon, and not run over.',
  async run({ seed }) {
    // The widget's own rounds and pauses on a virtual clock, as its unit tests drive them.
    const file = join(import.meta.dirname, '../../../src/widget/testing/outage.ts');
    const { outage, busiest } = (await import(file)) as Simulation;
    const lastsMs = 2 * HOUR;
    const clients = await outage({ clients: CLIENTS, lastsMs, seed });
    const inTheOutage = clients.map(({ requests }) =>
      requests.filter((time) => time >= MINUTE && time < lastsMs),
    );
    const perHour = inTheOutage.flat().length / CLIENTS / ((lastsMs - MINUTE) / HOUR);
    const most = Math.max(...inTheOutage.map((times) => busiest(times, HOUR)));
    const waited = clients.map(({ backAt }) => backAt - lastsMs);
    const [first, last] = [Math.min(...waited), Math.max(...waited)];
    const patience: Finding = {
      what: `Two hours without the service, ${CLIENTS} pages, after the first minute`,
      figures: `${perHour.toFixed(1)} requests an hour and page, ${most} in the busiest hour of any`,
      isKept: most <= 15,
    };
    const recovery: Finding = {
      what: 'Its return',
      figures: `all back after ${seconds(first)} to ${seconds(last)} s; the busiest 10 s see ${busiest(waited, 10_000)} of ${CLIENTS}`,
      isKept: last <= 5 * MINUTE && last - first >= MINUTE,
    };
    return [patience, recovery];
  },
};

function seconds(ms: number): string {
  return (ms / 1000).toFixed(0);
}
