/** A browser with a profile of its own, and what its pages keep. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';

import { chromiumOptions } from '../browsers/chromium-options.ts';

/** What of a record these trials look at; the rest is there as well. */
export interface KeptRecord {
  readonly id: string;
  readonly respondent: string;
  readonly revision: number;
  readonly base: number;
  readonly status: string;
  readonly parked?: string;
}

export interface Profile {
  /** Starts the browser, again after it was closed. */
  open(): Promise<BrowserContext>;
  remove(): Promise<void>;
}

export async function createProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'otklik-network-'));
  let context: BrowserContext | undefined;
  return {
    async open() {
      await context?.close();
      const options = chromiumOptions('--disable-background-networking');
      context = await chromium.launchPersistentContext(folder, options);
      return context;
    },
    async remove() {
      await context?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** All that the page's origin keeps of a project, as it is on the device. Must not make what is not there. */
export async function keptBy(page: Page): Promise<readonly KeptRecord[]> {
  return (await page.evaluate(async (project) => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === project)) return [];
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error(String(request.error))));
      });
    const database = await done(indexedDB.open(project));
    const records = await done(database.transaction('records').objectStore('records').getAll());
    database.close();
    return records as unknown[];
  }, DATABASE)) as readonly KeptRecord[];
}

/** Puts records onto a device as its widget would have left them. */
export async function keepAll(page: Page, records: readonly KeptRecord[]): Promise<void> {
  await page.evaluate(
    async ([project, all]) => {
      const opening = indexedDB.open(project);
      opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('records'));
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const database = opening.result;
      const transaction = database.transaction('records', 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore('records');
      for (const one of all) store.put(one, [one.respondent, one.id]);
      await new Promise((resolve, reject) => {
        transaction.addEventListener('complete', resolve);
        transaction.addEventListener('abort', () => reject(new Error(String(transaction.error))));
      });
      database.close();
    },
    [DATABASE, records] as const,
  );
}

/** Of the project that every service begins with. */
const DATABASE = 'otklik-prj_default';

/** Something that a page may take for a reason to try at once. */
export async function giveHope(page: Page): Promise<void> {
  await page.evaluate(() => void dispatchEvent(new Event('online')));
}
