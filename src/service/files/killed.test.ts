import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, it } from 'vitest';

import { FILE_SURVEY, pieceHead, testFile } from '../testing/files.ts';
import {
  answers,
  newResponseId,
  parsedReply,
  ROOT_KEY,
  SHOP,
  submission,
} from '../testing/service.ts';

const script = fileURLToPath(new URL('../testing/killable-service.ts', import.meta.url));
let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
});

async function start(...args: string[]): Promise<string> {
  child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout!, 'data')) as [Buffer];
  return `http://127.0.0.1:${port.toString().trim()}`;
}

const authorization = `Bearer ${ROOT_KEY}`;

async function api(at: string, method: string, path: string, body?: unknown) {
  const init = {
    method,
    headers: { authorization },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  return parsedReply(await (await fetch(`${at}${path}`, init)).text());
}

async function page(at: string, path: string, body: Uint8Array<ArrayBuffer> | string) {
  const init = { method: 'POST', headers: { origin: SHOP }, body };
  return parsedReply(await (await fetch(`${at}${path}`, init)).text());
}

// Two processes, each with a database on the disk: they take their time to start.
it(
  'a file is whole after the service was killed between storing a piece and acknowledging it',
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'otklik-killed-'));
    const first = await start(folder, 'kill-file');
    await api(first, 'PUT', '/v1/surveys/srv_a', { draft: FILE_SURVEY });
    await api(first, 'POST', '/v1/surveys/srv_a/publish');
    const { token } = await api(first, 'POST', '/v1/tokens', { survey: 'srv_a' });
    const request = JSON.stringify({ token, responseId: newResponseId() });
    const session = await page(first, '/v1/sessions', request);
    const file = testFile(150_000);
    const send = (at: string, offset: number, bytes: number) => {
      const head = Buffer.from(`${JSON.stringify(pieceHead(session, file, offset))}\n`);
      const piece = file.content.subarray(offset, offset + bytes);
      return page(at, '/v1/files', Buffer.concat([head, piece]));
    };
    expect((await send(first, 0, 60_000)).received).toBe(60_000);
    const died = once(child!, 'exit');
    await expect(send(first, 60_000, 60_000)).rejects.toThrow('fetch failed');
    expect((await died)[1]).toBe('SIGKILL');

    const second = await start(folder);
    expect((await send(second, 60_000, 0)).received).toBe(120_000);
    expect((await send(second, 60_000, 60_000)).received).toBe(120_000);
    expect(await send(second, 120_000, 30_000)).toMatchObject({ complete: true });
    const said = answers({ photo: [file.reference], bill: null, why: null });
    await page(
      second,
      '/v1/responses',
      JSON.stringify({ responses: [submission(session, { answers: said })] }),
    );
    const path = `/v1/responses/${session.responseId}/files/${file.reference.id}`;
    const download = await fetch(`${second}${path}`, { headers: { authorization } });
    const hash = createHash('sha256').update(Buffer.from(await download.arrayBuffer()));
    expect(hash.digest('hex')).toBe(file.sha256);
    await rm(folder, { recursive: true });
  },
);
