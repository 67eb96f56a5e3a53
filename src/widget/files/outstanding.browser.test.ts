import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { OutboxRecord } from '../record.ts';
import { storedProjects } from '../stored.ts';
import { ModelFileService } from '../testing/file-service.ts';
import { at, record } from '../testing/samples.ts';
import type { FileRecord } from './file-record.ts';
import { FileStore } from './file-store.ts';
import { Outstanding } from './outstanding.ts';
import type { Following } from './outstanding.ts';
import { wakeUploads } from './waking.ts';

const ENDPOINT = 'https://surveys.test';
const REFERENCE = { id: 'e'.repeat(32), name: 'e.txt', type: 'text/plain', bytes: 500 };

let project: string;
let service: ModelFileService;
let store: FileStore;
let mine: OutboxRecord;

beforeEach(() => {
  project = `prj_${crypto.randomUUID()}`;
  service = new ModelFileService();
  store = new FileStore(project);
  mine = record({
    endpoint: ENDPOINT,
    grant: 'otg_new',
    answers: { papers: { value: [REFERENCE], at: at() } },
  });
  vi.spyOn(globalThis, 'fetch').mockImplementation((...call) => service.fetch(...call));
});
afterEach(() => {
  store.close();
  vi.restoreAllMocks();
});

const keep = (change: Partial<FileRecord> = {}) =>
  store.put(
    {
      v: 1,
      reference: REFERENCE,
      response: mine.id,
      question: 'papers',
      endpoint: ENDPOINT,
      grant: 'otg_old',
      deadline: '2099-12-22T12:00:00.000Z',
      at: 1,
      ...change,
    },
    new ArrayBuffer(REFERENCE.bytes),
  );

function watch(): { readonly files: Outstanding; readonly seen: Following[] } {
  const seen: Following[] = [];
  const files: Outstanding = new Outstanding({
    project,
    record: () => mine,
    changed: () => void seen.push(files.following),
    fail: () => undefined,
  });
  return { files, seen };
}

describe('files of answers', () => {
  it('are taken for outstanding until somebody has looked, and then no longer than they are', async () => {
    await keep();
    const { files, seen } = watch();
    expect(files.following).toBe('going');
    await files.look();
    expect(files.following).toBe('none');
    expect(seen).toEqual(['going', 'none']);
  });

  it('wait when the network is away', async () => {
    await keep();
    service.cut = () => 'before';
    const { files } = watch();
    await files.look();
    expect(files.following).toBe('waiting');
  });

  it('go with the answers to another response, and under a new grant', async () => {
    await keep({ response: '019ab000-0000-7000-8000-ffffffffffff', refused: 'grant_expired' });
    await watch().files.look();
    expect(service.arrivals).toMatchObject([{ id: REFERENCE.id, bytes: 500, grant: 'otg_new' }]);
  });

  it('that no answer names are not theirs', async () => {
    mine = { ...mine, answers: {} };
    await keep();
    const { files } = watch();
    expect(files.following).toBe('none');
    await files.look();
    expect(service.arrivals).toMatchObject([{ grant: 'otg_old' }]);
  });
});

describe('files that wait on a device', () => {
  it('are found under the name of their project, and brought out without any survey', async () => {
    await keep();
    const own = (await storedProjects())!.filter((name) => name.startsWith(project));
    expect(own).toEqual([project]);
    await wakeUploads(project, ENDPOINT);
    expect(service.content.get(REFERENCE.id)).toHaveLength(500);
    expect(await store.records()).toEqual([]);
  });

  it('are not looked for where there are none: nothing is created', async () => {
    await wakeUploads(project, ENDPOINT);
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names.filter((name) => name?.includes(project))).toEqual([]);
  });
});
