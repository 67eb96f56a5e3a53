/** The server of the first-question bench: the real service, and the contenders' files beside it, at one origin. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { createClient } from 'otklik/backend';
import type { OtklikClient } from 'otklik/backend';
import { createService } from 'otklik/service';

import type { SurveyContent } from 'otklik/protocol';

import { benchSurvey, contenderScripts, nextTitle } from './contenders/contenders.ts';

export interface Stage {
  readonly url: string;
  readonly client: OtklikClient;
  close(): Promise<void>;
}

const page =
  '<!doctype html><meta name="viewport" content="width=device-width"><title>Bench</title><body><h1>Shop</h1>';
const floorSurvey = JSON.stringify({
  title: 'How likely are you to recommend us to a friend?',
  why: nextTitle,
});

/**
 * @param more surveys beside `srv_bench`, by their ids
 * @param pages of the site, by their paths
 */
export async function startStage(
  more: Readonly<Record<string, SurveyContent>> = {},
  pages: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-bench-'));
  const rootKey = `otk_${randomBytes(32).toString('base64url')}`;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const service = await createService({ dataDir, rootKey, origins: [url], logLevel: 'silent' });
  const scripts = await contenderScripts();

  const respond = async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const script = scripts.get(pathname);
    if (script !== undefined) return compressed(script, 'text/javascript');
    const written = pathname === '/page' ? page : pages[pathname];
    if (written !== undefined) return compressed(written, 'text/html');
    if (pathname === '/floor.json') return compressed(floorSurvey, 'application/json');
    if (pathname === '/survey-token') {
      return tokenReply(url, rootKey, searchParams.get('survey') ?? 'srv_bench');
    }
    return service.fetch(request);
  };
  const listener = getRequestListener(respond);
  server.on('request', (request, reply) => void listener(request, reply));
  const client = createClient({ endpoint: url, apiKey: rootKey });
  const surveys = { srv_bench: await benchSurvey(), ...more };
  for (const [id, draft] of Object.entries(surveys)) {
    await client.putSurvey({ id, draft });
    await client.publishSurvey({ id });
  }
  return {
    url,
    client,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await service.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function tokenReply(endpoint: string, apiKey: string, survey: string): Promise<Response> {
  const { token } = await createClient({ endpoint, apiKey }).mintToken({
    survey,
    respondent: randomBytes(8).toString('hex'),
  });
  return Response.json({ token }, { headers: { 'cache-control': 'no-store' } });
}

function compressed(text: string, type: string): Response {
  return new Response(brotliCompressSync(text), {
    headers: { 'content-type': type, 'content-encoding': 'br', 'cache-control': 'max-age=60' },
  });
}
