/**
 * `npm run storm`: every trial at its full size; `npm run storm -- NAME… [--short] [--seed N]`: some of them, in the
 * short size, or with the chance of an earlier run; `--gate`: the short ones that every change has to pass.
 *
 * Prints one table. The exit code is 1 when a promise was not kept.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import { findBrowser } from '../../scripts/find-browser.ts';
import { findEngines } from '../../scripts/find-engines.ts';
import { conflicts } from './conflicts/trials.ts';
import { killTrials } from './kills/trials.ts';
import { model } from './model/trials.ts';
import { networkTrials } from './network/trials.ts';
import { powerTrials } from './power/trials.ts';
import { conclude, run } from './report.ts';
import type { Result } from './report.ts';
import { serviceTrials } from './service/trials.ts';
import { storeTrials } from './store/trials.ts';
import { tabs } from './tabs/trials.ts';
import type { Trial } from './trial.ts';
import { unload } from './unload/trials.ts';

/** Each module of trials adds its own. */
const trials: readonly Trial[] = [
  ...killTrials,
  ...networkTrials,
  conflicts,
  ...storeTrials,
  ...serviceTrials,
  ...powerTrials,
  model,
  tabs,
  unload,
];

/** Those whose verdict hangs neither on luck nor on the pace of the machine: what stops everybody's work has to be true. */
const GATE: readonly string[] = [
  'kills',
  'reply-cuts',
  'lying-network',
  'outage',
  'poison',
  'conflicts',
  'service-kills',
  'service-stops',
  'double-start',
  'erasure-race',
  'model',
];

/** How many are run at a time: those of the gate are short, and wait more than they work. */
const LANES = { short: 2, full: 1 } as const;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    gate: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
});
const names = options.gate ? GATE : positionals;
const unknown = names.find((name) => !trials.some((trial) => trial.name === name));
if (unknown !== undefined) {
  const known = trials.map(({ name }) => name).join(', ');
  console.error(`No trial is called ${unknown}; there are: ${known}.`);
  process.exit(2);
}
process.env['CHROME_BIN'] ??= await findBrowser(process.env, console.log);
Object.assign(process.env, findEngines(process.env, console.log));

// What trials have started ends with them, however they end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const scale = options.short || options.gate ? 'short' : 'full';
const seed = options.seed === undefined ? randomInt(2 ** 31) : Number(options.seed);
console.log(`The ${scale} storm, seed ${seed}`);
const chosen = trials.filter(({ name }) => names.length === 0 || names.includes(name));
const begun = new Set<Trial>();
const results = new Map<Trial, Result>();
await Promise.all(Array.from({ length: LANES[scale] }, () => work()));
conclude(
  chosen.flatMap((trial) => results.get(trial) ?? []),
  scale,
  seed,
);
// Whatever a trial that failed has left running must not hold up the verdict.
process.exit();

/** One trial after the other, until none is left. */
async function work(): Promise<void> {
  for (const trial of chosen) {
    if (begun.has(trial)) continue;
    begun.add(trial);
    const log = (line: string): void => console.log(`${trial.name.padEnd(16)}${line.trim()}`);
    results.set(trial, await run(trial, scale, seed, log));
  }
}
