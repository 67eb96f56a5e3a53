import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ModelFileService, problem } from '../testing/file-service.ts';
import { responseId } from '../testing/samples.ts';
import { world } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import type { FileRecord } from './file-record.ts';
import { FileStore } from './file-store.ts';
import { Uploader } from './uploader.ts';
import type { FileNews } from './uploader.ts';

const ENDPOINT = 'https://surveys.example.com';

let project: string;
let service: ModelFileService;
let store: FileStore;
let told: string[];

beforeEach(() => {
  project = `prj_${crypto.randomUUID()}`;
  service = new ModelFileService();
  store = new FileStore(project);
  told = [];
});
afterEach(() => store.close());

const tell = ({ kind, id, ...news }: FileNews): void => {
  const extra = 'code' in news ? ` ${news.code}` : '';
  told.push(`${kind} ${id.slice(0, 1)}${extra}`);
};

/** As a tab with its own clock. */
function tab(change: Partial<TestWorld> = {}): { uploader: Uploader; time: TestWorld } {
  const time = world(service.fetch, change);
  const uploader = new Uploader(project, ENDPOINT, new FileStore(project), time);
  uploader.listen(tell);
  return { uploader, time };
}

let chosen = 0;

async function choose(
  letter: string,
  bytes: number,
  change: Partial<FileRecord> = {},
): Promise<Uint8Array> {
  const content = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) {
    crypto.getRandomValues(content.subarray(at, Math.min(bytes, at + 65_536)));
  }
  chosen += 1;
  await store.put(
    {
      v: 1,
      reference: { id: letter.repeat(32), name: `${letter}.jpg`, type: 'image/jpeg', bytes },
      response: responseId(),
      question: 'photo',
      endpoint: ENDPOINT,
      grant: 'otg_default_grant',
      deadline: '2026-12-22T12:00:00.000Z',
      at: chosen,
      ...change,
    },
    content.buffer,
  );
  return content;
}

const arrived = (letter: string) => service.content.get(letter.repeat(32));
const left = async () => (await store.records()).map(({ reference }) => reference.name);

