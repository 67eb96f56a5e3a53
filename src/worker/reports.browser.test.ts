import { beforeEach, describe, expect, it } from 'vitest';

import { deliverReports, report, REPORTS_SYNC } from './reports.ts';
import type { Report, ReportsWorld } from './reports.ts';
import type { Scope } from './scope.ts';

const endpoint = 'https://ask.example';
const START = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;

interface Told {
  readonly code: string;
  readonly events: readonly { readonly type: string; readonly at: string }[];
}

let told: Told[];
let now: number;
/** Undefined: there is no network. */
let status: number | undefined;
/** For what the browser was asked to wake the worker. */
let wishes: string[];

const world: ReportsWorld = {
  fetch: async (_url, init) => {
    if (status === undefined) throw new TypeError('Failed to fetch');
    told.push(JSON.parse(init?.body as string) as Told);
    return Response.json({}, { status });
  },
  now: () => now,
  locks: navigator.locks,
};
const scope = {
  registration: { sync: { register: async (tag: string) => void wishes.push(tag) } },
} as unknown as Scope;

beforeEach(async () => {
  told = [];
  now = START;
  status = 200;
  wishes = [];
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase('otklik/notices');
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(new Error('It cannot be deleted.')));
  });
});

const tell = (code: string, type: Report['type']) =>
  report({ code, type }, scope, { endpoint }, world);
const deliver = () => deliverReports({ endpoint }, world);
const types = () => told.map(({ code, events }) => [code, ...events.map(({ type }) => type)]);

describe('what became of a notification', () => {
  it('is told at once, and once', async () => {
    await tell('one', 'delivered');
    await tell('one', 'opened');
    await deliver();
    expect(types()).toEqual([
      ['one', 'delivered'],
      ['one', 'opened'],
    ]);
    expect(told[0]?.events[0]?.at).toBe(new Date(START).toISOString());
    expect(wishes).toEqual([]);
  });

  it('without a network waits, asks to be woken, and is told by invitation in the order of time', async () => {
    status = undefined;
    await tell('one', 'delivered');
    now += 1000;
    await tell('two', 'delivered');
    now += 1000;
    await tell('one', 'opened');
    expect(wishes).toEqual([REPORTS_SYNC, REPORTS_SYNC, REPORTS_SYNC]);
    status = 200;
    await deliver();
    expect(types()).toEqual([
      ['one', 'delivered', 'opened'],
      ['two', 'delivered'],
    ]);
    await deliver();
    expect(told).toHaveLength(2);
  });

  it('of the same kind is one report, however often it happened', async () => {
    status = undefined;
    await tell('one', 'delivered');
    await tell('one', 'delivered');
    status = 200;
    await deliver();
    expect(types()).toEqual([['one', 'delivered']]);
  });

  it.each([503, 429, 408])('waits while the service is not well: %i', async (code) => {
    status = code;
    await tell('one', 'delivered');
    await expect(deliver()).rejects.toThrow(String(code));
    status = 200;
    await deliver();
    expect(types().at(-1)).toEqual(['one', 'delivered']);
  });

  it.each([401, 404, 410])('is not told again when the service refuses it: %i', async (code) => {
    status = code;
    await tell('one', 'delivered');
    await deliver();
    expect(told).toHaveLength(1);
  });

  it('is dropped after a month, and of more than a hundred the oldest', async () => {
    status = undefined;
    for (let count = 0; count < 102; count += 1) {
      now += 1000;
      await tell(`code-${count}`, 'delivered');
    }
    status = 200;
    await deliver();
    expect(told).toHaveLength(100);
    expect(types().flat()).not.toContain('code-1');
    expect(types().flat()).toContain('code-2');
    status = undefined;
    await tell('late', 'delivered');
    status = 200;
    now += 31 * DAY_MS;
    await deliver();
    now = START;
    await deliver();
    expect(types().flat()).not.toContain('late');
  });
});
