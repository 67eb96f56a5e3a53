/** What a CRM posts: forms with nested keys, that say which card has changed and little else. */
import qs from 'qs';
import * as z from 'zod/mini';

import type { CardMapping } from '../../protocol/index.ts';
import { ProblemError } from '../problem-error.ts';
import { isSame } from './same.ts';

/** A card to look at. */
export interface CardNews {
  /** Its number in the CRM. */
  readonly card: number;
  /** What tells this news from another about the same card. */
  readonly mark: string;
}

/** Of a form from outside: keys, and brackets in one. */
const KEYS_MAX = 2000;
const DEPTH_MAX = 6;
const LIST_MAX = 250;

const Text = z.string().check(z.maxLength(200));
const Digits = z.pipe(Text.check(z.regex(/^\d{1,15}$/)), z.transform(Number));

const AmoCrmMessage = z.object({
  account: z.optional(z.object({ subdomain: z.optional(Text) })),
  leads: z.optional(
    z.object({
      status: z.optional(
        z.array(
          z.object({
            id: Digits,
            status_id: Digits,
            pipeline_id: z.optional(Digits),
            last_modified: z.optional(Text),
          }),
        ),
      ),
    }),
  ),
});

const Bitrix24Message = z.object({
  event: Text,
  ts: z.optional(Text),
  data: z.object({ FIELDS: z.object({ ID: Digits }) }),
  auth: z.object({ application_token: Text }),
});

const WON = 142;

export interface CardHook {
  readonly mapping: CardMapping;
  /** Of Bitrix24. */
  readonly applicationToken: string;
  /** Where its cards are read. */
  readonly crmUrl: string;
}

/**
 * Cards that are worth a look.
 *
 * @throws ProblemError `request_invalid`, `signature_invalid`
 */
export function cardNews(bytes: Uint8Array, hook: CardHook): readonly CardNews[] {
  const form = parsedForm(Buffer.from(bytes).toString('utf8'));
  const { mapping } = hook;
  return mapping.source === 'amocrm'
    ? amoCrmNews(parsedBy(AmoCrmMessage, form), mapping, hook)
    : bitrix24News(parsedBy(Bitrix24Message, form), mapping, hook);
}

function parsedForm(text: string): unknown {
  try {
    return qs.parse(text, {
      depth: DEPTH_MAX,
      strictDepth: true,
      parameterLimit: KEYS_MAX,
      arrayLimit: LIST_MAX,
      throwOnLimitExceeded: true,
      plainObjects: true,
    });
  } catch (cause) {
    throw new ProblemError('request_invalid', { detail: 'The form is too large.', cause });
  }
}

function parsedBy<Schema extends z.ZodMiniType>(schema: Schema, form: unknown): z.output<Schema> {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data;
  throw new ProblemError('request_invalid', { detail: 'This is no message of this CRM.' });
}

function amoCrmNews(
  { account, leads }: z.output<typeof AmoCrmMessage>,
  { statuses = [WON], pipelines }: Extract<CardMapping, { source: 'amocrm' }>,
  { crmUrl }: CardHook,
): CardNews[] {
  const { hostname } = new URL(crmUrl);
  const subdomain = account?.subdomain;
  // Nothing is signed: at least it is to be about the account that we know.
  if (subdomain !== undefined && hostname.split('.')[0] !== subdomain && !isOwn(hostname)) {
    throw new ProblemError('signature_invalid', { reason: 'another account' });
  }
  return (leads?.status ?? [])
    .filter(({ status_id }) => statuses.includes(status_id))
    .filter(({ pipeline_id: one }) => pipelines === undefined || pipelines.includes(one ?? -1))
    .map(({ id, status_id, last_modified }) => ({
      card: id,
      mark: `${id}.${status_id}.${last_modified ?? ''}`,
    }));
}

/** A double, or a machine of the operator's own: it has no subdomain. */
function isOwn(hostname: string): boolean {
  return hostname === 'localhost' || /^[\d.]+$/.test(hostname) || hostname.startsWith('[');
}

const CHANGES: Readonly<Record<'lead' | 'deal', readonly string[]>> = {
  lead: ['ONCRMLEADUPDATE', 'ONCRMLEADADD'],
  deal: ['ONCRMDEALUPDATE', 'ONCRMDEALADD'],
};

function bitrix24News(
  { event, ts = '', data, auth }: z.output<typeof Bitrix24Message>,
  { entity }: Extract<CardMapping, { source: 'bitrix24' }>,
  { applicationToken }: CardHook,
): CardNews[] {
  if (!isSame(auth.application_token, applicationToken)) {
    throw new ProblemError('signature_invalid', { reason: 'another application token' });
  }
  const card = data.FIELDS.ID;
  return CHANGES[entity].includes(event) ? [{ card, mark: `${card}.${event}.${ts}` }] : [];
}
