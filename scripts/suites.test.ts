import { describe, expect, test } from 'vitest';
import { sentence } from './report.ts';
import { judged, playwrightResult, vitestResult } from './suites.ts';

const passed = { status: 'passed', fullName: 'it works' };
const failed = { status: 'failed', fullName: 'it works', failureMessages: ['Error: no\n  at'] };
const file = (status: string, assertionResults: readonly (typeof passed)[], message = '') => ({
  testResults: [{ name: 'a.test.ts', status, assertionResults, message }],
});

describe('what a suite came to', () => {
  test('passed, failed and skipped tests are counted apart', () => {
    const skipped = { status: 'pending', fullName: 'later' };
    const result = vitestResult(file('failed', [passed, failed, skipped]));
    expect(result.counts).toEqual({ passed: 1, failed: 1, skipped: 1 });
    expect(result.failures[0]).toContain('it works: Error: no');
  });

  test('a test that passed the second time is named, and stops nobody', () => {
    const shaky = { ...failed, status: 'passed' };
    expect(vitestResult(file('passed', [passed, shaky]))).toEqual({
      counts: { passed: 2, failed: 0, skipped: 0 },
      failures: [],
      shaky: ['a.test.ts: it works: Error: no'],
    });
  });

  test('a file that breaks before its first test is a failure', () => {
    expect(vitestResult(file('failed', [], 'SyntaxError')).counts.failed).toBe(1);
  });

  test('the end-to-end tests that failed are named, and those that passed the second time', () => {
    const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky') => ({
      title,
      file: 'order.spec.ts',
      tests: [
        { projectName: 'phone', status, results: [{ error: { message: 'Error: no\n  at' } }] },
      ],
    });
    const specs = [
      spec('an order', 'unexpected'),
      spec('another', 'expected'),
      spec('a third', 'flaky'),
    ];
    const stats = { expected: 1, unexpected: 1, flaky: 1, skipped: 0 };
    const suites = [{ specs: [], suites: [{ specs }] }];
    expect(playwrightResult({ stats, errors: [], suites })).toEqual({
      counts: { passed: 2, failed: 1, skipped: 0 },
      failures: ['phone: order.spec.ts: an order: Error: no'],
      shaky: ['phone: order.spec.ts: a third: Error: no'],
    });
  });

  test('a suite that crashed is a failure', () => {
    expect(judged(undefined, null)).toMatchObject({
      counts: { failed: 1 },
      failures: ['crashed before it could report'],
    });
  });

  test('a suite that ran no test is a failure', () => {
    expect(judged(vitestResult({ testResults: [] }), 0).counts.failed).toBe(1);
  });

  test('an exit code that says failure is believed over a report that does not', () => {
    expect(judged(vitestResult(file('passed', [passed])), 1).counts.failed).toBe(1);
  });

  test('a good run is left as it is', () => {
    const result = vitestResult(file('passed', [passed]));
    expect(judged(result, 0)).toEqual(result);
  });
});

test('skipped tests are mentioned only when there are some', () => {
  expect(sentence({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed');
  expect(sentence({ passed: 2, failed: 0, skipped: 1 })).toBe('2 passed, 0 failed, 1 skipped');
});
