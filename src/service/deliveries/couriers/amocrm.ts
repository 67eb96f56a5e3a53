/** amoCRM API v4 (amocrm.ru/developers; Kommo has the same): a note, fields and a task on the card of the response. */
import * as z from 'zod/mini';

import type { Courier, Parcel } from '../courier.ts';
import { AmoCrmApi } from './amocrm-api.ts';
import { cardOf, fieldValue, fillCard, NotDone } from './card.ts';
import type { CardSteps } from './card.ts';

/** Both forms that a PATCH answers with. */
const Changed = z.union([z.object({ id: z.number() }), z.object({ _embedded: z.unknown() })]);
const Numbered = z.object({ id: z.number() });
const Notes = listOf(
  'notes',
  z.extend(Numbered, { params: z.nullish(z.object({ text: z.nullish(z.string()) })) }),
);
const Tasks = listOf('tasks', z.extend(Numbered, { text: z.nullish(z.string()) }));

/** HAL: what was asked for is "embedded", under its own name. */
function listOf<Item extends z.ZodMiniType>(name: string, item: Item) {
  return z.pipe(
    z.object({ _embedded: z.looseObject({ [name]: z.array(item) }) }),
    z.transform(({ _embedded: lists }) => lists[name] as z.output<Item>[]),
  );
}

interface FieldValue {
  readonly field_id: number;
  readonly values: readonly { readonly value: string | number | boolean }[];
}

export const amoCrmCourier: Courier<'amocrm'> = async (parcel, { calls, world }) => {
  const { target, content } = parcel;
  const card = cardOf(target, content);
  if (card === null) return { kind: 'dropped', reason: `no card in ${target.idFrom}` };
  const api = new AmoCrmApi(parcel, calls, world);
  const values = Object.entries(target.fields ?? {}).flatMap(([field, id]): FieldValue[] => {
    const value = fieldValue(field, content);
    return value === null ? [] : [{ field_id: id, values: [{ value }] }];
  });
  return await fillCard(parcel, stepsOf(parcel, card, api), values, world.now());
};

function stepsOf(
  { target: { entity }, delivery: { id: mark } }: Parcel<'amocrm'>,
  card: number,
  api: AmoCrmApi,
): CardSteps<readonly FieldValue[]> {
  return {
    findNote: async () => {
      const path = `/api/v4/${entity}/${card}/notes?limit=250&order[id]=desc`;
      const notes = (await api.list(path, Notes)) ?? [];
      return idOf(notes.find(({ params }) => params?.text?.includes(mark)));
    },
    addNote: async (text) => {
      const note = { note_type: 'common', params: { text }, request_id: mark };
      const path = `/api/v4/${entity}/${card}/notes`;
      return firstId(await api.send('POST', path, [note], Notes));
    },
    setFields: async (values) => {
      await api.send(
        'PATCH',
        `/api/v4/${entity}/${card}`,
        { custom_fields_values: values },
        Changed,
      );
      return String(card);
    },
    findTask: async () => {
      const path = `/api/v4/tasks?limit=250&filter[entity_type]=${entity}&filter[entity_id]=${card}`;
      const tasks = (await api.list(path, Tasks)) ?? [];
      return idOf(tasks.find(({ text }) => text?.includes(mark)));
    },
    addTask: async (text, deadline) => {
      const task = {
        text,
        complete_till: Math.floor(deadline.getTime() / 1000),
        entity_id: card,
        entity_type: entity,
        request_id: mark,
      };
      return firstId(await api.send('POST', '/api/v4/tasks', [task], Tasks));
    },
  };
}

function idOf(found: { readonly id: number } | undefined): string | null {
  return found === undefined ? null : String(found.id);
}

function firstId([first]: readonly { readonly id: number }[]): string {
  // It has been taken, most likely: the next try looks for it.
  if (first === undefined) throw new NotDone({ kind: 'failed', reason: 'an answer without an id' });
  return String(first.id);
}
