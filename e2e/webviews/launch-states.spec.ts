import { expect, test } from './launch-test.ts';
import { choose, goOn, sees } from './respondent.ts';
import type { WebView } from './web-view.ts';

const kinds = ['WebKitGTK', 'Chromium'] as const;
/** The app when the push comes. */
const states = ['killed', 'in the background', 'in the foreground'] as const;
/** The network when it is tapped, and whether the app put the survey aside when the push came. */
const taps = ['with a network', 'without, and nothing put aside', 'without'] as const;

const WAIT = { timeout: 30_000 };

test.setTimeout(90_000);

for (const kind of kinds) {
  for (const state of states) {
    for (const tapped of taps) {
      const isKept = tapped === 'without';
      test.describe(`an app around ${kind}, ${state}, its push tapped ${tapped}`, () => {
        test.use({ kind, isWoken: isKept });

        test('asks at once; what is answered offline is one row, though the app is killed', async ({
          app,
          start,
          house,
          network,
          phone,
          tablet,
          invite,
          invitation,
          stored,
        }) => {
          const { origin, line } = house.domain;
          const shop = `${origin}/shop`;
          const before = line.passages.length;
          let view: WebView | undefined;
          if (state !== 'killed') {
            view = await start();
            expect(await view.open(shop)).toBe(true);
            await view.show(state === 'in the foreground');
          }
          const woken = Promise.withResolvers<string>();
          phone.whenWoken = woken.resolve;
          const { id, respondent } = await invite();
          await expect.poll(() => [phone.notices, tablet.notices], WAIT).toEqual([[id], [id]]);
          if (isKept) {
            const app = view ?? (await start());
            expect(await app.keep(await woken.promise)).toBe(true);
            if (view === undefined) await app.kill();
          }
          expect(JSON.stringify(phone.handed)).not.toMatch(new RegExp(`A-17|family|${respondent}`));
          if (state === 'in the foreground')
            expect(await view?.ask('location.href'), 'nobody is taken away').toBe(shop);

          const link = phone.tap(id);
          network.isThere = tapped === 'with a network';
          view ??= await start();
          await view.show(true);
          expect(await view.open(link)).toBe(network.isThere || isKept);
          if (!network.isThere && !isKept) {
            network.isThere = true;
            // The app has kept the link, and tries again.
            await expect.poll(() => view?.open(link), WAIT).toBe(true);
          }
          await sees(view, 'How likely are you to recommend us?');
          await expect.poll(() => app.last('shown'), WAIT).toBeDefined();
          if (!isKept) await codeHasCome(() => line.passages.slice(before).map(({ path }) => path));

          network.isThere = false;
          await choose(view, 9);
          await goOn(view, app, 1);
          // What the invitation knows of the person comes with its session, and is in no page that is put aside.
          const order = isKept ? 'order of yours' : 'order A-17';
          await sees(view, `What matters most for ${order}?`);
          await choose(view, 1);
          await goOn(view, app, 2);
          await goOn(view, app, 3);
          await sees(view, 'Thank you!');
          // Ready to be sent by the app, as soon as there was a session; without one it is for the page.
          const handed = (): string | undefined => {
            const { post, record } = app.last('unsent') ?? {};
            return isKept ? record : post?.body;
          };
          await expect.poll(handed, WAIT).toContain('"completed"');
          expect(await stored()).toEqual([]);
          await view.kill();

          network.isThere = true;
          view = await start();
          await view.open(link);
          await expect.poll(stored, WAIT).toMatchObject([
            {
              status: 'completed',
              answers: { recommend: { value: 9 }, matters: { value: 'speed' } },
              variables: { plan: { value: 'family', source: 'page' } },
            },
          ]);
          await expect.poll(async () => (await invitation(id)).status, WAIT).toBe('completed');
          await expect.poll(() => [phone.notices, tablet.notices], WAIT).toEqual([[], []]);
          await expect.poll(() => app.kept.size, WAIT).toBe(0);
        });
      });
    }
  }

  test.describe(`an app around ${kind} whose web view keeps nothing`, () => {
    test.use({ kind, isKeeping: false });

    test('has the answer before it is sent, and though it is killed then, it counts', async ({
      app,
      start,
      network,
      phone,
      invite,
      stored,
    }) => {
      // Only Chromium's page is told.
      if (kind === 'WebKitGTK') app.can = [...app.can, 'unsent-first'];
      const { id, link } = await invite();
      await expect.poll(() => phone.notices, WAIT).toEqual([id]);
      let view = await start();
      await view.open(phone.tap(id));
      await sees(view, 'How likely are you to recommend us?');
      await expect.poll(() => app.last('shown'), WAIT).toBeDefined();
      network.held = '/v1/responses';
      await choose(view, 9);
      await expect.poll(() => app.last('unsent')?.revision, WAIT).toBe(1);
      const storage = kind === 'WebKitGTK' ? 'indexeddb' : 'memory';
      await expect.poll(() => app.last('delivery')?.storage, WAIT).toBe(storage);
      await view.kill();
      expect(await stored()).toEqual([]);

      network.held = undefined;
      view = await start();
      await view.open(link);
      await sees(view, 'How likely are you to recommend us?');
      await expect.poll(stored, WAIT).toMatchObject([{ answers: { recommend: { value: 9 } } }]);
      await expect.poll(() => app.kept.size, WAIT).toBe(0);
    });
  });
}

/** The rest of the survey's code comes while the respondent reads; the handover to the app is the last of it. */
async function codeHasCome(asked: () => readonly string[]): Promise<void> {
  let last = -1;
  const isQuiet = (): boolean => {
    const paths = asked();
    const before = last;
    last = paths.length;
    return before === last && paths.some((path) => path.includes('/handover-'));
  };
  await expect.poll(isQuiet, { ...WAIT, intervals: [300] }).toBe(true);
}
