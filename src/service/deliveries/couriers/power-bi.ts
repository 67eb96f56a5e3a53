/**
 * Rows for a push semantic model of Power BI (learn.microsoft.com; such models cannot be created after 31 October 2027).
 * It only ever appends, and cannot be asked what it has: a row that was taken without our hearing of it comes twice.
 */
import * as z from 'zod/mini';

import type { OutboundAnswer } from '../../push/outbound.ts';
import type { Courier, CourierWorld, Parcel } from '../courier.ts';
import type { Outcome } from '../outcome.ts';
import { jsonOf, retryAfterMs } from '../../push/push-answer.ts';
import { fieldValue, NotDone } from './card.ts';

const API = 'https://api.powerbi.com';
const LOGIN = 'https://login.microsoftonline.com';
const SCOPE = 'https://analysis.windows.net/powerbi/api/.default';
const BUSY_MS = 60_000;
/** Characters of a text in a table. */
const TEXT_MAX = 4000;

const Token = z.object({ access_token: z.string(), expires_in: z.number() });
const Failure = z.object({ error: z.union([z.string(), z.object({ code: z.string() })]) });

export const powerBiCourier: Courier<'power-bi'> = async (parcel, courierWorld) => {
  const { target } = parcel;
  const { calls, world } = courierWorld;
  try {
    const token = await accessToken(parcel, courierWorld);
    const path = `/v1.0/myorg/groups/${target.group}/datasets/${target.dataset}/tables/${encodeURIComponent(target.table)}/rows`;
    const answer = await calls.call({
      url: new URL(path, target.api ?? API).href,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rows: [rowOf(parcel)] }),
    });
    if (answer.status >= 200 && answer.status < 300) return { kind: 'delivered' };
    return meaningOf(answer, world.now());
  } catch (error) {
    if (error instanceof NotDone) return error.outcome;
    throw error;
  }
};

/** Columns of the response, and one for each field of the rule: the table has to have them. */
function rowOf({ destination, content }: Parcel<'power-bi'>): Record<string, unknown> {
  const { survey, response } = content.payload.data;
  const fields = destination.rule.fields ?? [];
  return {
    ResponseId: response?.id ?? null,
    Survey: survey?.id ?? null,
    Status: response?.status ?? null,
    CompletedAt: response?.completedAt ?? null,
    ...Object.fromEntries(
      fields.map((field) => [columnOf(field), cut(fieldValue(field, content))]),
    ),
  };
}

/** `variable.segment` is the column `segment`. */
function columnOf(field: string): string {
  return field.replace(/^variable\./, '');
}

function cut<Value>(value: Value): Value | string {
  return typeof value === 'string' ? value.slice(0, TEXT_MAX).toWellFormed() : value;
}

async function accessToken(
  { target }: Parcel<'power-bi'>,
  { calls, world }: CourierWorld,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: target.clientId,
    client_secret: target.clientSecret,
    scope: SCOPE,
  });
  const answer = await calls.call({
    url: new URL(`/${target.tenant}/oauth2/v2.0/token`, target.login ?? LOGIN).href,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    isSecret: true,
  });
  const token = Token.safeParse(jsonOf(answer.text));
  if (answer.status === 200 && token.success) return token.data.access_token;
  if (answer.status === 400 || answer.status === 401) {
    throw new NotDone({ kind: 'stopped', reason: `sign-in refused (HTTP ${answer.status})` });
  }
  throw new NotDone(meaningOf(answer, world.now()));
}

function meaningOf({ status, headers, text }: OutboundAnswer, now: Date): Outcome {
  const failure = Failure.safeParse(jsonOf(text));
  const said = failure.success ? failure.data.error : '';
  const code = typeof said === 'string' ? said : said.code;
  const reason = [`HTTP ${status}`, code].filter(Boolean).join(': ');
  if (status === 429) {
    return {
      kind: 'waiting',
      reason,
      afterMs: retryAfterMs(headers['retry-after'], now) ?? BUSY_MS,
    };
  }
  if (status === 401 || status === 403) return { kind: 'stopped', reason };
  return { kind: status === 400 || status === 404 ? 'refused' : 'failed', reason };
}
