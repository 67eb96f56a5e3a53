/** R16 and R15: random histories over the real outbox and courier, by the program that lies beside them. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { seeded } from '../seeded.ts';
import type { Finding, Scale, Trial, TrialOptions } from '../trial.ts';

const root = join(import.meta.dirname, '../../..');
const program = join(root, 'src/widget/testing/model/run.ts');

/** What the program writes. */
interface Outcome {
  readonly seed: number;
  readonly runs: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly missing: readonly string[];
  readonly broken?: string;
  /** After how many histories each broken variant was caught; null: not at all. */
  readonly caught: Readonly<Record<string, number | null>>;
}

const HISTORIES = { short: 2000, full: 50_000 };

export const model: Trial = {
  name: 'model',
  promise:
    'No order of events loses an answer, counts one twice, or has anybody told what is not so',
  run,
};

async function run({ scale, seed, log }: TrialOptions): Promise<readonly Finding[]> {
  const processes = availableParallelism();
  const share = Math.ceil(HISTORIES[scale] / processes);
  const chance = seeded(`${seed}/model`);
  const seeds = Array.from({ length: processes }, () => chance.between(1, 2 ** 31 - 1));
  const started = performance.now();
  const outcomes = await Promise.all(seeds.map((one) => play(share, one)));
  const seconds = Math.round((performance.now() - started) / 1000);
  for (const { broken } of outcomes) if (broken !== undefined) log(broken);
  return [verdict(outcomes, seconds), coverage(outcomes, scale), ...controls(outcomes)];
}

async function play(runs: number, seed: number): Promise<Outcome> {
  const order = [program, String(runs), String(seed)];
  const { stdout } = await promisify(execFile)(process.execPath, order, { cwd: root });
  return JSON.parse(stdout) as Outcome;
}

function verdict(outcomes: readonly Outcome[], seconds: number): Finding {
  const counterexamples = outcomes.filter(({ broken }) => broken !== undefined).length;
  const runs = outcomes.reduce((sum, outcome) => sum + outcome.runs, 0);
  return {
    what: `${runs} random histories of three tabs on a phone, a laptop and the service’s rules`,
    figures: `${counterexamples} counterexamples, in ${seconds} s`,
    isKept: counterexamples === 0,
  };
}

/** The rarest states do not come up in every short run; the unit tests hold them to a seed of their own. */
function coverage(outcomes: readonly Outcome[], scale: Scale): Finding {
  const sum = (event: string): number =>
    outcomes.reduce((all, { counts }) => all + (counts[event] ?? 0), 0);
  const [first, ...others] = outcomes.map(({ missing }) => missing);
  const missing = (first ?? []).filter((event) => others.every((one) => one.includes(event)));
  const lost = sum('lose-request') + sum('lose-reply');
  return {
    what: `in these, ${sum('answer')} answers given, ${lost} calls lost, ${sum('kill') + sum('power')} devices dead`,
    figures:
      missing.length === 0
        ? `told saved ${sum('told saved')} times and sent ${sum('told sent')} times, each time truly`
        : `never happened: ${missing.join(', ')}`,
    isKept: scale === 'short' || missing.length === 0,
  };
}

/** Each process tries them all; the first stands for the others. */
function controls([outcome]: readonly Outcome[]): readonly Finding[] {
  return Object.entries(outcome?.caught ?? {}).map(([name, histories]) => ({
    what: `broken on purpose: ${name}`,
    figures: histories === null ? 'not caught' : `caught by history ${histories}`,
    isKept: histories !== null,
  }));
}
