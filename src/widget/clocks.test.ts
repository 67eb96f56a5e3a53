/** Clocks that jump by years, run backwards, or stand still. */
import { describe, expect, it } from 'vitest';

import { Courier } from './courier.ts';
import { Interview } from './interview.ts';
import { isOver, reconciled } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { newResponseId } from './response-id.ts';
import { memoryStore } from './store/memory-store.ts';
import { Outbox } from './store/outbox.ts';
import { at, ENDPOINT, NOW, record } from './testing/samples.ts';
import { ModelService } from './testing/service.ts';
import { world } from './testing/world.ts';

const YEARS_10 = 10 * 365 * 86_400_000;

describe.each([
  ['ten years back', -YEARS_10],
  ['ten years ahead', YEARS_10],
  ['an hour back', -3_600_000],
  ['nowhere', 0],
])('a clock that jumps %s in the middle', (_name, jumpMs) => {
  async function answeredTwice(): Promise<readonly OutboxRecord[]> {
    let now = NOW;
    const interview = new Interview(record({ answers: {}, revision: 0, screen: 'first' }), {
      outbox: new Outbox([memoryStore()]),
      onSaved: () => undefined,
      now: () => now,
    });
    await interview.finish({ nps: 3 });
    const first = interview.record;
    await interview.back({});
    now += jumpMs;
    await interview.finish({ nps: 8 });
    return [first, interview.record];
  }

  it('does not make an older answer the newer one, on this device or another', async () => {
    const [first, second] = await answeredTwice();
    expect(second!.revision).toBeGreaterThan(first!.revision);
    expect(second!.timings.updatedAt > first!.timings.updatedAt).toBe(true);
    const elsewhere = { ...first!, revision: 7, status: 'partial' as const };
    const merged = reconciled(second!, elsewhere);
    expect(merged).toMatchObject({ revision: 8, answers: { nps: { value: 8 } } });
  });
});

describe('a device whose clock is years ahead', () => {
  const draft = record({ base: 1 });

  it('forgets no draft for that', async () => {
    const outbox = new Outbox([memoryStore()]);
    await outbox.save(draft);
    const time = world(new ModelService().fetch, { now: () => NOW + YEARS_10 });
    await new Courier('prj_shop', ENDPOINT, outbox, time).wake();
    expect(await outbox.records()).toHaveLength(1);
  });

  it.each([
    ['is kept before its deadline', at(), 2],
    ['is forgotten after its deadline', '2027-06-01T00:00:00.000Z', 1],
  ])(
    'goes by the service’s time as soon as that is known: what is done %s',
    async (_, date, left) => {
      const outbox = new Outbox([memoryStore()]);
      await outbox.save(draft);
      await outbox.save(record({ respondent: 'other', deadline: '2030-01-01T00:00:00.000Z' }));
      const service = new ModelService();
      const fetch: typeof globalThis.fetch = async (url, init) => {
        const reply = await service.fetch(url, init);
        reply.headers.set('date', new Date(date).toUTCString());
        return reply;
      };
      const time = world(fetch, { now: () => NOW + YEARS_10 });
      await new Courier('prj_shop', ENDPOINT, outbox, time).wake();
      expect(await outbox.records()).toHaveLength(left);
    },
  );
});

it('a deadline that is over by a clock that can be believed is over', () => {
  const one = record();
  const over = Date.parse(one.deadline);
  expect([over - 1, over + 1, over + YEARS_10].map((now) => isOver(one, now, false))).toEqual([
    false,
    true,
    false,
  ]);
  expect(isOver(one, over + YEARS_10, true)).toBe(true);
});

it('a service that asked for patience is asked again although the clock stands still', async () => {
  const outbox = new Outbox([memoryStore()]);
  await outbox.save(record());
  const service = new ModelService();
  let isBusy = true;
  const fetch: typeof globalThis.fetch = async (url, init) =>
    isBusy
      ? new Response('', { status: 503, headers: { 'retry-after': '60' } })
      : service.fetch(url, init);
  const time = world(fetch);
  const frozen = { ...time, now: () => NOW };
  const courier = new Courier('prj_shop', ENDPOINT, outbox, frozen);
  await courier.wake();
  isBusy = false;
  expect(time.planned()).toBeGreaterThanOrEqual(60_000);
  time.tick();
  await expect.poll(() => service.rows.size).toBe(1);
});

describe('a response id', () => {
  it.each([
    ['stands still', () => NOW],
    ['runs backwards', (n: number) => NOW - n * 1000],
    ['is before 1970', (n: number) => -n],
    ['is far ahead', (n: number) => NOW + YEARS_10 + n],
  ])('is a UUIDv7 and its own although the clock %s', (_name, clock) => {
    const ids = Array.from({ length: 2000 }, (_, n) => newResponseId(clock(n)));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
  });
});
