/**
 * `POST /v1/hooks/{source}/{secret}`. From `otklik`: events that another system posts, signed as Standard Webhooks are; each
 * message counts once by its `webhook-id`, each event once by its own. From a CRM: a form that names cards, which are
 * read afterwards. Either is acknowledged when it is stored.
 */
import type { Hono } from 'hono';
import type { Kysely } from 'kysely';
import { Webhook } from 'standardwebhooks';

import { EventsRequest, HOOK_PATH, LIMITS } from '../../protocol/index.ts';
import type { EventReceipt } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { openTarget } from '../deliveries/destination-rows.ts';
import { orderReading } from '../deliveries/cards/order-reading.ts';
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
import { cardNews } from './card-messages.ts';
import { hookAddress, placeOf } from './hooks.ts';
import type { HookRow } from './hooks.ts';
import { isSame } from './same.ts';

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
    const hook = await findHook(c.req.param(), traffic, asker, door);
    c.set('project', hook.project_id);
    traffic.checkProject(hook.project_id);
    const bytes = await readBytes(c.req.raw, LIMITS.publicBodyBytes);
    c.header('cache-control', 'no-store');
    if (hook.mapping !== null) {
      await traffic.work(() => takeCards(hook, bytes, door));
      return c.json({ ok: true });
    }
    const message = verified(hook, bytes, c.req.raw.headers, door);
    const body = parseBySchema(EventsRequest, parsedJson(bytes));
    const results = await traffic.work(() => take(hook, message, body, door));
    return c.json(results === null ? { duplicate: true } : { results });
  });
}

/** @throws ProblemError `hook_unknown`, whatever is wrong with the address */
async function findHook(
  { source, secret: path = '' }: Readonly<Record<string, string | undefined>>,
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
  if (row !== undefined && row.source === source) return row;
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

/** Null: this message has been taken before. */
async function take(
  { project_id: project, id: hook }: HookRow,
  message: string,
  body: EventsRequest,
  { listeners, world }: HookDoor,
): Promise<EventReceipt[] | null> {
  const now = world.now().toISOString();
  return await world.database.write(async (trx) => {
    if ((await remember(project, hook, [message], now, trx)).size === 0) return null;
    return await receiveEvents({ project, body, source: 'hook' }, trx, world, listeners);
  });
}

/** Those that are new. */
async function remember(
  project: string,
  hook: string,
  messages: readonly string[],
  now: string,
  trx: Kysely<Tables>,
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set();
  const rows = messages.map((id) => ({
    project_id: project,
    hook_id: hook,
    message_id: id,
    created_at: now,
  }));
  const first = await trx
    .insertInto('hook_messages')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('message_id')
    .execute();
  if (first.length === 0) return new Set();
  await trx
    .updateTable('hooks')
    .set({ last_at: now })
    .where('project_id', '=', project)
    .where('id', '=', hook)
    .execute();
  return new Set(first.map(({ message_id }) => message_id));
}

/** What they are about is read by whoever sends to that CRM, at its pace. */
async function takeCards(
  hook: HookRow,
  bytes: Uint8Array,
  { secrets, world }: HookDoor,
): Promise<void> {
  const { project_id: project, id, mapping } = hook;
  if (mapping === null) return;
  const destination = await world.database.db
    .selectFrom('destinations')
    .selectAll()
    .where('project_id', '=', project)
    .where('id', '=', mapping.destination)
    .executeTakeFirst();
  // Deleted since: nobody could read the cards.
  if (destination === undefined) throw new ProblemError('hook_unknown');
  const target = openTarget(destination, secrets);
  const news = cardNews(bytes, {
    mapping,
    applicationToken: secrets.open(hook.secret, placeOf(hook)),
    crmUrl: 'url' in target ? target.url : '',
  });
  const now = world.now().toISOString();
  await world.database.write(async (trx) => {
    const marks = [...new Set(news.map(({ mark }) => mark))];
    const isNew = await remember(project, id, marks, now, trx);
    const cards = news.filter(({ mark }) => isNew.has(mark)).map(({ card }) => String(card));
    await orderReading({ project, destination: destination.id, hook: id, now }, cards, trx);
  });
}
