import { keptPages } from './support/kept-pages.ts';
import { expect, messageOf, test } from './support/test.ts';

test.beforeEach(async ({ device, domain }) => {
  await device.register(`${domain.origin}/shop`);
});

test('a reminder takes the place of the first notification', async ({
  device,
  desktop,
  domain,
  invite,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  await desktop.notice('How was it?');
  await device.push(domain.origin, messageOf(invited, { title: 'Still interested' }));
  await desktop.notice('Still interested');
  expect(desktop.notices()).toHaveLength(1);
});

test('an invitation that is answered elsewhere takes its notification away, and nothing stays', async ({
  device,
  desktop,
  domain,
  invite,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  await desktop.notice('How was it?');
  await expect.poll(() => keptPages(device)).toEqual([invited.link]);
  await device.push(domain.origin, messageOf(invited, { withdraw: true }));
  await expect.poll(() => desktop.notices()).toEqual([]);
  await expect.poll(() => device.inWorker(() => caches.keys())).toEqual([]);
});

test('a tap reaches a worker that was stopped meanwhile', async ({
  device,
  desktop,
  domain,
  invite,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await device.stopWorkers();
  const opening = device.opened();
  desktop.click(notice);
  await expect(await opening).toHaveURL(invited.link);
});

test('a second tap brings the same window back', async ({ device, desktop, domain, invite }) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  const opening = device.opened();
  desktop.click(await desktop.notice('How was it?'));
  const page = await opening;
  await expect(page.getByRole('radio')).toHaveCount(11);

  await device.push(domain.origin, messageOf(invited, { title: 'Still interested' }));
  const later = await desktop.notice('Still interested');
  await device.inWorker(noteFocus);
  desktop.click(later);
  await expect.poll(() => device.inWorker(focused)).toEqual([invited.link]);
  expect(device.context.pages().filter((one) => one.url() === invited.link)).toHaveLength(1);
});

test('a notification that is swept away without a network is told later', async ({
  device,
  desktop,
  domain,
  invite,
  invitation,
}) => {
  const invited = await invite();
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await expect.poll(async () => (await invitation(invited.id)).status).toBe('delivered');
  await device.context.setOffline(true);
  desktop.dismiss(notice);
  await expect.poll(() => device.inWorker(reportsWaiting)).toBe(1);

  await device.context.setOffline(false);
  await device.sync(domain.origin, 'otklik-notices');
  await expect.poll(async () => (await invitation(invited.id)).status).toBe('dismissed');
  await expect.poll(() => device.inWorker(reportsWaiting)).toBe(0);
});

test('a survey that was closed meanwhile says so', async ({ device, desktop, domain, invite }) => {
  const content = (await domain.client.getSurvey({ id: 'srv_short' })).draft;
  await domain.client.putSurvey({ id: 'srv_soon_closed', draft: content });
  await domain.client.publishSurvey({ id: 'srv_soon_closed' });
  const invited = await invite({ survey: 'srv_soon_closed' });
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await domain.client.closeSurvey({ id: 'srv_soon_closed' });
  const opening = device.opened();
  desktop.click(notice);
  const page = await opening;
  await expect(page.locator('main')).toContainText(/closed|over/);
  await expect(page.getByRole('radio')).toHaveCount(0);
});

test('a push is shown, and its tap works, where there is no room to keep anything', async ({
  device,
  desktop,
  domain,
  invite,
  invitation,
}) => {
  const invited = await invite();
  await device.limitStorage(domain.origin, 1);
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await expect.poll(async () => (await invitation(invited.id)).status).toBe('delivered');
  const opening = device.opened();
  desktop.click(notice);
  await expect((await opening).getByRole('radio')).toHaveCount(11);
});

test('a person who has taken the permission back is shown nothing, and nothing is told', async ({
  device,
  desktop,
  domain,
  invite,
  invitation,
}) => {
  const first = await invite();
  const second = await invite();
  await device.context.clearPermissions();
  await expect.poll(() => device.inWorker(() => Notification.permission)).not.toBe('granted');
  const warning = device.warning();
  await device.push(domain.origin, messageOf(first));
  expect(await warning).toContain('a notification was refused');
  await device.register(`${domain.origin}/shop`);
  await device.push(domain.origin, messageOf(second, { title: 'Allowed again' }));
  await desktop.notice('Allowed again');
  await expect.poll(async () => (await invitation(second.id)).status).toBe('delivered');
  expect(desktop.notices()).toHaveLength(1);
  expect((await invitation(first.id)).status).toBe('sent');
});

test.describe('a push that is not to be trusted', () => {
  const wrong: readonly (readonly [string, (link: string) => unknown])[] = [
    ['another site', () => ({ link: `https://evil.example/s/${'x'.repeat(22)}` })],
    ['a script', () => ({ link: `javascript:alert(1)//${'x'.repeat(22)}` })],
    ['a password in its link', (link) => ({ link: link.replace('://', '://me:secret@') })],
    ['no code', (link) => ({ link: `${new URL(link).origin}/` })],
    ['an invitation that is none', () => ({ invitation: '../../etc' })],
    ['no title', () => ({ title: undefined })],
    ['a number for a text', () => ({ body: 42 })],
    ['another version', () => ({ otklik: 2 })],
  ];

  test('is shown to nobody, and the next good one is', async ({
    device,
    desktop,
    domain,
    invite,
  }) => {
    const invited = await invite();
    const good = messageOf(invited);
    const shown = desktop.shown();
    for (const [, change] of wrong) {
      await device.push(domain.origin, { ...good, ...(change(invited.link) as object) });
    }
    for (const text of ['', 'not JSON', '[]', 'null', '{"otklik":{}}', '"x"'.repeat(1000)]) {
      await device.push(domain.origin, text);
    }
    await device.push(domain.origin, { ...good, title: 'The good one' });
    await desktop.notice('The good one');
    expect(desktop.notices().map(({ title }) => title)).toEqual(['The good one']);
    expect(desktop.shown() - shown).toBe(1);
  });
});

test('nothing about the person is in a notification, an address, a cache or what is told', async ({
  device,
  desktop,
  domain,
  invite,
  invitation,
}) => {
  const secrets = ['anna.petrova', 'A-1041', 'gold'];
  const invited = await invite({
    respondent: secrets[0]!,
    variables: { orderNumber: secrets[1]!, plan: secrets[2]! },
  });
  const before = domain.line.passages.length;
  await device.push(domain.origin, messageOf(invited));
  const notice = await desktop.notice('How was it?');
  await expect.poll(() => keptPages(device)).toEqual([invited.link]);
  desktop.dismiss(notice);
  await expect.poll(async () => (await invitation(invited.id)).status).toBe('dismissed');
  const kept = await device.inWorker(async () => {
    const names = await caches.keys();
    const contents = names.map(async (name) => {
      const cache = await caches.open(name);
      const requests = await cache.keys();
      const texts = requests.map(async (one) => (await cache.match(one))!.text());
      return [name, ...requests.map(({ url }) => url), ...(await Promise.all(texts))];
    });
    return (await Promise.all(contents)).flat();
  });
  expect(kept.length).toBeGreaterThan(4);
  const told = domain.line.passages.slice(before);
  const seen = JSON.stringify([notice, kept, told, invited.link]);
  for (const secret of secrets) expect(seen).not.toContain(secret);
  expect(seen, 'no survey token').not.toMatch(/eyJ[\\w-]+\\./);
  expect(seen, 'no key, no grant').not.toMatch(/\\bot[kg]_[\\w-]{20}/);
});

/** Without a screen every window has the focus, always: what was asked for is all there is to see. */
function noteFocus(): void {
  interface Window {
    readonly url: string;
    focus(): Promise<Window>;
  }
  const { prototype } = (globalThis as unknown as { WindowClient: { prototype: Window } })
    .WindowClient;
  const { focus } = prototype;
  const notes = { focused: [] as string[] };
  prototype.focus = function () {
    notes.focused.push(this.url);
    return focus.call(this);
  };
  Object.assign(globalThis, notes);
}

function focused(): readonly string[] {
  return (globalThis as unknown as { focused: string[] }).focused;
}

/** How many reports the worker holds. */
async function reportsWaiting(): Promise<number> {
  const opening = indexedDB.open('otklik/notices');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const counting = opening.result.transaction('records').objectStore('records').count();
  await new Promise((resolve) => counting.addEventListener('success', resolve));
  opening.result.close();
  return counting.result;
}