describe('a file on this device', () => {
  it('arrives byte by byte as it is, and then is gone from the device', async () => {
    const content = await choose('a', 700_000);
    await tab().uploader.wake();
    expect(arrived('a')).toEqual(content);
    expect(await left()).toEqual([]);
    expect(await store.content('a'.repeat(32))).toBeUndefined();
    expect(told.at(-1)).toBe('sent a');
    expect(new Set(told.slice(0, -1))).toEqual(new Set(['sending a']));
  });

  it('is one request when it is small', async () => {
    await choose('a', 20_000);
    await tab().uploader.wake();
    expect(service.arrivals).toMatchObject([{ offset: 0, bytes: 20_000 }]);
  });

  it('goes on where it stopped, after the connection broke and after a reload', async () => {
    const content = await choose('a', 900_000);
    service.cut = ({ offset }) => (offset > 300_000 ? 'after' : undefined);
    const before = tab();
    await before.uploader.wake();
    expect(before.time.planned()).toBeGreaterThan(0);
    expect(await left()).toEqual(['a.jpg']);
    expect(told.at(-1)).toBe('waiting a');

    service.cut = undefined;
    const cutAt = service.arrivals.length;
    await tab().uploader.wake();
    expect(arrived('a')).toEqual(content);
    const [question, ...rest] = service.arrivals.slice(cutAt);
    expect(question).toMatchObject({ offset: 0, bytes: 0 });
    expect(rest[0]!.offset).toBeGreaterThan(300_000);
    expect(rest.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(600_000);
  });

  it('waits while there is no network, and goes when there is hope', async () => {
    const content = await choose('a', 100_000);
    service.cut = () => 'before';
    const { uploader, time } = tab();
    await uploader.wake();
    time.tick();
    await expect.poll(() => time.planned()).toBeGreaterThan(0);
    service.cut = undefined;
    await uploader.wake();
    expect(arrived('a')).toEqual(content);
  });

  it('sends smaller pieces over a bad line, none smaller than the service takes', async () => {
    await choose('a', 300_000);
    const { uploader, time } = tab();
    service.cut = ({ bytes }) => (bytes > 16 * 1024 ? 'before' : undefined);
    await uploader.wake();
    for (let round = 0; round < 12 && (await left()).length > 0; round += 1) {
      await uploader.wake();
    }
    expect(await left()).toEqual([]);
    expect(time.planned()).toBeUndefined();
    const inside = service.arrivals.filter(
      ({ offset, bytes }) => bytes && offset + bytes < 300_000,
    );
    expect(Math.min(...inside.map(({ bytes }) => bytes))).toBe(16 * 1024);
  });

  it('is sent once by two tabs together', async () => {
    const content = await choose('a', 600_000);
    const { locks } = navigator;
    const tabs = [tab({ locks }), tab({ locks })];
    await Promise.all(tabs.map(({ uploader }) => uploader.wake()));
    for (const { uploader } of tabs) {
      await uploader.wake();
    }
    expect(arrived('a')).toEqual(content);
    expect(service.arrivals.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(600_000);
  });

  it('that was taken back meanwhile is sent no further', async () => {
    await choose('a', 600_000);
    service.instead = () => {
      void store.remove('a'.repeat(32));
      return undefined;
    };
    await tab().uploader.wake();
    expect(service.arrivals.length).toBeLessThan(4);
    expect(await left()).toEqual([]);
  });

  it('of another endpoint is left to that one', async () => {
    await choose('a', 1000, { endpoint: 'https://other.example.com' });
    await tab().uploader.wake();
    expect(service.arrivals).toEqual([]);
    expect(await left()).toEqual(['a.jpg']);
  });
});

describe('a file that the service will not have', () => {
  it.each(['file_not_allowed', 'file_content_invalid', 'grant_expired', 'file_limit'])(
    'because of %s is set aside, told, and holds up no other',
    async (code) => {
      await choose('a', 50_000);
      const content = await choose('b', 50_000);
      service.instead = ({ id }) => (id.startsWith('a') ? problem(422, code) : undefined);
      const { uploader, time } = tab();
      await uploader.wake();
      expect(told).toContain(`refused a ${code}`);
      expect(arrived('b')).toEqual(content);
      expect(await left()).toEqual(['a.jpg']);
      expect(time.planned()).toBeUndefined();

      service.instead = undefined;
      await uploader.wake();
      expect(arrived('a')).toBeUndefined();
    },
  );

  it('is forgotten when its time is over', async () => {
    await choose('a', 50_000, { refused: 'grant_expired', deadline: '2026-01-01T00:00:00.000Z' });
    await tab().uploader.wake();
    expect(await left()).toEqual([]);
  });

  it('because the person was erased is forgotten at once', async () => {
    await choose('a', 50_000);
    service.instead = () => problem(410, 'response_erased');
    await tab().uploader.wake();
    expect(await left()).toEqual([]);
  });
});

describe('trouble that passes', () => {
  it.each([
    ['a failure of the service', () => problem(500, 'internal')],
    ['a page of a hotel', () => new Response('<!doctype html>', { status: 200 })],
    ['a proxy that forbids', () => new Response('Forbidden', { status: 403 })],
    ['a proxy that takes next to nothing', () => new Response('too large', { status: 413 })],
    ['an older service', () => problem(404, 'route_unknown')],
  ])('is no end: %s', async (_what, answer) => {
    const content = await choose('a', 50_000);
    const { uploader, time } = tab();
    service.instead = answer;
    await uploader.wake();
    expect(await left()).toEqual(['a.jpg']);
    service.instead = undefined;
    time.tick();
    await expect.poll(left).toEqual([]);
    expect(arrived('a')).toEqual(content);
  });

  it('with one file lets the others go first', async () => {
    await choose('a', 50_000);
    await choose('b', 50_000);
    service.instead = ({ id }) => (id.startsWith('a') ? problem(500, 'internal') : undefined);
    const { uploader, time } = tab();
    await uploader.wake();
    time.tick();
    await expect.poll(left).toEqual(['a.jpg']);
  });

  it('is waited out for as long as the service asks', async () => {
    await choose('a', 50_000);
    service.instead = () => problem(503, 'unavailable', { 'retry-after': '120' });
    const { uploader, time } = tab();
    await uploader.wake();
    expect(time.planned()).toBeGreaterThanOrEqual(120_000);
    const before = service.arrivals.length;
    await uploader.wake();
    expect(service.arrivals).toHaveLength(before);
  });

  it('with the size of a piece makes it smaller', async () => {
    const content = await choose('a', 200_000);
    service.instead = ({ bytes }) =>
      bytes > 40_000 ? new Response('too large', { status: 413 }) : undefined;
    await tab().uploader.wake();
    expect(arrived('a')).toEqual(content);
  });
});

describe('the store of files', () => {
  const names = async () => (await indexedDB.databases()).map(({ name }) => name);
  const file = (change: Partial<FileRecord['reference']> = {}): FileRecord => ({
    v: 1,
    reference: { id: 'c'.repeat(32), name: 'c', type: 'text/plain', bytes: 600, ...change },
    response: responseId(),
    question: 'photo',
    endpoint: ENDPOINT,
    grant: 'g',
    deadline: '2026-12-22T12:00:00.000Z',
    at: 1,
  });

  it('is not created by looking, and is found by the name of its project', async () => {
    expect(await store.records()).toEqual([]);
    expect(await names()).not.toContain(`otklik-${project}/files`);
    await store.put(file(), new ArrayBuffer(600));
    expect(await names()).toContain(`otklik-${project}/files`);
  });

  it('refuses what is too much, and keeps what it has', async () => {
    const small = new FileStore(project, 1000);
    await small.put(file(), new ArrayBuffer(600));
    const second = small.put(file({ id: 'd'.repeat(32) }), new ArrayBuffer(600));
    await expect(second).rejects.toMatchObject({ code: 'outbox_full' });
    expect(await small.records()).toHaveLength(1);
    expect(await small.content('d'.repeat(32))).toBeUndefined();
    small.close();
  });
});
