/**
 * `POST /v1/hooks/otklik/{secret}`: events that another system posts, signed as Standard Webhooks are. Each message
 * counts once by its `webhook-id`, each event once by its own. Acknowledged when it is stored.
 */
import { timingSafeEqual } from 'node:crypto';

import type { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';

import { EventsRequest, HOOK_PATH, LIMITS } from '../../protocol/index.ts';
import type { EventReceipt } from '../../protocol/index.ts';
import type { EventListener } from '../events/listener.ts';
import { receiveEvents } from '../events/receive-events.ts';
import type { AppEnvironment } from '../http/app.ts';
import { parsedJson, readBytes } from '../http/body.ts';
import { honoPath } from '../http/route-path.ts';
import { parseBySchema } from '../http/schema-door.ts';
import type { Traffic } from '../http/traffic.ts';
import { ProblemError } from '../problem-error.ts';
import type { SealedSecrets } from '../push/sealed-secrets.ts';
import type { World } from '../world.ts';
import { hookAddress, placeOf } from './hooks.ts';
import type { HookRow } from './hooks.ts';

export interface HookDoor {
  readonly secrets: SealedSecrets;
  readonly listeners: readonly EventListener[];
  readonly world: World;
}

/** A message may be so old, or so far ahead (Standard Webhooks). */
const TOLERANCE_MS = 5 * 60_000;

export function mountHooks(app: Hono<AppEnvironment>, traffic: Traffic, door: HookDoor): void {
  app.post(honoPath(HOOK_PATH), async (c) => {
    const asker = { peer: c.env.peer, forwardedFor: c.req.header('x-forwarded-for') };
    traffic.admitAddress(asker);
    const hook = await findHook(c.req.param('secret') ?? '', traffic, asker, door);
    c.set('project', hook.project_id);
    traffic.checkProject(hook.project_id);
    const bytes = await readBytes(c.req.raw, LIMITS.publicBodyBytes);
    const message = verified(hook, bytes, c.req.raw.headers, door);
    const body = parseBySchema(EventsRequest, parsedJson(bytes));
    const results = await traffic.work(() => take(hook, message, body, door));
    c.header('cache-control', 'no-store');
    return c.json(results === null ? { duplicate: true } : { results });
  });
}

/** @throws ProblemError `hook_unknown`, whatever is wrong with the address */
async function findHook(
  path: string,
  traffic: Traffic,
  asker: Parameters<Traffic['admitCode']>[0],
  { world }: HookDoor,
): Promise<HookRow> {
  traffic.admitCode(asker);
  const { project, hash } = hookAddress(path);
  const row = await world.database.db
    .selectFrom('hooks')
    .selectAll()
    .where('project_id', '=', project)
    .where('path_hash', '=', hash)
    .executeTakeFirst();
  if (row !== undefined) return row;
  traffic.countWrongCode(asker);
  throw new ProblemError('hook_unknown');
}

/**
 * @returns the message's id
 * @throws ProblemError `signature_invalid`, with the reason for the log alone
 */
function verified(
  hook: HookRow,
  bytes: Uint8Array,
  headers: Headers,
  { secrets, world }: HookDoor,
): string {
  const id = headers.get('webhook-id') ?? '';
  const seconds = headers.get('webhook-timestamp') ?? '';
  if (!/^[\x21-\x7E]{1,200}$/.test(id) || !/^\d{1,12}$/.test(seconds)) {
    throw new ProblemError('signature_invalid', { reason: 'headers are missing' });
  }
  const at = new Date(Number(seconds) * 1000);
  if (Math.abs(at.getTime() - world.now().getTime()) > TOLERANCE_MS) {
    throw new ProblemError('signature_invalid', { reason: 'the message is too old, or ahead' });
  }
  const webhook = new Webhook(secrets.open(hook.secret, placeOf(hook)));
  const expected = webhook.sign(id, at, Buffer.from(bytes).toString('utf8'));
  // While a secret is changed a message has a signature by each.
  const given = (headers.get('webhook-signature') ?? '').split(' ').slice(0, 10);
  if (!given.some((signature) => isSame(signature, expected))) {
    throw new ProblemError('signature_invalid', { reason: 'signed by another secret' });
  }
  return id;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Null: this message has been taken before. */
async function take(
  { project_id: project, id: hook }: HookRow,
  message: string,
  body: EventsRequest,
  { listeners, world }: HookDoor,
): Promise<EventReceipt[] | null> {
  const now = world.now().toISOString();
  return await world.database.write(async (trx) => {
    const first = await trx
      .insertInto('hook_messages')
      .values({ project_id: project, hook_id: hook, message_id: message, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('message_id')
      .executeTakeFirst();
    if (first === undefined) return null;
    await trx
      .updateTable('hooks')
      .set({ last_at: now })
      .where('project_id', '=', project)
      .where('id', '=', hook)
      .execute();
    return await receiveEvents({ project, body, source: 'hook' }, trx, world, listeners);
  });
}
