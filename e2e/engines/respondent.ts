import { expect } from '@playwright/test';

import { wordsOf } from './stage.ts';
import type { Facts, Thing, Visitor } from './visitor.ts';

export const next: Thing = { role: 'button', name: /^(next|send|skip)$/i };
export const back: Thing = { role: 'button', name: /^back$/i };

/** The words of surveys/short.json that are waited for. */
export const short = {
  first: 'How likely are you to recommend us?',
  second: 'What matters most for order',
  third: 'Anything else?',
  thanks: 'Thank you!',
  received: 'Your answers have been received',
  kept: 'Your answers are kept on this device',
} as const;

export function score(value: number): Thing {
  return { role: 'radio', name: new RegExp(`^${value}(\\D|$)`) };
}

export function choice(label: string): Thing {
  return { role: 'radio', name: new RegExp(`^${label}`) };
}

export function field(title: string): Thing {
  return { role: 'textbox', name: new RegExp(`^${title}`) };
}

export async function sees(visitor: Visitor, words: string): Promise<void> {
  await expect.poll(() => wordsOf(visitor)).toContain(words);
}

/** Waits until the thing is as it should be. */
export async function finds(visitor: Visitor, thing: Thing, facts: Partial<Facts>): Promise<void> {
  await expect
    .poll(() => visitor.look(thing), { message: String(thing.name) })
    .toMatchObject(facts);
}

/** A tap in a survey's first moments only chooses, as it may have been meant for the page: people tap again. */
export async function decides(visitor: Visitor, thing: Thing, words: string): Promise<void> {
  await expect(async () => {
    if ((await visitor.look(thing)) !== undefined) await visitor.tap(thing);
    await expect.poll(() => wordsOf(visitor), { timeout: 2000 }).toContain(words);
  }).toPass({ timeout: 15_000 });
}

export async function tabsTo(visitor: Visitor, thing: Thing): Promise<void> {
  await expect(async () => {
    await visitor.press('Tab');
    expect((await visitor.look(thing))?.focused, String(thing.name)).toBe(true);
  }).toPass({ intervals: [0], timeout: 15_000 });
}

/** From the first question of the short survey to its thanks, by pointer. */
export async function answersAll(visitor: Visitor): Promise<void> {
  await sees(visitor, short.first);
  await decides(visitor, score(9), short.second);
  await decides(visitor, choice('The speed'), short.third);
  await visitor.tap(field(short.third));
  await visitor.type('Всё хорошо');
  await visitor.tap(next);
  await sees(visitor, short.thanks);
}
