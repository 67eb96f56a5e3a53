import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a run of checks or tests came to; the words for it stand here once. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export const root: string = join(import.meta.dirname, '..');

const folder = join(root, '.cache/reports');

export function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

export function sentence({ passed, failed, skipped }: Counts): string {
  const counted = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? counted : `${counted}, ${skipped} skipped`;
}

/** Where a tool writes its report; what an earlier run has left there is removed. */
export function freshReport(name: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  rmSync(path, { force: true });
  return path;
}

/** The report, or undefined when it was never written: its tool has crashed. */
export function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // The caller counts a missing report as a failure.
  }
}

export function writeReport(path: string, counts: Counts): void {
  writeFileSync(path, JSON.stringify(counts));
}
