/** Runs a trial, and says what came of it: to people in a table, to `npm test` in figures. */
import { writeFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';

import { add, freshReport, none, sentence, writeReport } from '../../scripts/report.ts';
import type { Counts } from '../../scripts/report.ts';
import { table } from '../bench/table.ts';
import type { Finding, Scale, Trial } from './trial.ts';

/** What a trial came to. */
export interface Result {
  readonly trial: Trial;
  readonly findings: readonly Finding[];
  /** Why it was not tried. */
  readonly missing?: string | undefined;
  readonly seconds: number;
}

/** No assertion: a trial that hangs would hold up the gate for ever. */
const LIMIT_MINUTES: Readonly<Record<Scale, number>> = { short: 15, full: 180 };

export async function run(
  trial: Trial,
  scale: Scale,
  seed: number,
  log: (line: string) => void = console.log,
): Promise<Result> {
  const missing = trial.missing?.();
  if (missing !== undefined) return { trial, missing, ...untried(trial, missing), seconds: 0 };
  log(`\n▶ ${trial.name}: ${trial.promise}`);
  const start = performance.now();
  const findings = await attempt(trial, scale, seed, (line) => log(`  ${line}`));
  const seconds = Math.round((performance.now() - start) / 1000);
  for (const { what, figures, isKept } of findings) {
    log(`  ${isKept ? '✓' : '✗'} ${what}: ${figures}`);
  }
  return { trial, findings, seconds };
}

/** Prints the table and leaves the report where `npm test` finds it; the exit code says whether all was kept. */
export function conclude(
  results: readonly Result[],
  scale: Scale,
  seed: number,
  log: (line: string) => void = console.log,
): void {
  const path = freshReport('reliability');
  const counts = results.map(countsOf).reduce(add, none);
  const text = `${overview(results)}\n\n${sentence(counts)}; the ${scale} storm, seed ${seed}`;
  log(`\n${text}`);
  writeFileSync(path.replace(/json$/, 'md'), `${text}\n`);
  writeReport(path, counts);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

function overview(results: readonly Result[]): string {
  const rows = results.flatMap(({ trial, findings, missing, seconds }) => {
    if (missing !== undefined && findings.length === 0) {
      return [[trial.name, 'not tried', missing, 'skipped', '']];
    }
    return findings.map(({ what, figures, isKept }, nth) => [
      nth === 0 ? trial.name : '',
      what,
      figures,
      isKept ? 'yes' : 'NO',
      nth === 0 ? `${seconds} s` : '',
    ]);
  });
  return table(['trial', 'what was tried', 'what came of it', 'kept', 'took'], rows);
}

function countsOf({ findings }: Result): Counts {
  if (findings.length === 0) return { ...none, skipped: 1 };
  const passed = findings.filter(({ isKept }) => isKept).length;
  return { ...none, passed, failed: findings.length - passed };
}

/** Where every change is judged, what could be installed and was not is no excuse. */
function untried({ isInstallable }: Trial, missing: string): { findings: readonly Finding[] } {
  const isFailure = isInstallable === true && process.env['CI'] === 'true';
  return { findings: isFailure ? [{ what: 'not tried', figures: missing, isKept: false }] : [] };
}

async function attempt(
  trial: Trial,
  scale: Scale,
  seed: number,
  log: (line: string) => void,
): Promise<readonly Finding[]> {
  const minutes = LIMIT_MINUTES[scale];
  const late: Finding = { what: 'the whole', figures: `no end in ${minutes} min`, isKept: false };
  const guard = new AbortController();
  try {
    return await Promise.race([
      trial.run({ scale, seed, log }).then(atLeastOne),
      pass(minutes * 60_000, [late], { signal: guard.signal }),
    ]);
  } catch (error) {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const figures = String(error).split('\n', 1)[0] ?? '';
    return [{ what: 'the whole', figures, isKept: false }];
  } finally {
    guard.abort();
  }
}

function atLeastOne(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length > 0) return findings;
  return [{ what: 'the whole', figures: 'nothing was tried', isKept: false }];
}
