/** A service that dies while it delivers: nothing is lost, and nothing has its effect twice where that can be known. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { startAmoCrm } from '../../../demo/doubles/amocrm.ts';
import type { AmoCrm } from '../../../demo/doubles/amocrm.ts';
import { pushServer } from '../push/testing/push-server.ts';
import type { PushServer } from '../push/testing/push-server.ts';
import { ROOT_KEY, SHOP, submission, SURVEY } from '../testing/service.ts';

const SERVICE = fileURLToPath(new URL('../testing/delivering-service.ts', import.meta.url));
const RESPONSES = 24;
const KILLS = 8;
const DEAL = 4821;

let folder: string;
let child: ChildProcess;
let url: string;
let receiver: PushServer;
let amo: AmoCrm;
let kills = 0;
/** The double stands at no limit here. */
let time = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otklik-killed-'));
  // Every third message is its last: it has been taken, and nobody hears of that.
  receiver = await pushServer(async () => {
    if (receiver.requests.length % 3 === 0 && kills < KILLS) {
      kills += 1;
      child.kill('SIGKILL');
    }
    return { status: 200 };
  });
  amo = await startAmoCrm({ now: () => new Date(Date.now() + (time += 1000)) });
  amo.addLead(DEAL, 'Tea for Anna', 'Anna', 'ann@shop.example');
  await start();
});
afterAll(async () => {
  child.kill('SIGKILL');
  await receiver.close();
  await amo.close();
  await rm(folder, { recursive: true });
});

/** A message that the last one had under way may kill this one before it has said where it is. */
async function start(): Promise<void> {
  child = spawn(process.execPath, [SERVICE, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = once(child.stdout!, 'data').then(([port]) => String(port).trim());
  const port = await Promise.race([said, once(child, 'exit').then(() => undefined)]);
  if (port !== undefined) url = `http://127.0.0.1:${port}`;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${ROOT_KEY}` };
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function page(path: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'text/plain', origin: SHOP };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}

async function answer(person: number): Promise<void> {
  const request = { survey: 'srv_a', respondent: `p${person}`, variables: { spent: DEAL } };
  const { token } = await call('POST', '/v1/tokens', request);
  const responseId = `01934567-89ab-7cde-8f01-${String(person).padStart(12, '0')}`;
  const session = await page('/v1/sessions', { token, responseId });
  // Killed between storing and saying so, it knows the answer the next time.
  if (session['reason'] === 'answered') return;
  const grant = String(session['grant']);
  const { results } = await page('/v1/responses', {
    responses: [submission({ responseId, grant })],
  });
  expect(results).toMatchObject([{ result: 'stored' }]);
}

/** How many have not arrived, as far as one look tells. */
async function waiting(): Promise<number> {
  const { items } = await call('GET', '/v1/deliveries?limit=500');
  const arrived = (items as { status: string }[]).filter(({ status }) => status === 'delivered');
  return 2 * RESPONSES - arrived.length;
}

it('loses nothing and doubles nothing, killed again and again in the middle of a delivery', async () => {
  await call('PUT', '/v1/surveys/srv_a', { draft: SURVEY });
  await call('POST', '/v1/surveys/srv_a/publish');
  for (let person = 0; person < RESPONSES; person += 1) await answer(person);
  const hook = { name: 'hook', target: { kind: 'webhook', url: `${receiver.url}/hook` } };
  const card = { entity: 'leads', idFrom: 'spent', fields: { score: 101 } };
  const crm = { kind: 'amocrm', url: amo.url, auth: { token: amo.token }, ...card };
  await call('POST', '/v1/destinations', hook);
  await call('POST', '/v1/destinations', { name: 'amoCRM', target: crm });
  const more = Array.from({ length: RESPONSES }, (_, person) => RESPONSES + person);
  for (const person of more) {
    while (
      !(await answer(person).then(
        () => true,
        () => false,
      ))
    ) {
      if (child.signalCode !== null || child.exitCode !== null) await start();
    }
  }
  for (;;) {
    const left = await waiting().catch(() => -1);
    if (left === 0) break;
    if (child.signalCode !== null || child.exitCode !== null) await start();
    else await setTimeout(100);
  }
  expect(kills).toBe(KILLS);
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(RESPONSES);
  expect(ids.length).toBeGreaterThan(RESPONSES);
  const marks = amo.notes.map(({ text }) => /dlv_[0-9a-f]{32}/.exec(text)?.[0]);
  expect(marks).toHaveLength(RESPONSES);
  expect(new Set(marks).size).toBe(RESPONSES);
}, 120_000);
