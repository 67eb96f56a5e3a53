import { describe, expect, it, vi } from 'vitest';

import { WidgetError } from '../problem.ts';
import { isPending, keyOf } from '../record.ts';
import { record } from '../testing/samples.ts';
import { localStorageStore } from './local-storage-store.ts';
import { memoryStore } from './memory-store.ts';
import { Outbox } from './outbox.ts';
import { guardUnload } from './unload-guard.ts';
import type { RecordStore } from './record-store.ts';

/** A store that can be broken and mended. */
function fragile(): RecordStore & { error: Error | undefined } {
  const inner = memoryStore();
  return {
    kind: 'indexeddb',
    error: undefined,
    all() {
      return this.error === undefined ? inner.all() : Promise.reject(this.error);
    },
    change(key, change, create) {
      return this.error === undefined
        ? inner.change(key, change, create)
        : Promise.reject(this.error);
    },
    close: () => undefined,
  };
}

/** A broken store above one that never fails, and a clock. */
function ladder() {
  let now = 0;
  const broken = fragile();
  const below = memoryStore();
  broken.error = new Error('disk');
  const outbox = new Outbox([broken, below], () => now);
  return { outbox, broken, below, time: { pass: (ms: number) => (now += ms) } };
}

/** What localStorage is, without a browser. */
function storage(): Storage {
  const items = new Map<string, string>();
  const methods = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  return new Proxy(methods as unknown as Storage, {
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}

describe('a store that fails', () => {
  it('is stood in for by the next one, which is told', async () => {
    const broken = fragile();
    broken.error = new Error('disk');
    const outbox = new Outbox([broken, memoryStore()]);
    const saved = await outbox.save(record());
    expect(saved).toMatchObject({ storage: 'memory', failure: { code: 'storage_failed' } });
    expect(await outbox.records()).toHaveLength(1);
  });

  it('is not waited for again: it is tried behind the next answer, and then used again', async () => {
    const { outbox, broken, time } = ladder();
    const change = vi.spyOn(broken, 'change');
    const one = record();
    await outbox.save(one);
    await outbox.save({ ...one, revision: 2 });
    expect(change).toHaveBeenCalledTimes(1);
    time.pass(60_000);
    let answer = (): void => undefined;
    change.mockImplementationOnce(
      () => new Promise((_resolve, reject) => (answer = () => reject(new Error('hung')))),
    );
    expect((await outbox.save({ ...one, revision: 3 })).storage).toBe('memory');
    answer();
    broken.error = undefined;
    await vi.waitFor(async () => {
      time.pass(60_000);
      await outbox.records();
      expect(outbox.storageOf(one)).toBe('indexeddb');
    });
    expect((await outbox.save({ ...one, revision: 4 })).storage).toBe('indexeddb');
    expect(await broken.all()).toMatchObject([{ revision: 4 }]);
  });

  it('is not said to hold what another page has put elsewhere, nor what is newer there', async () => {
    const [better, lower] = [fragile(), memoryStore()];
    const [older, alone] = [record({ revision: 1 }), record({ id: 'alone' })];
    const newer = { ...older, revision: 2 };
    await better.change(keyOf(older), () => older, true);
    await lower.change(keyOf(newer), () => newer, true);
    await lower.change(keyOf(alone), () => alone, true);
    const outbox = new Outbox([better, lower]);
    await outbox.records();
    expect([older, alone].map((one) => outbox.storageOf(one))).toEqual(['memory', 'memory']);
    await better.change(keyOf(newer), () => newer, true);
    await outbox.records();
    expect(outbox.storageOf(newer)).toBe('indexeddb');
  });

  it('rests longer each time', async () => {
    const { outbox, broken, time } = ladder();
    const tries = vi.spyOn(broken, 'all');
    await outbox.save(record());
    const triedAt: number[] = [];
    for (let second = 1; second <= 70; second += 1) {
      time.pass(1000);
      const before = tries.mock.calls.length;
      await outbox.records();
      if (tries.mock.calls.length > before) triedAt.push(second);
    }
    expect(triedAt).toEqual([1, 3, 7, 15, 30, 45, 60]);
  });

  it('gets what stood elsewhere meanwhile when it is back, and who listens is told', async () => {
    const { outbox, broken, below, time } = ladder();
    const raised = vi.fn();
    outbox.listen((isRaised) => {
      if (isRaised) raised();
    });
    const one = record({ status: 'completed', screen: null });
    await outbox.save(one);
    expect(outbox.isVolatile).toBe(true);
    broken.error = undefined;
    time.pass(60_000);
    await outbox.records();
    await vi.waitFor(() => expect(raised).toHaveBeenCalledTimes(1));
    expect(outbox.isVolatile).toBe(false);
    expect(outbox.storageOf(one)).toBe('indexeddb');
    expect(await broken.all()).toEqual([one]);
    await vi.waitFor(async () => expect(await below.all()).toEqual([]));
  });

  it('and comes back while an answer is given loses neither that nor the older one', async () => {
    const { outbox, broken, time } = ladder();
    const one = record();
    await outbox.save(one);
    broken.error = undefined;
    time.pass(60_000);
    await Promise.all([outbox.records(), outbox.save({ ...one, revision: 2 })]);
    await vi.waitFor(async () => expect(await broken.all()).toMatchObject([{ revision: 2 }]));
    expect(outbox.isVolatile).toBe(false);
  });

  it('does not send again, when it is back, what has arrived meanwhile', async () => {
    const { outbox, broken, time } = ladder();
    broken.error = undefined;
    const one = record();
    await outbox.save(one);
    broken.error = new Error('disk');
    await outbox.save({ ...one, revision: 2, status: 'completed' });
    await outbox.change(keyOf(one), () => undefined);
    expect(outbox.isVolatile).toBe(false);
    broken.error = undefined;
    expect(await broken.all()).toHaveLength(1);
    time.pass(60_000);
    expect(await outbox.records()).toEqual([]);
    await vi.waitFor(async () => expect(await broken.all()).toEqual([]));
  });

  it('is not changed in place of the newer copy that stands elsewhere', async () => {
    const { outbox, broken, time } = ladder();
    broken.error = undefined;
    const one = record();
    await outbox.save(one);
    broken.error = new Error('disk');
    await outbox.save({ ...one, revision: 2, lang: 'de' });
    broken.error = undefined;
    time.pass(60_000);
    await outbox.change(keyOf(one), (stored) => ({ ...stored, revision: 9 }));
    expect(await outbox.records()).toMatchObject([{ revision: 9, lang: 'de' }]);
  });

  it('does not hide what the others hold', async () => {
    const broken = fragile();
    const outbox = new Outbox([broken, memoryStore()]);
    broken.error = new Error('disk');
    const one = record();
    await outbox.save(one);
    expect((await outbox.records()).map(keyOf)).toEqual([keyOf(one)]);
  });
});

describe('a full outbox', () => {
  it('refuses the new response visibly, and goes on with the old ones', async () => {
    const full = fragile();
    const outbox = new Outbox([full, memoryStore()]);
    const old = record();
    await outbox.save(old);
    full.change = vi.fn().mockRejectedValueOnce(new WidgetError('outbox_full'));
    const saved = await outbox.save(record());
    expect(saved).toMatchObject({ storage: 'memory', failure: { code: 'outbox_full' } });
    expect(await outbox.records()).toHaveLength(2);
  });

  it('is told apart from a broken one: there is room again as soon as something has gone', async () => {
    const place = localStorageStore('otklik-prj_a', () => disk, { responses: 1, characters: 1e6 });
    const disk = storage();
    const outbox = new Outbox([place, memoryStore()]);
    const [old, late] = [record(), record()];
    await outbox.save(old);
    expect(await outbox.save(late)).toMatchObject({
      storage: 'memory',
      failure: { code: 'outbox_full' },
    });
    expect(outbox.isVolatile).toBe(true);
    await outbox.change(keyOf(old), () => undefined);
    await outbox.records();
    await vi.waitFor(() => expect(outbox.storageOf(late)).toBe('localstorage'));
    expect(await place.all()).toEqual([late]);
  });
});

describe('a page that alone holds answers', () => {
  it('asks before it is left, and no longer than that', async () => {
    const page = new EventTarget();
    const asks = (): boolean =>
      !page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const { outbox, broken, time } = ladder();
    guardUnload(outbox, page);
    expect(asks()).toBe(false);
    const [one, two] = [record(), record()];
    await outbox.save(one);
    await outbox.save(two);
    expect(asks()).toBe(true);
    await outbox.change(keyOf(one), (stored) => ({ ...stored, base: stored.revision }));
    expect(asks()).toBe(true);
    broken.error = undefined;
    time.pass(60_000);
    await outbox.records();
    await vi.waitFor(() => expect(asks()).toBe(false));
  });
});

describe('two tabs with one draft', () => {
  it('do not overwrite each other', async () => {
    const disk = memoryStore();
    const [left, right] = [new Outbox([disk]), new Outbox([disk])];
    const draft = record({ revision: 1 });
    await left.save(draft);
    await left.save({
      ...draft,
      revision: 2,
      answers: { nps: { value: 3, at: '2026-11-22T12:00:05.000Z' } },
    });
    const saved = await right.save({
      ...draft,
      revision: 2,
      answers: { ...draft.answers, why: { value: 'slow', at: '2026-11-22T12:00:04.000Z' } },
    });
    expect(saved.record).toMatchObject({
      revision: 3,
      answers: { nps: { value: 3 }, why: { value: 'slow' } },
    });
  });

  it('of which one could not write where the other did lose nothing', async () => {
    const [disk, beside] = [memoryStore(), memoryStore()];
    const broken = fragile();
    broken.error = new Error('disk');
    const draft = record({ revision: 1, base: 1 });
    await disk.change(keyOf(draft), () => draft, true);
    const why = { why: { value: 'slow', at: '2026-11-22T12:00:04.000Z' } };
    const mail = { mail: { value: 'a@b.de', at: '2026-11-22T12:00:05.000Z' } };
    await new Outbox([broken, beside]).save({
      ...draft,
      revision: 2,
      answers: { ...draft.answers, ...why },
    });
    await new Outbox([disk]).save({
      ...draft,
      revision: 4,
      answers: { ...draft.answers, ...mail },
    });
    const next = new Outbox([disk, beside]);
    const [found, ...others] = await next.records();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ revision: 5, base: 1, answers: { ...why, ...mail } });
    // What is acknowledged is acknowledged as a whole.
    await next.change(keyOf(draft), (stored) => ({ ...stored, base: 5 }));
    expect((await next.records()).filter(isPending)).toEqual([]);
  });

  it('do not open again what one of them has completed', async () => {
    const disk = memoryStore();
    const draft = record({ revision: 1 });
    await new Outbox([disk]).save({ ...draft, revision: 2, status: 'completed' });
    const saved = await new Outbox([disk]).save({ ...draft, revision: 5 });
    expect(saved.record).toMatchObject({ revision: 2, status: 'completed' });
  });

  it('store the same revision twice without making another', async () => {
    const outbox = new Outbox([memoryStore()]);
    const draft = record({ revision: 4 });
    await outbox.save(draft);
    expect((await outbox.save({ ...draft })).record.revision).toBe(4);
  });
});

describe('localStorage', () => {
  it('takes a small part of what the page has there, and never less than it holds', async () => {
    const place = storage();
    const store = localStorageStore('otklik-prj_a', () => place, {
      responses: 500,
      characters: 4000,
    });
    const [one, two] = [record(), record()];
    await store.change(keyOf(one), () => one, true);
    const grown = { ...one, answers: { nps: { value: 'x'.repeat(9000), at: '' } } };
    await store.change(keyOf(one), () => grown, true);
    await expect(store.change(keyOf(two), () => two, true)).rejects.toMatchObject({
      code: 'outbox_full',
    });
    expect(await store.all()).toEqual([grown]);
  });

  it('keeps records apart by project, and skips what is not one', async () => {
    const place = storage();
    place.setItem('otklik-prj_a/["x","y"]', '{"cut":');
    const [a, b] = [
      localStorageStore('otklik-prj_a', () => place),
      localStorageStore('otklik-prj_b', () => place),
    ];
    const one = record();
    await a.change(keyOf(one), () => one, true);
    expect(await a.all()).toEqual([one]);
    expect(await b.all()).toEqual([]);
    await a.change(keyOf(one), () => undefined, false);
    expect(await a.all()).toEqual([]);
  });
});
