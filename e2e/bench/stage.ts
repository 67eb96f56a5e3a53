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
import { createService } from 'otklik/service';

import { benchSurvey, contenderScripts } from './contenders/contenders.ts';

export interface Stage {
  readonly url: string;
  close(): Promise<void>;
}

const page =
  '<!doctype html><meta name="viewport" content="width=device-width"><title>Bench</title><body><h1>Shop</h1>';
const floorSurvey = JSON.stringify({
  title: 'How likely are you to recommend us to a friend?',
  why: 'What is the reason for your score?',
});

export async function startStage(): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'otklik-bench-'));
  const rootKey = `otk_${randomBytes(32).toString('base64url')}`;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const service = await createService({ dataDir, rootKey, origins: [url], logLevel: 'silent' });
  const scripts = await contenderScripts();

  const respond = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const script = scripts.get(pathname);
    if (script !== undefined) return compressed(script, 'text/javascript');
    if (pathname === '/page') return compressed(page, 'text/html');
    if (pathname === '/floor.json') return compressed(floorSurvey, 'application/json');
    if (pathname === '/survey-token') return tokenReply(url, rootKey);
    return service.fetch(request);
  };
  const listener = getRequestListener(respond);
  server.on('request', (request, reply) => void listener(request, reply));
  const client = createClient({ endpoint: url, apiKey: rootKey });
  await client.putSurvey({ id: 'srv_bench', draft: await benchSurvey() });
  await client.publishSurvey({ id: 'srv_bench' });
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await service.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function tokenReply(endpoint: string, apiKey: string): Promise<Response> {
  const { token } = await createClient({ endpoint, apiKey }).mintToken({
    survey: 'srv_bench',
    respondent: randomBytes(8).toString('hex'),
  });
  return Response.json({ token }, { headers: { 'cache-control': 'no-store' } });
}

function compressed(text: string, type: string): Response {
  return new Response(brotliCompressSync(text), {
    headers: { 'content-type': type, 'content-encoding': 'br', 'cache-control': 'max-age=60' },
  });
}
