import { describe, expect, it, vi } from 'vitest';

import { WidgetError } from '../problem.ts';
import { keyOf } from '../record.ts';
import { record } from '../testing/samples.ts';
import { localStorageStore } from './local-storage-store.ts';
import { memoryStore } from './memory-store.ts';
import { Outbox } from './outbox.ts';
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

  it('is not waited for again at once, and is used again after a while', async () => {
    let now = 0;
    const broken = fragile();
    broken.error = new Error('disk');
    const change = vi.spyOn(broken, 'change');
    const outbox = new Outbox([broken, memoryStore()], () => now);
    const one = record();
    await outbox.save(one);
    await outbox.save({ ...one, revision: 2 });
    expect(change).toHaveBeenCalledTimes(1);
    now = 60_000;
    broken.error = undefined;
    const saved = await outbox.save({ ...one, revision: 3 });
    expect(saved.storage).toBe('indexeddb');
    expect(await outbox.records()).toMatchObject([{ revision: 3 }]);
  });

  it('leaves no older copy behind when it is back', async () => {
    let now = 0;
    const broken = fragile();
    const below = memoryStore();
    const outbox = new Outbox([broken, below], () => now);
    const one = record();
    broken.error = new Error('disk');
    await outbox.save(one);
    broken.error = undefined;
    now = 60_000;
    await outbox.save({ ...one, revision: 2 });
    await vi.waitFor(async () => expect(await below.all()).toEqual([]));
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
