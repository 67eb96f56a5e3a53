/** Opens a session: one CORS-simple POST, so that no preflight costs a round trip. */
import type { SessionReply } from '../protocol/session.ts';
import type { VariableValues } from '../protocol/variables.ts';
import { WidgetError } from './problem.ts';
import type { WidgetCode } from './problem.ts';
import { isObject, isSessionReply } from './session-reply.ts';
import { within } from './within.ts';

interface SessionWish {
  readonly endpoint: string;
  readonly survey?: string | undefined;
  readonly page?: VariableValues | undefined;
  /** Goes before all others. */
  readonly chosen?: string | undefined;
  /** Best first. */
  readonly languages: readonly string[];
}

/** What a session is opened with. */
export type Pass = { readonly token: string } | { readonly code: string };

const LIMIT_MS = 10_000;

/** @throws WidgetError with the service's code, `network` or `reply_unreadable` */
export async function openSession(
  { endpoint, survey, page, chosen, languages }: SessionWish,
  pass: Pass,
  responseId: string,
  fetch: typeof globalThis.fetch,
): Promise<SessionReply> {
  const lang = languages.length > 0 ? languages : undefined;
  const request = JSON.stringify({ ...pass, responseId, survey, page, chosen, lang });
  const { status, body } = await post(`${endpoint}/v1/sessions`, request, fetch, LIMIT_MS);
  if (status === 200 && isSessionReply(body)) return body;
  if (status >= 400 && isObject(body) && typeof body['code'] === 'string') {
    throw new WidgetError(body['code'] as WidgetCode, String(body['detail'] ?? body['title']));
  }
  throw new WidgetError('reply_unreadable', `${endpoint} answered ${status}`);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when it is not JSON. */
  readonly body: unknown;
}

/**
 * A string body travels as `text/plain`, a blob without a type as nothing: neither needs a preflight. A redirect is refused: a credential
 * goes to the configured endpoint and nowhere else.
 *
 * @throws WidgetError `network`
 */
export async function post(
  url: string,
  body: string | Blob,
  fetch: typeof globalThis.fetch,
  limitMs: number,
  keepalive = false,
): Promise<Answer> {
  const abort = new AbortController();
  const exchange = async (): Promise<Answer> => {
    const reply = await fetch(url, {
      method: 'POST',
      body,
      credentials: 'omit',
      redirect: 'error',
      keepalive,
      signal: abort.signal,
    });
    return { status: reply.status, headers: reply.headers, body: json(await reply.text()) };
  };
  try {
    return await within(limitMs, exchange(), () => abort.abort());
  } catch (error) {
    throw new WidgetError('network', `${url}: ${String(error)}`, { cause: error });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A captive portal's page, or a reply cut short: not an answer of ours.
  }
}
