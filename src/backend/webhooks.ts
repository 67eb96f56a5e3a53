/** Webhooks of Otklik, as a backend takes them: verified (Standard Webhooks 1.0.0), and each of them once. */
import type { DeliveryPayload } from '../protocol/index.ts';

/** Why a message was not taken. Tell the sender no more than 401. */
export type WebhookFault =
  | 'headers_missing'
  | 'secret_invalid'
  | 'too_old'
  | 'signature_wrong'
  | 'not_json';

export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookFault;

  constructor(code: WebhookFault) {
    super(`The webhook was not taken: ${code}.`);
    this.code = code;
  }
}

export interface WebhookMessage {
  readonly headers: Headers | Readonly<Record<string, string | string[] | undefined>>;
  /** As it came, byte by byte: what is parsed and written again has another signature. */
  readonly body: string | Uint8Array;
}

export interface VerifiedWebhook {
  /** The same however often it is sent: by it a message is known again. */
  readonly id: string;
  readonly payload: DeliveryPayload;
}

export interface VerifyOptions {
  /** `whsec_…`; several while it is changed. */
  readonly secrets: string | readonly string[];
  /** Milliseconds; for tests. */
  readonly now?: () => number;
}

const PREFIX = 'whsec_';
/** Seconds by which a message may be old, or ahead. */
const TOLERANCE_SECONDS = 5 * 60;
/** More signatures than these nobody needs. */
const SIGNATURES_MAX = 10;

/** @throws WebhookError */
export async function verifyWebhook(
  { headers, body }: WebhookMessage,
  { secrets, now = Date.now }: VerifyOptions,
): Promise<VerifiedWebhook> {
  const id = headerOf(headers, 'webhook-id');
  const seconds = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  if (!id || !/^\d{1,12}$/.test(seconds) || !signatures) throw new WebhookError('headers_missing');
  if (Math.abs(now() / 1000 - Number(seconds)) > TOLERANCE_SECONDS) {
    throw new WebhookError('too_old');
  }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = joined(new TextEncoder().encode(`${id}.${seconds}.`), bytes);
  const given = signatures.split(' ').slice(0, SIGNATURES_MAX).flatMap(signatureOf);
  if (!(await isSigned(signed, given, [secrets].flat()))) throw new WebhookError('signature_wrong');
  return { id, payload: parsed(bytes) };
}

function headerOf(headers: WebhookMessage['headers'], name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? '';
  const [value = ''] = [headers[name]].flat();
  return value;
}

/** Version 1 alone: HMAC with SHA-256. */
function signatureOf(text: string): Uint8Array<ArrayBuffer>[] {
  const bytes = text.startsWith('v1,') ? fromBase64(text.slice('v1,'.length)) : null;
  return bytes === null ? [] : [bytes];
}

async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  given: readonly Uint8Array<ArrayBuffer>[],
  secrets: readonly string[],
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let isGood = false;
  for (const secret of secrets) {
    const bytes = secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : null;
    if (bytes === null || bytes.length === 0) throw new WebhookError('secret_invalid');
    // oxlint-disable-next-line no-await-in-loop -- two of them at most
    const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
    for (const signature of given) {
      // In constant time, by the platform.
      // oxlint-disable-next-line no-await-in-loop
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) isGood = true;
    }
  }
  return isGood;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null; // It is no base64, so it is no signature of ours.
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

function parsed(bytes: Uint8Array): DeliveryPayload {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as DeliveryPayload;
  } catch (cause) {
    throw Object.assign(new WebhookError('not_json'), { cause });
  }
}

/**
 * Which messages have been taken. In a database: `remember` is an insert of the id into a table where it is unique, best in
 * the transaction of what the message does; then it counts exactly once whatever breaks off.
 */
export interface WebhookMemory {
  /** False: it is there already. */
  remember(id: string): Promise<boolean>;
  /** What it was to do has failed: it comes again. */
  forget(id: string): Promise<void>;
}

/** For one process, and until it ends: enough for a test, or where doing it twice does no harm. */
export function webhookMemory(size = 100_000): WebhookMemory {
  const ids = new Set<string>();
  return {
    remember: (id) => {
      if (ids.has(id)) return Promise.resolve(false);
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > size && oldest !== undefined) ids.delete(oldest);
      return Promise.resolve(true);
    },
    forget: (id) => {
      ids.delete(id);
      return Promise.resolve();
    },
  };
}

export interface WebhookHandling extends VerifyOptions {
  readonly memory: WebhookMemory;
  /** Who rejects gets the message again later. */
  readonly handle: (webhook: VerifiedWebhook) => Promise<void>;
}

/** A whole receiver: 204 when it is done, or was done before; 401 when it is not ours; 500 to get it again. */
export async function receiveWebhook(
  request: Request,
  { memory, handle, ...options }: WebhookHandling,
): Promise<Response> {
  let webhook: VerifiedWebhook;
  try {
    const body = new Uint8Array(await request.arrayBuffer());
    webhook = await verifyWebhook({ headers: request.headers, body }, options);
  } catch (error) {
    if (error instanceof WebhookError) return new Response(null, { status: 401 });
    throw error;
  }
  if (!(await memory.remember(webhook.id))) return new Response(null, { status: 204 });
  try {
    await handle(webhook);
    return new Response(null, { status: 204 });
  } catch {
    // Whoever handles it knows what went wrong, and says so where it is looked for; the sender hears "later".
    await memory.forget(webhook.id);
    return new Response(null, { status: 500 });
  }
}
