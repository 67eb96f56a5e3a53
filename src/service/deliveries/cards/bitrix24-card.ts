/** A lead or deal of Bitrix24 with its contact; and all that have changed since some moment. */
import * as z from 'zod/mini';

import type { CardMapping } from '../../../protocol/index.ts';
import type { Bitrix24Api } from '../couriers/bitrix24-api.ts';
import { ENTITY_TYPES } from '../couriers/bitrix24.ts';
import { NotDone } from '../couriers/card.ts';
import { valueAt } from './card.ts';
import type { Card, CardReader } from './card.ts';

type Mapping = Extract<CardMapping, { source: 'bitrix24' }>;

const Id = z.union([z.number(), z.string()]);
const Item = z.looseObject({
  id: Id,
  stageId: z.nullish(z.string()),
  stageSemanticId: z.nullish(z.string()),
  movedTime: z.nullish(z.string()),
  updatedTime: z.nullish(z.string()),
  contactId: z.nullish(Id),
});
const Got = z.object({ item: Item });
const Listed = z.object({ items: z.array(Item) });

const PAGE = 50;

export function bitrix24Reader(api: Bitrix24Api, mapping: Mapping): CardReader {
  return async (id) => {
    const entityTypeId = ENTITY_TYPES[mapping.entity];
    const item = await found(() => api.call('crm.item.get', { entityTypeId, id }, Got));
    return item === null ? null : await cardOf(item.item, api, mapping);
  };
}

/** The numbers of those that have changed, oldest change first, page by page. */
export async function* changedSince(
  api: Bitrix24Api,
  { entity }: Mapping,
  since: string,
): AsyncGenerator<number> {
  for (let start = 0; ; start += PAGE) {
    const request = {
      entityTypeId: ENTITY_TYPES[entity],
      filter: { '>=updatedTime': since },
      order: { updatedTime: 'ASC', id: 'ASC' },
      select: ['id', 'updatedTime'],
      start,
    };
    // oxlint-disable-next-line no-await-in-loop -- page by page
    const { items } = await api.call('crm.item.list', request, Listed);
    for (const { id } of items) yield Number(id);
    if (items.length < PAGE) return;
  }
}

async function cardOf(
  item: z.output<typeof Item>,
  api: Bitrix24Api,
  { entity, stages = ['S'], respondent, properties = {} }: Mapping,
): Promise<Card> {
  const { id, stageId, stageSemanticId, movedTime, updatedTime, contactId } = item;
  const asked = [respondent, ...Object.values(properties)];
  const isNeeded = Number(contactId ?? 0) > 0 && asked.some((path) => path.startsWith('contact.'));
  const request = { entityTypeId: ENTITY_TYPES.contact, id: Number(contactId) };
  const contact = isNeeded ? await found(() => api.call('crm.item.get', request, Got)) : null;
  const at = new Date(movedTime ?? updatedTime ?? 0);
  return {
    event: `bitrix24.${entity}.${id}.${stageId ?? ''}.${at.getTime()}`.replaceAll(
      /[^\x21-\x7E]/g,
      '_',
    ),
    at: at.toISOString(),
    isThere: (stages as readonly string[]).includes(stageSemanticId ?? 'P'),
    value: (path) => valueAt(path, { own: item, contact: contact?.item ?? null, fieldOf }),
  };
}

/** Multiple values of a contact (`field:EMAIL`) stand under `fm`, each with its type. */
function fieldOf(entity: Readonly<Record<string, unknown>>, name: string): unknown {
  const many = z
    .array(z.looseObject({ typeId: z.string(), value: z.string() }))
    .safeParse(entity['fm']);
  return many.data?.find(({ typeId }) => typeId === name)?.value ?? entity[name];
}

/** Null: it was deleted. */
async function found<Got>(read: () => Promise<Got>): Promise<Got | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotDone && error.outcome.kind === 'refused') return null;
    throw error;
  }
}
