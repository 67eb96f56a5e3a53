/** A lead of amoCRM with its main contact. */
import * as z from 'zod/mini';

import type { CardMapping } from '../../../protocol/index.ts';
import type { AmoCrmApi } from '../couriers/amocrm-api.ts';
import { valueAt } from './card.ts';
import type { CardReader } from './card.ts';

const Fields = z.nullish(
  z.array(
    z.looseObject({
      field_id: z.number(),
      field_code: z.nullish(z.string()),
      values: z.array(z.looseObject({ value: z.unknown() })),
    }),
  ),
);
const Contact = z.looseObject({ id: z.number(), custom_fields_values: Fields });
const Lead = z.looseObject({
  id: z.number(),
  status_id: z.number(),
  pipeline_id: z.nullish(z.number()),
  closed_at: z.nullish(z.number()),
  updated_at: z.nullish(z.number()),
  custom_fields_values: Fields,
  _embedded: z.nullish(
    z.object({
      contacts: z.nullish(z.array(z.object({ id: z.number(), is_main: z.nullish(z.boolean()) }))),
    }),
  ),
});

const WON = 142;

export function amoCrmReader(
  api: AmoCrmApi,
  { statuses = [WON], pipelines, ...mapping }: Extract<CardMapping, { source: 'amocrm' }>,
): CardReader {
  return async (id) => {
    const lead = await api.list(`/api/v4/leads/${id}?with=contacts`, Lead);
    if (lead === null) return null;
    const { status_id: status, closed_at, updated_at, _embedded: embedded } = lead;
    const contacts = embedded?.contacts ?? [];
    const main = contacts.find(({ is_main }) => is_main === true) ?? contacts[0];
    const asked = [mapping.respondent, ...Object.values(mapping.properties ?? {})];
    const isNeeded = main !== undefined && asked.some((path) => path.startsWith('contact.'));
    const contact = isNeeded ? await api.list(`/api/v4/contacts/${main.id}`, Contact) : null;
    const seconds = closed_at ?? updated_at ?? 0;
    return {
      event: `amocrm.${id}.${status}.${seconds}`,
      at: new Date(seconds * 1000).toISOString(),
      isThere:
        statuses.includes(status) &&
        (pipelines === undefined || pipelines.includes(lead.pipeline_id ?? -1)),
      value: (path) => valueAt(path, { own: lead, contact, fieldOf }),
    };
  };
}

function fieldOf(entity: Readonly<Record<string, unknown>>, name: string): unknown {
  const fields = Fields.safeParse(entity['custom_fields_values']).data ?? [];
  const field = fields.find(({ field_id, field_code }) =>
    [String(field_id), field_code].includes(name),
  );
  return field?.values[0]?.value;
}
