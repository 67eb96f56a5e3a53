import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from '@playwright/test';
import type {
  BrowserContext,
  BrowserType,
  CDPSession,
  LaunchOptions,
  Page,
} from '@playwright/test';

import { killBrowser } from '../../support/kill-browser.ts';
import type { Desktop } from './desktop.ts';

/** A person's Chromium, with a profile that lasts, on their desktop. */
export interface Device {
  readonly context: BrowserContext;
  /** Lets this site show notifications, and registers its service worker for all of it. */
  register(page: string, worker?: string): Promise<void>;
  /** Hands a push to the site's worker, as the browser does once a push service has brought it. */
  push(site: string, payload: unknown): Promise<void>;
  /** Tells the site's worker that there is a network again, as the browser does by itself. */
  sync(site: string, tag: string): Promise<void>;
  /** Leaves the site this much room on the disk, in bytes. */
  limitStorage(site: string, bytes: number): Promise<void>;
  /** Runs in the site's worker. */
  inWorker<T>(work: () => T | Promise<T>): Promise<T>;
  /** What the site's worker says next to its developers. */
  warning(): Promise<string>;
  /** As browsers do with a worker that has had nothing to do. */
  stopWorkers(): Promise<void>;
  /** SIGKILL, and started again. The permission to show notifications is gone then. */
  restart(): Promise<void>;
  /** The next window that is opened. */
  opened(): Promise<Page>;
  close(): Promise<void>;
}

export async function startDevice(
  chromium: BrowserType,
  { args = [], ...options }: LaunchOptions,
  desktop: Desktop,
): Promise<Device> {
  const profile = await mkdtemp(join(tmpdir(), 'otklik-device-'));
  const start = async () => {
    const context = await chromium.launchPersistentContext(profile, {
      ...options,
      args,
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: desktop.bus },
      viewport: { width: 412, height: 840 },
      locale: 'en-US',
    });
    // It never goes anywhere, so that what is said over it stays.
    const desk = context.pages()[0] ?? (await context.newPage());
    const cdp = await context.newCDPSession(desk);
    return { context, cdp, registrations: await registrationsOn(cdp) };
  };
  let { context, cdp, registrations } = await start();
  const registrationOf = async (site: string) => {
    await expect.poll(() => registrations.get(`${site}/`)).toBeTruthy();
    return { origin: `${site}/`, registrationId: registrations.get(`${site}/`)! };
  };
  return {
    get context() {
      return context;
    },
    async register(page, worker = '/otklik-sw.js') {
      const { origin } = new URL(page);
      await context.grantPermissions(['notifications'], { origin });
      const visit = await context.newPage();
      await visit.goto(page);
      await visit.evaluate(async (path) => {
        await navigator.serviceWorker.register(path, { scope: '/' });
        await navigator.serviceWorker.ready;
      }, worker);
      await visit.close();
    },
    async push(site, payload) {
      const data = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const to = await registrationOf(site);
      await cdp.send('ServiceWorker.deliverPushMessage', { ...to, data });
    },
    async sync(site, tag) {
      const to = await registrationOf(site);
      await cdp.send('ServiceWorker.dispatchSyncEvent', { ...to, tag, lastChance: false });
    },
    async limitStorage(site, quotaSize) {
      await cdp.send('Storage.overrideQuotaForOrigin', { origin: site, quotaSize });
    },
    async inWorker(work) {
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
      return worker.evaluate(work);
    },
    async warning() {
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
      return (await worker.waitForEvent('console')).text();
    },
    stopWorkers: async () => void (await cdp.send('ServiceWorker.stopAllWorkers')),
    async restart() {
      await killBrowser(context, profile);
      ({ context, cdp, registrations } = await start());
    },
    opened: () => context.waitForEvent('page'),
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Ids of registrations, by scope. */
async function registrationsOn(cdp: CDPSession): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { scopeURL, registrationId, isDeleted } of registrations) {
      if (isDeleted) ids.delete(scopeURL);
      else ids.set(scopeURL, registrationId);
    }
  });
  await cdp.send('ServiceWorker.enable');
  return ids;
}
