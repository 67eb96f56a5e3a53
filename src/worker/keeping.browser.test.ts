import { beforeEach, describe, expect, it } from 'vitest';

import { forget, keep, PAGES } from './keeping.ts';
import type { KeepingWorld } from './keeping.ts';
import type { Way } from './way.ts';
import { FILES } from './widget-files.ts';

const endpoint = 'https://ask.example';
const NOW = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const FILE_LIST = {
  always: ['otklik.js', 'chunks/later-abcd1234.js'],
  kinds: { nps: ['chunks/nps-abcd1234.js'], matrix: ['chunks/matrix-abcd1234.js'] },
  languages: { ru: ['chunks/ru-abcd1234.js'] },
};

let asked: string[];
/** What the network says instead. */
let changed: Map<string, () => Response>;
let isSaving: boolean;

const world: KeepingWorld = {
  caches,
  fetch: async (input) => {
    const url = input as string;
    asked.push(url.replace(`${endpoint}/`, ''));
    const instead = changed.get(url);
    if (instead) return instead();
    if (url.endsWith('/otklik-files.json')) return Response.json(FILE_LIST);
    return url.includes('/s/') ? pageOf('nps') : new Response('a file');
  },
  now: () => NOW,
  savesData: () => isSaving,
};

beforeEach(async () => {
  asked = [];
  changed = new Map();
  isSaving = false;
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
});

function pageOf(type: string, at = NOW): Response {
  const preface = { lang: 'ru', survey: { content: { screens: [{ questions: [{ type }] }] } } };
  const script = `<script type="application/json" id="otklik-preface">${JSON.stringify(preface)}</script>`;
  return new Response(script, { headers: { date: new Date(at).toUTCString() } });
}

function way(code: string, place: Way['place'] = 'hosted'): Way {
  return { code, href: `${endpoint}/s/${code}`, place };
}

const keepNow = (to: Way) => keep(to, 'ru', { endpoint }, world);

async function kept(name: string): Promise<string[]> {
  if (!(await caches.has(name))) return [];
  const requests = await (await caches.open(name)).keys();
  return requests.map(({ url }) => url.replace(`${endpoint}/`, '')).sort();
}

const NPS_FILES = [
  'chunks/later-abcd1234.js',
  'chunks/nps-abcd1234.js',
  'chunks/ru-abcd1234.js',
  'otklik.js',
];

describe('what a tap needs', () => {
  it('is put aside with the notification: the page, and the files that its survey takes', async () => {
    expect(await keepNow(way('one'))).toBe(true);
    expect(await kept(PAGES)).toEqual(['s/one']);
    expect(await kept(FILES)).toEqual(NPS_FILES);
  });

  it('is fetched once, but for what changes under its name', async () => {
    await keepNow(way('one'));
    asked = [];
    await keepNow(way('two'));
    expect(asked).toEqual(['s/two', 'otklik-files.json', 'otklik.js']);
  });

  it('is all there, or none of it', async () => {
    changed.set(`${endpoint}/chunks/nps-abcd1234.js`, () => new Response('', { status: 503 }));
    expect(await keepNow(way('one'))).toBe(false);
    expect([await kept(PAGES), await kept(FILES)]).toEqual([[], []]);
  });

  it('of a customer’s own page is the widget alone, and elsewhere nothing', async () => {
    await keepNow(way('one', 'elsewhere'));
    expect(asked).toEqual([]);
    expect(await keepNow(way('one', 'own-page'))).toBe(false);
    expect(await kept(PAGES)).toEqual([]);
    expect(await kept(FILES)).toEqual(NPS_FILES.filter((file) => !file.includes('nps')));
  });

  it('is not fetched for somebody who saves data', async () => {
    isSaving = true;
    expect(await keepNow(way('one'))).toBe(false);
    expect(asked).toEqual([]);
  });

  it('makes room: five pages, none older than a month, and no file of an older widget', async () => {
    const pages = await caches.open(PAGES);
    await pages.put(`${endpoint}/s/old`, pageOf('nps', NOW - 31 * DAY_MS));
    const old = `${endpoint}/chunks/later-00000000.js`;
    await (await caches.open(FILES)).put(old, new Response('of yesterday'));
    for (const code of ['one', 'two', 'three', 'four', 'five', 'six']) await keepNow(way(code));
    expect(await kept(PAGES)).toEqual(['s/five', 's/four', 's/six', 's/three', 's/two']);
    expect(await kept(FILES)).toEqual(NPS_FILES);
  });
});

describe('what is over', () => {
  it('goes from the device: the page by itself, with the last one everything', async () => {
    await keepNow(way('one'));
    await keepNow(way('two'));
    await forget(way('one'), world);
    expect(await kept(PAGES)).toEqual(['s/two']);
    expect(await kept(FILES)).toEqual(NPS_FILES);
    await caches.open('of-the-shop');
    await forget(way('two'), world);
    expect(await caches.keys()).toEqual(['of-the-shop']);
  });

  it.each([
    ['answered', () => new Response('<p>You have already answered.</p>')],
    ['closed', () => new Response('over', { status: 410 })],
  ])('goes also when the service says so: %s', async (_why, page) => {
    await keepNow(way('one'));
    changed.set(`${endpoint}/s/one`, page);
    expect(await keepNow(way('one'))).toBe(false);
    expect([await kept(PAGES), await kept(FILES)]).toEqual([[], []]);
  });
});
