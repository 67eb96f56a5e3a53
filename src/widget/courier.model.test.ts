/**
 * No sequence of answers, lost requests, lost replies, kills, reloads, further tabs, full disks, erasures and
 * refusals loses an answer, counts it twice, or tells anybody what is not so: random histories over the real
 * session, interview, outbox and courier, against the service's own rules. `npm run storm -- model` plays more.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { joined, keyOf } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { caughtBy, EXPECTED, playMany } from './testing/model/check.ts';
import type { Happening } from './testing/model/history.ts';
import { play } from './testing/model/play.ts';
import { BROKEN, SOUND } from './testing/model/variant.ts';
import { at, record } from './testing/samples.ts';

const SEED = 20_261_122;
/** A hang guard: a busy machine plays these in more than the usual five seconds. */
const PATIENCE_MS = 120_000;

it(
  'keeps every promise, whatever happens on the way',
  async () => {
    const { broken, counts } = await playMany(2500, SEED);
    expect(broken).toBeUndefined();
    // A kind of event that never came up would have been checked by nobody.
    expect(EXPECTED.filter((event) => counts[event] === undefined)).toEqual([]);
  },
  PATIENCE_MS,
);

const ANNA_BY_LINK = { person: 'anna', order: 1, door: 'code' } as const;

/** Found by many more histories than are played here. */
const FOUND: Readonly<Record<string, readonly Happening[]>> = {
  'two tabs with one link go on from the same draft, and come to the same number': [
    { kind: 'answer', page: 0 },
    { kind: 'acknowledge', letter: 0 },
    { kind: 'open', tab: 1, visitor: ANNA_BY_LINK, fate: 'reply-lost' },
    { kind: 'answer', page: 3 },
    { kind: 'open', tab: 0, visitor: ANNA_BY_LINK, fate: 'lost' },
    { kind: 'answer', page: 1 },
    { kind: 'reload', page: 1, fate: 'good', late: false },
    { kind: 'lose-reply', letter: 0 },
    { kind: 'wait', ms: 3000, late: false },
    { kind: 'answer', page: 0 },
  ],
  'one tab completes what another one keeps as a draft, with later answers': [
    { kind: 'answer', page: 0 },
    { kind: 'acknowledge', letter: 0 },
    { kind: 'open', tab: 2, visitor: ANNA_BY_LINK, fate: 'good' },
    { kind: 'answer', page: 1 },
    { kind: 'answer', page: 0 },
    { kind: 'answer', page: 3 },
    { kind: 'keep', page: 0 },
  ],
};

it.each(Object.entries(FOUND))('keeps them where %s', async (_what, history) => {
  await play(history, SOUND);
});

it.each(Object.entries(BROKEN))(
  'would not be kept by %s',
  async (_what, variant) => {
    expect(await caughtBy(variant, SEED)).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);

it('joins two tabs in either order without losing the newest answer of any question', () => {
  const value = fc.integer({ min: 0, max: 10 });
  const side = fc.record({
    revision: fc.integer({ min: 1, max: 4 }),
    nps: value,
    why: value,
    seconds: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(side, side, (one, other) => {
      const base = record({ revision: 1, grant: 'otg' });
      const make = (tab: typeof one, name: 'nps' | 'why'): OutboxRecord => ({
        ...base,
        revision: tab.revision,
        answers: { [name]: { value: tab[name], at: at(tab.seconds) } },
      });
      const [a, b] = [make(one, 'nps'), make(other, 'why')];
      const result = joined(a, b);
      expect(result.revision).toBeGreaterThan(Math.max(a.revision, b.revision));
      expect(result.answers).toEqual({ ...a.answers, ...b.answers });
      expect(keyOf(result)).toEqual(keyOf(a));
    }),
  );
});
