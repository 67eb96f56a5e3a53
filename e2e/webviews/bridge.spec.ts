import { hostPage } from '../support/host-page.ts';
import type { App } from './app.ts';
import { choose, goOn, sees } from './respondent.ts';
import { expect, test } from './test.ts';
import type { WebView } from './web-view.ts';

const first = 'Would you recommend us to a friend?';

/** A nine, and what follows it. All code has come when that has arrived. */
async function answerFirst(view: WebView, app: App): Promise<void> {
  await sees(view, first);
  await choose(view, 9);
  await goOn(view, app, 1);
  await expect.poll(() => app.last('delivery')?.delivery, { timeout: 30_000 }).toBe('sent');
}

for (const kind of ['WebKitGTK', 'Chromium'] as const) {
  test.describe(`an app around ${kind}`, () => {
    test.use({ kind });

    test('keeps every rule of the conformance page', async ({ start, shop, app, stored }) => {
      test.setTimeout(120_000);
      const view = await start();
      await view.open(`${shop.origin}/conformance`);
      await expect
        .poll(() => view.ask('document.title').catch(() => ''), { timeout: 90_000 })
        .toMatch(/green|red/);
      expect(await view.ask('document.title')).toBe('otklik/1: green');
      expect(await view.ask(`document.querySelectorAll('li.green').length`)).toBe(12);
      expect(app.opened).toEqual(['https://example.com/']);
      // Where the app's answers come by an object of its own, a page has no way to forge them at all.
      const refusals = app.heard.filter(({ type }) => type === 'refused').length;
      expect(refusals > 0).toBe(kind === 'WebKitGTK');
      expect([...app.kept.keys()]).toEqual([]);
      expect(await stored()).toMatchObject([{ respondent: 'person-1', status: 'partial' }]);
    });

    test('that sends by itself what a killed page had given it changes nothing', async ({
      start,
      shop,
      app,
      service,
      stored,
    }) => {
      test.setTimeout(120_000);
      const view = await start();
      await view.open(`${shop.origin}/conformance#response=none`);
      await answerFirst(view, app);
      await service.kill();
      await goOn(view, app, 2);
      await expect.poll(() => app.last('unsent')?.post?.url, { timeout: 30_000 }).toBeDefined();
      await view.kill();

      await service.start();
      const { revision = 0, post } = app.last('unsent') ?? {};
      expect(revision).toBeGreaterThan(1);
      const { url = '', origin = '', body = '' } = post ?? {};
      const reply = await fetch(url, { method: 'POST', headers: { origin }, body });
      expect(await reply.json()).toMatchObject({ results: [{ result: 'stored' }] });
      await (await start()).open(`${shop.origin}/conformance#response=none`);
      await expect.poll(() => app.kept.size, { timeout: 30_000 }).toBe(0);
      expect(await stored()).toMatchObject([{ revision }]);
    });

    test('that refuses a token leaves a clear screen, and hears why', async ({
      start,
      shop,
      app,
    }) => {
      app.token = undefined;
      const view = await start();
      await view.open(`${shop.origin}/conformance#response=none`);
      await sees(view, 'The survey could not be loaded');
      expect(app.last('error')).toMatchObject({ code: 'token_unavailable' });
      expect(app.last('error')?.problem).toContain('nobody is logged in');
    });
  });
}

test('a page in a frame speaks to the page around it, if that has the very origin that it expects', async ({
  page,
  site,
  service,
  mint,
}) => {
  const own = site.origin;
  const frame = (path: string, hostOrigin: string): string =>
    hostPage(site, path, {
      service: service.origin,
      attributes: `display="inline" host-origin="${hostOrigin}"`,
    });
  const good = frame('/good', own);
  const bad = frame('/bad', own.replace('localhost', 'elsewhere.localhost'));
  site.page(
    '/around',
    `<!doctype html><iframe name="good" src="${good}"></iframe><iframe name="bad" src="${bad}"></iframe>
<script src="/around.js"></script>`,
  );
  site.script(
    '/around.js',
    `window.heard = [];
addEventListener('message', async ({ data, source, origin }) => {
  const message = JSON.parse(data);
  const from = source === frames.good ? 'good' : 'bad';
  heard.push(from + ' ' + message.type);
  const say = (words) => source.postMessage(JSON.stringify({ otklik: 1, nonce: window.nonce, ...words }), origin);
  if (message.type === 'hello') { window.nonce = message.nonce; say({ type: 'hello', can: ['token'] }); }
  if (message.type === 'token-needed') {
    const { token } = await (await fetch('/survey-token')).json();
    say({ type: 'token', id: message.id, token });
  }
});`,
  );
  site.token('/survey-token', () => mint({ survey: 'srv_short' }));
  await page.goto(`${own}/around`);
  await expect(page.frameLocator('[name=good]').getByText('How likely are you')).toBeVisible();
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard).toContain('good shown');
  expect(heard.filter((one) => one.startsWith('bad'))).toEqual([]);
});
