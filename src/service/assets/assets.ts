/** The widget's files, read once at the start and served from memory: no path of a request meets the disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { Context, Hono } from 'hono';
import type { Logger } from 'pino';
import * as z from 'zod/mini';

import type { AppEnvironment } from '../http/app.ts';
import { isKnown } from '../http/etag.ts';
import { ProblemError } from '../problem-error.ts';
import { chooseEncoding } from './encoding.ts';
import type { Encoding } from './encoding.ts';

interface Asset {
  readonly etag: string;
  readonly type: string;
  /** Its name is made from its content, so that the content never changes. */
  readonly isPinned: boolean;
  readonly bodies: Readonly<Record<Encoding, Uint8Array<ArrayBuffer>>>;
}

/** By path below the root; null when the widget has not been built. */
export type Assets = ReadonlyMap<string, Asset> | null;

/** Written by the build. */
const Manifest = z.record(z.string(), z.object({ hash: z.string() }));

const gzipped = promisify(gzip);

export async function loadAssets(folder: string, log: Logger): Promise<Assets> {
  try {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    const manifest = Manifest.parse(JSON.parse(text));
    const files = Object.entries(manifest).map(
      async ([file, { hash }]) => [`/${file}`, await loadAsset(folder, file, hash)] as const,
    );
    return new Map(await Promise.all(files));
  } catch (error) {
    log.warn({ err: error, folder }, 'the widget is not built: run "npm run build"');
    return null;
  }
}

async function loadAsset(folder: string, file: string, hash: string): Promise<Asset> {
  const identity = await readFile(join(folder, file));
  return {
    etag: hash,
    type: contentType(file),
    isPinned: /-[A-Za-z0-9_-]{8}\.\w+$/.test(file),
    bodies: {
      identity: new Uint8Array(identity),
      br: new Uint8Array(await readFile(join(folder, `${file}.br`))),
      gzip: new Uint8Array(await gzipped(identity, { level: 9 })),
    },
  };
}

function contentType(file: string): string {
  if (file.endsWith('.js')) return 'text/javascript; charset=utf-8';
  if (file.endsWith('.css')) return 'text/css; charset=utf-8';
  return file.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}

export function mountAssets(app: Hono<AppEnvironment>, assets: Assets): void {
  app.get('/otklik.js', (c) => assetResponse(c, assets));
  app.get('/otklik-files.json', (c) => assetResponse(c, assets));
  app.get('/otklik-sw.js', (c) => {
    // A worker from here may answer for all of its origin: it does for the links, which are at the root.
    c.header('service-worker-allowed', '/');
    return assetResponse(c, assets);
  });
  app.get('/:file{otklik-[A-Za-z0-9_.-]+\\.js}', (c) => assetResponse(c, assets));
  app.get('/chunks/:file', (c) => assetResponse(c, assets));
  // At addresses where a page has not failed to get it before (loader/chunk-fetcher.ts).
  app.get('/chunks/:file{(?:~/)+[\\w.-]+}', (c) =>
    assetResponse(c, assets, `/chunks/${c.req.param('file').replaceAll('~/', '')}`),
  );
  app.get('/assets/:file', (c) => assetResponse(c, assets));
}

/**
 * `*` here and nowhere else: a module script is fetched with CORS, by any page that embeds the widget, and
 * the file is the same for all.
 */
function assetResponse(c: Context<AppEnvironment>, assets: Assets, path = c.req.path): Response {
  if (assets === null) {
    const detail = 'The widget is not built; run "npm run build" and start again.';
    throw new ProblemError('unavailable', { detail, headers: { 'retry-after': '60' } });
  }
  const asset = assets.get(path);
  if (asset === undefined) throw new ProblemError('route_unknown');
  const encoding = chooseEncoding(c.req.header('accept-encoding'));
  const etag = `"${asset.etag}-${encoding}"`;
  const headers = {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': asset.isPinned
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=300, stale-while-revalidate=86400',
    etag,
    vary: 'Accept-Encoding',
  };
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
  return c.body(asset.bodies[encoding], 200, {
    ...headers,
    'content-type': asset.type,
    ...(encoding !== 'identity' && { 'content-encoding': encoding }),
  });
}
