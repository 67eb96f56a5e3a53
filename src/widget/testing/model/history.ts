/** What may happen, in any order: drawn at random, and shrunk to the least that breaks a promise. */
import * as fc from 'fast-check';

import type { Fate, Visitor } from './page.ts';

/** Three tabs of a phone, and one of a laptop. */
export type Tab = 0 | 1 | 2 | 3;
/** One of the pages that are open and can do this. */
export type Some = number;
/** 0: the phone. */
export type Which = 0 | 1;
export type Lie = 'portal' | 'empty' | 'half' | 'busy' | 'too-large';

export type Happening =
  | { readonly kind: 'open'; readonly tab: Tab; readonly visitor: Visitor; readonly fate: Fate }
  | { readonly kind: 'reload'; readonly page: Some; readonly fate: Fate; readonly late: boolean }
  | { readonly kind: 'answer' | 'keep' | 'back' | 'dismiss'; readonly page: Some }
  | { readonly kind: 'send' | 'leave' | 'freeze' | 'thaw'; readonly page: Some }
  /** The disk stops, and goes on: only then a tap that came meanwhile is stored. */
  | { readonly kind: 'stop' | 'save' | 'fill' | 'room'; readonly device: Which }
  | { readonly kind: 'acknowledge' | 'arrive' | 'lose-reply'; readonly letter: Some }
  | { readonly kind: 'lose-request'; readonly letter: Some; readonly late: boolean }
  | { readonly kind: 'lie'; readonly letter: Some; readonly lie: Lie }
  | { readonly kind: 'late' }
  | {
      readonly kind: 'kill';
      readonly device: Which;
      readonly written: boolean;
      readonly late: boolean;
    }
  | { readonly kind: 'power'; readonly device: Which }
  | { readonly kind: 'erase' | 'cancel'; readonly person: Visitor['person'] }
  | { readonly kind: 'wait'; readonly ms: number; readonly late: boolean };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const tab = fc.constantFrom<Tab>(0, 0, 0, 1, 1, 2, 3, 3);
const device = fc.constantFrom<Which>(0, 0, 1);
const letter = fc.nat(3);
const page = fc.nat(3);
const late = fc.boolean();
const person = fc.constantFrom<Visitor['person']>('anna', 'anna', 'anna', 'boris');
const door = fc.constantFrom<Visitor['door']>('token', 'code');
const visitor = fc.record({ person, order: fc.constantFrom(1, 1, 1, 2), door });
const fate = fc.constantFrom<Fate>('good', 'good', 'good', 'lost', 'reply-lost');
const lie = fc.constantFrom<Lie>('portal', 'empty', 'half', 'busy', 'too-large');
const ms = fc.constantFrom(3 * SECOND, 20 * SECOND, 5 * MINUTE, 20 * MINUTE, DAY, 31 * DAY);

const on = <K extends string, T extends object>(
  kind: K,
  rest: { [Name in keyof T]: fc.Arbitrary<T[Name]> },
): fc.Arbitrary<T & { readonly kind: K }> =>
  fc.record({ kind: fc.constant(kind), ...rest }) as unknown as fc.Arbitrary<
    T & { readonly kind: K }
  >;

const happening = fc.oneof(
  { weight: 6, arbitrary: on('open', { tab, visitor, fate }) },
  { weight: 3, arbitrary: on('reload', { page, fate, late }) },
  { weight: 14, arbitrary: on('answer', { page }) },
  { weight: 2, arbitrary: on('keep', { page }) },
  { weight: 2, arbitrary: on('back', { page }) },
  { weight: 1, arbitrary: on('dismiss', { page }) },
  { weight: 3, arbitrary: on('send', { page }) },
  { weight: 3, arbitrary: on('leave', { page }) },
  { weight: 1, arbitrary: on('freeze', { page }) },
  { weight: 1, arbitrary: on('thaw', { page }) },
  { weight: 1, arbitrary: on('stop', { device }) },
  { weight: 2, arbitrary: on('save', { device }) },
  { weight: 1, arbitrary: on('fill', { device }) },
  { weight: 1, arbitrary: on('room', { device }) },
  { weight: 10, arbitrary: on('acknowledge', { letter }) },
  { weight: 3, arbitrary: on('arrive', { letter }) },
  { weight: 3, arbitrary: on('lose-reply', { letter }) },
  { weight: 3, arbitrary: on('lose-request', { letter, late }) },
  { weight: 3, arbitrary: on('lie', { letter, lie }) },
  { weight: 2, arbitrary: on('late', {}) },
  { weight: 1, arbitrary: on('kill', { device, written: fc.boolean(), late }) },
  { weight: 1, arbitrary: on('power', { device }) },
  { weight: 1, arbitrary: on('erase', { person }) },
  { weight: 1, arbitrary: on('cancel', { person }) },
  { weight: 4, arbitrary: on('wait', { ms, late }) },
) as fc.Arbitrary<Happening>;

/** The phone's first tab is open before all. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc.array(happening, {
  maxLength: 40,
  size: 'max',
});
