import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renamePolicy, trustedTypesPolicy } from './vite-plugin-trusted-types.ts';

const element = `
  import { LitElement, html } from 'lit';
  class GreetingElement extends LitElement {
    render() { return html\`<p>hello</p>\`; }
  }
  customElements.get('x-greeting') ?? customElements.define('x-greeting', GreetingElement);
`;

test.each(['lit-html.js', 'development/lit-html.js'])(
  'the policy is found in Lit’s %s',
  async (file) => {
    const code = await readFile(join('node_modules/lit-html', file), 'utf8');
    const renamed = renamePolicy(code, 'otklik');
    expect(renamed.replaced).toBe(1);
    expect(renamed.code).not.toMatch(/createPolicy\(\s*['"]lit-html/);
  },
);

test('a build in which Lit’s policy is not found fails', async () => {
  const folder = await entryFolder('console.log(1);');
  await expect(bundle(folder)).rejects.toThrow('found 0');
  await rm(folder, { recursive: true });
});

describe('a bundle with Lit on a page that enforces Trusted Types', () => {
  let folder: string;
  let script: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = await entryFolder(element);
    script = await bundle(folder);
    browser = await chromium.launch({
      ...(process.env['CHROME_BIN'] === undefined
        ? {}
        : { executablePath: process.env['CHROME_BIN'] }),
      args: ['--no-sandbox'],
    });
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  const enforce = "script-src 'self'; require-trusted-types-for 'script'; trusted-types";

  test('renders when the host allows our name', async () => {
    expect(await textsOn(`${enforce} otklik`, ['/one.js'])).toEqual({ text: 'hello', errors: [] });
  });

  test('is loaded twice without harm, although the name may be taken once only', async () => {
    const page = await textsOn(`${enforce} otklik`, ['/one.js', '/two.js']);
    expect(page).toEqual({ text: 'hello', errors: [] });
  });

  test('uses the host’s default policy when our name is not on its list', async () => {
    const page = await textsOn(`${enforce} default`, ['/default.js', '/one.js']);
    expect(page).toEqual({ text: 'hello', errors: [] });
  });

  test('renders when the host lists other names without enforcing', async () => {
    const page = await textsOn("script-src 'self'; trusted-types other", ['/one.js']);
    expect(page).toEqual({ text: 'hello', errors: [] });
  });

  test('makes no policy of its own reachable from the page', async () => {
    expect(script).not.toMatch(/(globalThis|window|self)\s*\[\s*Symbol\.for\([^)]*policy/i);
    expect(script).not.toContain('lit-html`');
  });

  /** Opens a page with this policy and these scripts; what the element shows, and what went wrong. */
  async function textsOn(
    policy: string,
    sources: readonly string[],
  ): Promise<{ text: string | null; errors: string[] }> {
    const server = createServer((request, response) => {
      const isPage = request.url === '/';
      response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
      if (isPage) response.setHeader('content-security-policy', policy);
      response.end(
        isPage ? pageWith(sources) : request.url === '/default.js' ? hostPolicy : script,
      );
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const text = await page.locator('x-greeting p').textContent();
    await page.close();
    server.close();
    return { text, errors };
  }
});

const hostPolicy = "trustedTypes.createPolicy('default', { createHTML: (text) => text });";

function pageWith(sources: readonly string[]): string {
  const scripts = sources.map((source) => `<script type="module" src="${source}"></script>`);
  return `<!doctype html><title>host</title><x-greeting></x-greeting>${scripts.join('')}`;
}

/** Inside the project, so that `lit` is found from there. */
async function entryFolder(code: string): Promise<string> {
  await mkdir('.cache', { recursive: true });
  const folder = await mkdtemp('.cache/trusted-types-');
  await writeFile(join(folder, 'entry.js'), code);
  return folder;
}

async function bundle(folder: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [trustedTypesPolicy('otklik')],
    build: { write: false, target: 'es2021', rolldownOptions: { input: join(folder, 'entry.js') } },
  });
  if (!('output' in result)) throw new Error('expected one output');
  return result.output[0].code;
}
