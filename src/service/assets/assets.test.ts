import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { chooseEncoding } from './encoding.ts';

const SCRIPT = `export const answer = 42; // ${'x'.repeat(500)}`;

let test: TestService;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otklik-assets-'));
  await mkdir(join(folder, 'chunks'));
  const manifest: Record<string, object> = {};
  const files = [
    'otklik.js',
    'otklik-sw.js',
    'otklik-files.json',
    'otklik-Ab3_x-9Z.js',
    'chunks/ru-BqT0xK1a.js',
  ];
  for (const file of files) {
    const content = `${SCRIPT}//${file}`;
    await writeFile(join(folder, file), content);
    await writeFile(join(folder, `${file}.br`), brotliCompressSync(content));
    manifest[file] = { hash: createHash('sha256').update(content).digest('base64') };
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'secret.js'), 'not in the manifest');
  test = await testService({ publicDir: folder });
});
afterAll(async () => {
  await test.service.close();
  await rm(folder, { recursive: true });
});

async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const request = new Request(`http://service.test${path}`, { method, headers });
  const response = await test.service.fetch(request);
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe("the widget's files", () => {
  it('go out under a stable name for five minutes, to every page', async () => {
    const { response, bytes } = await get('/otklik.js', { origin: 'https://anybody.example' });
    expect(bytes.toString()).toBe(`${SCRIPT}//otklik.js`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    });
  });

  it('hold a service worker that may answer for all of its origin', async () => {
    const { response } = await get('/otklik-sw.js');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'service-worker-allowed': '/',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
    });
    expect((await get('/otklik.js')).response.headers.has('service-worker-allowed')).toBe(false);
  });

  it('hold the list of those that a survey takes', async () => {
    const { response } = await get('/otklik-files.json');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json',
    ]);
  });

  it.each(['/chunks/ru-BqT0xK1a.js', '/otklik-Ab3_x-9Z.js'])(
    'go out for a year under the name of their content, %s',
    async (path) => {
      const { response } = await get(path);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    },
  );

  it.each(['/chunks/~/ru-BqT0xK1a.js', '/chunks/~/~/ru-BqT0xK1a.js'])(
    'go out at as many addresses as a page may need, %s',
    async (path) => {
      const { response, bytes } = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(bytes.toString()).toContain('//chunks/ru-BqT0xK1a.js');
    },
  );

  it('go out as small as the client understands', async () => {
    const brotli = await get('/otklik.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(brotli.response.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(brotli.bytes).toString()).toContain('answer = 42');
    const gzip = await get('/otklik.js', { 'accept-encoding': 'gzip' });
    expect(gzip.response.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(gzip.bytes).toString()).toContain('answer = 42');
  });

  it('do not go out again when the client has them', async () => {
    const accept = { 'accept-encoding': 'br' };
    const { response } = await get('/otklik.js', accept);
    const etag = response.headers.get('etag') ?? '';
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get('/otklik.js', { ...accept, 'if-none-match': tag });
      expect([again.response.status, again.bytes.length]).toEqual([304, 0]);
    }
    const other = await get('/otklik.js', { 'if-none-match': etag });
    expect(other.response.status).toBe(200);
  });

  it('are asked for by HEAD without their content', async () => {
    const { response, bytes } = await get('/otklik.js', {}, 'HEAD');
    expect([response.status, bytes.length]).toEqual([200, 0]);
  });

  it.each([
    '/secret.js',
    '/manifest.json',
    '/chunks/../secret.js',
    '/chunks/..%2fsecret.js',
    '/chunks/%2e%2e%2fmanifest.json',
    '/chunks/..%5c..%5cetc%5cpasswd',
    '/chunks/otklik.js',
    '/chunks/~/',
    '/chunks/~/~',
    '/chunks/~/../secret.js',
    '/chunks/~/secret.js',
    '/~/chunks/ru-BqT0xK1a.js',
    '/otklik.js.br',
    '/otklik-%2e%2e.js',
  ])('are only those of the build: %s is not one', async (path) => {
    const { response } = await get(path);
    expect(response.status).toBe(404);
  });

  it('that have not been built are a problem that says what to do', async () => {
    const unbuilt = await testService({ publicDir: join(folder, 'nowhere') });
    const { status, json } = await unbuilt.api('GET', '/otklik.js', undefined, { key: null });
    expect([status, json.code]).toEqual([503, 'unavailable']);
    expect(json.detail).toContain('npm run build');
    expect(unbuilt.logLines.join('')).toContain('npm run build');
    await unbuilt.service.close();
  });
});

describe('the encoding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['identity', 'identity'],
    ['br', 'br'],
    ['gzip, br', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['zstd', 'identity'],
    ['BR', 'br'],
    ['br;q=nonsense', 'identity'],
  ] as const)('for "%s" is %s', (header, encoding) => {
    expect(chooseEncoding(header)).toBe(encoding);
  });
});
