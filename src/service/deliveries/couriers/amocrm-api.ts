/** Calls to one account of amoCRM, with a token that lives long, or one that is renewed (OAuth 2.0). */
import * as z from 'zod/mini';

import type { TargetOf } from '../../../protocol/index.ts';
import type { OutboundAnswer } from '../../push/outbound.ts';
import type { Calls } from '../calls.ts';
import type { CourierWorld } from '../courier.ts';
import type { Outcome } from '../outcome.ts';
import { jsonOf, retryAfterMs } from '../../push/push-answer.ts';
import { NotDone } from './card.ts';

type Target = TargetOf<'amocrm'>;
type OAuth = Extract<Target['auth'], { readonly clientId: string }>;

/** What it needs of a parcel, or of whoever reads a card. */
export interface Account {
  readonly target: Target;
  readonly keepTarget: (target: Target) => Promise<void>;
}

const Tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
});

/** Of a problem document, what says most. */
const Problem = z.object({
  detail: z.nullish(z.string()),
  title: z.nullish(z.string()),
  'validation-errors': z.nullish(
    z.array(
      z.object({
        errors: z.nullish(
          z.array(z.object({ path: z.nullish(z.string()), detail: z.nullish(z.string()) })),
        ),
      }),
    ),
  ),
});

const OK: ReadonlySet<number> = new Set([200, 201, 202, 204]);
/** Seven a second are allowed; whoever was refused waits for longer than that. */
const BUSY_MS = 2000;

export class AmoCrmApi {
  readonly #account: Account;
  readonly #calls: Calls;
  readonly #now: () => Date;
  #target: Target;
  #token: string | undefined;

  constructor(account: Account, calls: Calls, { now }: CourierWorld['world']) {
    this.#account = account;
    this.#target = account.target;
    this.#calls = calls;
    this.#now = now;
  }

  /** @throws NotDone */
  async send<Schema extends z.ZodMiniType>(
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    return parsed(await this.#request(method, path, JSON.stringify(body)), schema);
  }

  /**
   * Null: there is none (204).
   *
   * @throws NotDone
   */
  async list<Schema extends z.ZodMiniType>(
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema> | null> {
    const answer = await this.#request('GET', path);
    return answer.status === 204 ? null : parsed(answer, schema);
  }

  async #request(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: string,
  ): Promise<OutboundAnswer> {
    const token = await this.#accessToken();
    const answer = await this.#ask(method, path, token, body);
    if (answer.status !== 401 || !('clientId' in this.#target.auth)) return this.#judged(answer);
    // It has been renewed meanwhile, or died early: once, then it is an answer.
    const renewed = await this.#renew(this.#target.auth);
    return this.#judged(await this.#ask(method, path, renewed, body));
  }

  async #ask(method: 'GET' | 'POST' | 'PATCH', path: string, token: string, body?: string) {
    return await this.#calls.call({
      method,
      url: new URL(path, this.#target.url).href,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/hal+json',
        'user-agent': 'Otklik',
      },
      ...(body !== undefined && { body }),
    });
  }

  #judged(answer: OutboundAnswer): OutboundAnswer {
    if (OK.has(answer.status)) return answer;
    throw new NotDone(meaningOf(answer, this.#now()));
  }

  async #accessToken(): Promise<string> {
    const { auth } = this.#target;
    if ('token' in auth) return auth.token;
    if (this.#token !== undefined) return this.#token;
    const { accessToken, expiresAt } = auth;
    const isFresh = expiresAt !== undefined && Date.parse(expiresAt) > this.#now().getTime();
    return accessToken !== undefined && isFresh ? accessToken : await this.#renew(auth);
  }

  /** The old refresh token is dead from here on, so that the new one is kept before anything else. */
  async #renew(auth: OAuth): Promise<string> {
    const { clientId, clientSecret, redirectUri, refreshToken } = auth;
    const answer = await this.#calls.call({
      url: new URL('/oauth2/access_token', this.#target.url).href,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        redirect_uri: redirectUri,
      }),
      isSecret: true,
    });
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      throw new NotDone({
        kind: 'stopped',
        reason: `refresh token refused (HTTP ${answer.status})`,
      });
    }
    const tokens = parsed(this.#judged(answer), Tokens);
    const expiresAt = new Date(this.#now().getTime() + tokens.expires_in * 900).toISOString();
    this.#target = {
      ...this.#target,
      auth: {
        ...auth,
        refreshToken: tokens.refresh_token,
        accessToken: tokens.access_token,
        expiresAt,
      },
    };
    this.#token = tokens.access_token;
    await this.#account.keepTarget(this.#target);
    return tokens.access_token;
  }
}

function parsed<Schema extends z.ZodMiniType>(
  { text }: OutboundAnswer,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(jsonOf(text));
  if (result.success) return result.data;
  throw new NotDone({ kind: 'failed', reason: 'an answer that nobody understands' });
}

function meaningOf({ status, headers, text }: OutboundAnswer, now: Date): Outcome {
  const reason = `HTTP ${status}${detailOf(text)}`;
  if (status === 429) {
    return {
      kind: 'waiting',
      reason,
      afterMs: retryAfterMs(headers['retry-after'], now) ?? BUSY_MS,
    };
  }
  if (status === 401) return { kind: 'stopped', reason };
  // 402: not paid for. 403: no right, or an address that has asked too much. Both may be well again by themselves.
  const isOurs = status === 400 || status === 404 || status === 422;
  return { kind: isOurs ? 'refused' : 'failed', reason };
}

function detailOf(text: string): string {
  const problem = Problem.safeParse(jsonOf(text));
  if (!problem.success) return '';
  const { detail, title, 'validation-errors': validation } = problem.data;
  const errors = (validation ?? []).flatMap((one) => one.errors ?? []);
  const words = errors.map(({ path, detail: why }) => `${path ?? ''}: ${why ?? ''}`).join('; ');
  const said = words || detail || title;
  return said ? `: ${said.slice(0, 300)}` : '';
}
