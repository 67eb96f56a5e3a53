/** Bitrix24 REST by an inbound webhook: a comment in the card's history, fields, a task (bitrix-tools/b24-rest-docs). */
import * as z from 'zod/mini';

import type { Courier, Parcel } from '../courier.ts';
import { Bitrix24Api } from './bitrix24-api.ts';
import { cardOf, fieldValue, fillCard } from './card.ts';
import type { CardSteps } from './card.ts';

/** `entityTypeId` of the universal methods. */
export const ENTITY_TYPES = { lead: 1, deal: 2, contact: 3, company: 4 } as const;

const Id = z.union([z.number(), z.string()]);
const Comments = z.array(z.object({ ID: Id, COMMENT: z.nullish(z.string()) }));
const Activities = z.array(
  z.object({ ID: Id, DESCRIPTION: z.nullish(z.string()), SUBJECT: z.nullish(z.string()) }),
);
const Item = z.object({ item: z.unknown() });
const Todo = z.object({ id: Id });

type Field = readonly [name: string, value: string | number | boolean];

export const bitrix24Courier: Courier<'bitrix24'> = async (parcel, { calls, world }) => {
  const { target, content } = parcel;
  const card = cardOf(target, content);
  if (card === null) return { kind: 'dropped', reason: `no card in ${target.idFrom}` };
  const api = new Bitrix24Api(target.url, calls, world.now);
  const values = Object.entries(target.fields ?? {}).flatMap(([field, name]): Field[] => {
    const value = fieldValue(field, content);
    return value === null ? [] : [[name, value]];
  });
  return await fillCard(parcel, stepsOf(parcel, card, api), values, world.now());
};

function stepsOf(
  { target: { entity, task }, delivery: { id: mark } }: Parcel<'bitrix24'>,
  card: number,
  api: Bitrix24Api,
): CardSteps<readonly Field[]> {
  const entityTypeId = ENTITY_TYPES[entity];
  return {
    findNote: async () => {
      const filter = { ENTITY_ID: card, ENTITY_TYPE: entity };
      const request = { filter, order: { ID: 'DESC' }, select: ['ID', 'COMMENT'] };
      const comments = await api.call('crm.timeline.comment.list', request, Comments);
      const found = comments.find(({ COMMENT: text }) => text?.includes(mark));
      return found === undefined ? null : String(found.ID);
    },
    addNote: async (text) => {
      const fields = { ENTITY_ID: card, ENTITY_TYPE: entity, COMMENT: escaped(text) };
      return String(await api.call('crm.timeline.comment.add', { fields }, Id));
    },
    setFields: async (values) => {
      const fields = Object.fromEntries(values);
      await api.call('crm.item.update', { entityTypeId, id: card, fields }, Item);
      return String(card);
    },
    findTask: async () => {
      const filter = { OWNER_TYPE_ID: entityTypeId, OWNER_ID: card };
      const select = ['ID', 'SUBJECT', 'DESCRIPTION'];
      const request = { filter, order: { ID: 'DESC' }, select };
      const found = (await api.call('crm.activity.list', request, Activities)).find(
        ({ DESCRIPTION: text }) => text?.includes(mark),
      );
      return found === undefined ? null : String(found.ID);
    },
    addTask: async (description, deadline) => {
      const request = {
        ownerTypeId: entityTypeId,
        ownerId: card,
        deadline: deadline.toISOString(),
        title: (task?.text ?? '').slice(0, 250),
        description,
      };
      return String((await api.call('crm.activity.todo.add', request, Todo)).id);
    },
  };
}

/** Comments are written in BBCode: what looks like one of its tags is not. */
function escaped(text: string): string {
  return text.replaceAll('[', '［').replaceAll(']', '］');
}
