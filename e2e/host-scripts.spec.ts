import { expect, notedBy, test } from './support/host-test.ts';
import { answerAll, short } from './support/short-survey.ts';
import { surveyOn } from './support/survey.ts';

/** What pages, and the tools that they load before us, do to the browser's own things. */
const patches = {
  'prototypes with properties of their own': `
    for (const { prototype } of [Object, Array, String, Function, Promise]) prototype.extra = 'extra';
    Array.prototype.remove = function () { throw new Error('remove'); };
    Object.prototype.extend = function () { throw new Error('extend'); };`,
  'a fetch that is watched': `
    const original = window.fetch;
    window.fetch = async function watched(input, init) {
      const reply = await original.call(this, input, init);
      await reply.clone().text();
      return reply;
    };`,
  'shadow roots that a session replay records': `
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      const root = attach.call(this, { ...init, mode: 'open' });
      new MutationObserver((list) => list.map(({ addedNodes }) => [...addedNodes].map((one) => one.cloneNode(true))))
        .observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      return root;
    };`,
  'a registry of elements that is wrapped': `
    const define = customElements.define;
    customElements.define = function (name, element, options) {
      return define.call(this, name, class extends element {}, options);
    };`,
  'promises, timers and listeners that are wrapped, as zone.js does it': `
    const Native = window.Promise;
    window.Promise = class ZoneAwarePromise extends Native {};
    for (const name of ['setTimeout', 'requestAnimationFrame', 'queueMicrotask']) {
      const original = window[name].bind(window);
      window[name] = (task, ...rest) => original((...given) => task(...given), ...rest);
    }
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      if (typeof listener !== 'function') return listen.call(this, type, listener, options);
      return listen.call(this, type, function (event) { return listener.call(this, event); }, options);
    };`,
  'an observer that tidies up whatever comes': `
    new MutationObserver(() => {
      document.body?.normalize();
      for (const one of document.querySelectorAll('body *')) one.setAttribute('data-seen', '');
    }).observe(document, { subtree: true, childList: true });`,
  'globals with names that others use': `
    var name = 'name', status = 'x', html = 1, render = 1, lit = 1, otklik = 1, later = 1, en = 1;
    window.process = { env: {} };
    window.exports = {}; window.module = { exports: {} }; window.define = Object.assign(() => {}, { amd: {} });`,
} as const;

for (const [patch, script] of Object.entries(patches)) {
  test(`it asks and delivers on a page with ${patch}`, async ({ open, complaints, stored }) => {
    const survey = await open({ head: `<script>${script}</script>` });
    await answerAll(survey);
    await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
    expect(complaints).toEqual([]);
  });
}

/** Pages as they were written long ago, and as nobody expects them. */
const pages = {
  'in quirks mode': (tags: string) =>
    `<html><head><title>Old</title></head><body>${tags}</body></html>`,
  'whose addresses have another base': (tags: string) =>
    `<!doctype html><title>Base</title><base href="https://elsewhere.invalid/shop/"><body>${tags}`,
  'that writes itself': (tags: string) =>
    `<!doctype html><title>Written</title><body><script>document.write(${JSON.stringify(tags).replaceAll('</script', '<\\/script')})</script>`,
  'whose element is named by a framework before the script has come': (tags: string) =>
    `<!doctype html><title>Early</title><body>${tags}<script>
      const early = document.querySelector('otklik-survey');
      early.lang = 'ru';
      early.context = { orderNumber: '1' };
    </script>`,
};

for (const [name, written] of Object.entries(pages)) {
  test(`it asks and delivers on a page ${name}`, async ({
    page,
    service,
    site,
    mint,
    stored,
    complaints,
  }) => {
    site.token('/survey-token', () => mint({ survey: 'srv_short' }));
    const tags = `
      <link rel="icon" href="data:,">
      <otklik-survey token-url="${site.origin}/survey-token"></otklik-survey>
      <script type="module" src="${service.origin}/otklik.js"></script>`;
    site.page('/', written(tags));
    // Where the link stands in the body, a browser has asked for this before it reads it.
    site.page('/favicon.ico', '');
    await page.goto(site.origin);
    const survey = surveyOn(page);
    if (name.includes('framework'))
      await expect(survey.element.locator('.shell')).toHaveAttribute('lang', 'ru');
    else {
      await answerAll(survey);
      await expect.poll(async () => (await stored())[0]?.status).toBe('completed');
    }
    expect(complaints).toEqual([]);
  });
}

test('a page that goes on without loading keeps its survey where it is', async ({ page, open }) => {
  const survey = await open();
  await expect(survey.question(short.first)).toBeVisible();
  await page.evaluate(() => {
    history.pushState({}, '', '/another/page?of=it');
    document.querySelector('h1')?.replaceWith('Another page');
  });
  await answerAll(survey);
  expect(new URL(page.url()).pathname).toBe('/another/page');
});

test('a form around the survey is neither sent nor changed by it', async ({ page, open }) => {
  const survey = await open({
    display: 'inline',
    body: '<form action="/elsewhere"><input name="q" required></form>',
    script: `
      window.noted = [];
      const form = document.querySelector('form');
      form.append(document.querySelector('otklik-survey'));
      for (const type of ['submit', 'input', 'change', 'reset', 'invalid'])
        form.addEventListener(type, () => noted.push(type), true);`,
  });
  await answerAll(survey);
  // The capture of the form hears what goes down to the survey; it must not be a sending.
  expect((await notedBy(page)).filter((type) => type !== 'input')).toEqual([]);
  expect(new URL(page.url()).pathname).toBe('/');
});
