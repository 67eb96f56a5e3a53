import { expect, test } from './launch-test.ts';

/** An app puts a link aside before anybody has tapped it: `/s/{code}/keep`. That it is there then, launch-states shows. */
for (const kind of ['WebKitGTK', 'Chromium'] as const) {
  test.describe(`in an app around ${kind}`, () => {
    test.use({ kind });

    test('a worker of the site with ours in it puts the page aside, and stays', async ({
      start,
      house,
      invite,
    }) => {
      const { domain } = house;
      domain.serve('/own.js', 'text/javascript', "importScripts('/otklik-sw.js');");
      const { link } = await invite();
      const view = await start();
      await view.open(`${domain.origin}/shop`);
      await view.ask("void navigator.serviceWorker.register('/own.js')");
      expect(await view.keep(link)).toBe(true);
      await view.ask(
        'void navigator.serviceWorker.getRegistrations().then((all) => (window.workers = all.map(({ active }) => active.scriptURL)))',
      );
      await expect.poll(() => view.ask('window.workers')).toEqual([`${domain.origin}/own.js`]);
    });

    test('a link that leads to no question is not put aside, and the app hears so', async ({
      start,
      house,
      invite,
    }) => {
      const { id, link } = await invite();
      await house.domain.client.cancelInvitation({ id });
      const view = await start();
      expect(await view.keep(link)).toBe(false);
      expect(await view.keep(`${house.domain.origin}/s/${'x'.repeat(30)}`)).toBe(false);
    });
  });
}

test.describe('in an app whose web view keeps nothing', () => {
  test.use({ kind: 'Chromium', isKeeping: false });

  test('nothing is put aside, and the app hears so', async ({ start, invite }) => {
    const { link } = await invite();
    expect(await (await start()).keep(link)).toBe(false);
  });
});
