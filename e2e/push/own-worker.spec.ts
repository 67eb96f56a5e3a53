import { createHostSite } from '../support/host-site.ts';
import type { HostSite } from '../support/host-site.ts';
import { expect, messageOf, test as base } from './support/test.ts';

const test = base.extend<{ site: HostSite }>({
  site: async ({ domain }, use) => {
    const site = await createHostSite();
    await domain.client.changeProject({ origins: [domain.origin, site.origin] });
    await use(site);
    await site.close();
  },
});

/** A customer's worker as it was before: it shows their own pushes, and answers for their pictures. */
const theirs = (service: string) => `
self.answered = [];
const answer = FetchEvent.prototype.respondWith;
FetchEvent.prototype.respondWith = function (reply) {
  answered.push(new URL(this.request.url).pathname);
  return answer.call(this, reply);
};
importScripts('${service}/otklik-sw.js');
importScripts('${service}/otklik-sw.js?again');
self.addEventListener('push', (event) => {
  event.waitUntil(self.registration.showNotification('Of the shop', { body: event.data.text(), data: { open: '/offers' } }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data.open));
});
self.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname.startsWith('/pictures/')) event.respondWith(new Response('of the worker'));
});
`;

test("a customer's worker imports ours, from another origin and twice, and keeps its own pushes and requests", async ({
  device,
  desktop,
  domain,
  invite,
  invitation,
  site,
}) => {
  site.page('/', '<!doctype html><title>Shop</title><link rel="icon" href="data:,"><h1>Shop</h1>');
  site.page('/offers', '<!doctype html><title>Offers</title><link rel="icon" href="data:,">');
  site.script('/worker.js', theirs(domain.origin));
  await device.register(`${site.origin}/`, '/worker.js');

  const invited = await invite();
  await device.push(site.origin, messageOf(invited));
  const ours = await desktop.notice('How was it?');
  await device.push(site.origin, '{"offer":"Tea, half price"}');
  const own = await desktop.notice('Of the shop');
  expect(desktop.notices()).toHaveLength(2);
  await expect.poll(async () => (await invitation(invited.id)).status).toBe('delivered');

  const offers = device.opened();
  desktop.click(own);
  await expect(await offers).toHaveTitle('Offers');
  const survey = device.opened();
  desktop.click(ours);
  await expect(await survey).toHaveURL(invited.link);

  const page = await offers;
  await page.evaluate(async () => {
    const asked = Array.from({ length: 100 }, (_, at) => [
      `/items/${at}`,
      `/pictures/${at}`,
    ]).flat();
    const more = ['/s/short', '/otklik.js', '/chunks/a-12345678.js', '/v1/sessions'];
    await Promise.all([...asked, ...more].map((path) => fetch(path, { method: 'GET' })));
    await fetch('/items/1', { method: 'POST', body: 'x' });
  });
  const answered = await device.inWorker(
    () => (self as unknown as { answered: string[] }).answered,
  );
  expect(answered).toHaveLength(100);
  expect(answered.every((path) => path.startsWith('/pictures/'))).toBe(true);
});
