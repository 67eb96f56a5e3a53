/** Reads the cards that a CRM has sent news of, and tells what has happened as an event: once, however often it is read. */
import type { CardMapping } from '../../../protocol/index.ts';
import type { EventListener } from '../../events/listener.ts';
import { receiveEvents } from '../../events/receive-events.ts';
import type { World } from '../../world.ts';
import { AmoCrmApi } from '../couriers/amocrm-api.ts';
import { Bitrix24Api } from '../couriers/bitrix24-api.ts';
import { NotDone } from '../couriers/card.ts';
import type { CourierWorld, Parcel } from '../courier.ts';
import type { Outcome } from '../outcome.ts';
import { amoCrmReader } from './amocrm-card.ts';
import { bitrix24Reader, changedSince } from './bitrix24-card.ts';
import type { Card, CardReader } from './card.ts';
import { orderReading } from './order-reading.ts';

export interface Registrar {
  readonly listeners: readonly EventListener[];
  readonly world: World;
}

export async function readCards(
  parcel: Parcel,
  courierWorld: CourierWorld,
  registrar: Registrar,
): Promise<Outcome> {
  const { delivery } = parcel;
  const mapping = await mappingOf(delivery.project_id, delivery.facts.hook ?? '', registrar);
  if (mapping === null) return { kind: 'dropped', reason: 'the hook was deleted' };
  try {
    const { since } = delivery.facts;
    if (since !== undefined)
      return await reconcile(parcel, mapping, since, courierWorld, registrar);
    const read = readerOf(parcel, mapping, courierWorld);
    const card = await read(Number(delivery.subject.split('/').at(-1)));
    if (card === null) return { kind: 'dropped', reason: 'the card was deleted' };
    if (!card.isThere) return { kind: 'dropped', reason: 'the card is at another stage' };
    return await tell(delivery.project_id, card, mapping, registrar);
  } catch (error) {
    if (error instanceof NotDone) return error.outcome;
    throw error;
  }
}

async function mappingOf(
  project: string,
  hook: string,
  { world }: Registrar,
): Promise<CardMapping | null> {
  const row = await world.database.db
    .selectFrom('hooks')
    .select('mapping')
    .where('project_id', '=', project)
    .where('id', '=', hook)
    .executeTakeFirst();
  return row?.mapping ?? null;
}

function readerOf(
  { target, keepTarget }: Parcel,
  mapping: CardMapping,
  { calls, world }: CourierWorld,
): CardReader {
  if (target.kind === 'amocrm' && mapping.source === 'amocrm') {
    return amoCrmReader(new AmoCrmApi({ target, keepTarget }, calls, world), mapping);
  }
  if (target.kind === 'bitrix24' && mapping.source === 'bitrix24') {
    return bitrix24Reader(new Bitrix24Api(target.url, calls, world.now), mapping);
  }
  throw new NotDone({ kind: 'dropped', reason: 'the destination is of another kind by now' });
}

/** Which have changed; each is then read for itself. */
async function reconcile(
  { delivery, destination, target }: Parcel,
  mapping: CardMapping,
  since: string,
  { calls, world: { now } }: CourierWorld,
  { world }: Registrar,
): Promise<Outcome> {
  if (target.kind !== 'bitrix24' || mapping.source !== 'bitrix24') return { kind: 'delivered' };
  const api = new Bitrix24Api(target.url, calls, now);
  const cards: string[] = [];
  for await (const card of changedSince(api, mapping, since)) cards.push(String(card));
  const order = {
    project: delivery.project_id,
    destination: destination.id,
    hook: delivery.facts.hook ?? '',
    now: now().toISOString(),
  };
  await world.database.write((trx) => orderReading(order, [...new Set(cards)], trx));
  return { kind: 'delivered' };
}

async function tell(
  project: string,
  card: Card,
  { event: name, respondent, properties = {} }: CardMapping,
  { listeners, world }: Registrar,
): Promise<Outcome> {
  const who = card.value(respondent);
  if (who === null) return { kind: 'refused', reason: `nobody in ${respondent}` };
  const values = Object.entries(properties).flatMap(([property, path]) => {
    const value = card.value(path);
    return value === null ? [] : [[property, value] as const];
  });
  const body = {
    id: card.event,
    name,
    respondent: String(who),
    at: card.at,
    properties: Object.fromEntries(values),
  };
  const [receipt] = await world.database.write((trx) =>
    receiveEvents({ project, body: { events: [body] }, source: 'hook' }, trx, world, listeners),
  );
  if (receipt?.result !== 'refused') return { kind: 'delivered' };
  const [error] = receipt.errors ?? [];
  return { kind: 'refused', reason: `${error?.pointer ?? ''}: ${error?.message ?? 'refused'}` };
}
