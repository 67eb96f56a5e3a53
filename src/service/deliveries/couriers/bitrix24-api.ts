/** Calls to one portal of Bitrix24. The address of its webhook is the credential. */
import * as z from 'zod/mini';

import type { OutboundAnswer } from '../../push/outbound.ts';
import type { Calls } from '../calls.ts';
import type { Outcome } from '../outcome.ts';
import { jsonOf } from '../../push/push-answer.ts';
import { NotDone } from './card.ts';

const Time = z.nullish(
  z.object({ operating: z.nullish(z.number()), operating_reset_at: z.nullish(z.number()) }),
);
const Answer = z.object({ result: z.unknown(), time: Time });
/** Both forms: REST v1 and v3. */
const Failure = z.union([
  z.object({ error: z.string(), error_description: z.nullish(z.string()), time: Time }),
  z.object({ error: z.object({ code: z.string(), message: z.nullish(z.string()) }), time: Time }),
]);

/** The bucket loses two a second. */
const BUSY_MS = 2000;
/** Of the budget of time for a method, where it is not said when there is some again. */
const BUDGET_MS = 60_000;

/** The webhook is gone, or may not do this: somebody has to look at it. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'NO_AUTH_FOUND',
  'expired_token',
  'INVALID_CREDENTIALS',
  'insufficient_scope',
  'user_access_error',
  'PORTAL_DELETED',
]);

export class Bitrix24Api {
  readonly #url: string;
  readonly #calls: Calls;
  readonly #now: () => Date;

  constructor(url: string, calls: Calls, now: () => Date) {
    this.#url = url.replace(/\/+$/, '');
    this.#calls = calls;
    this.#now = now;
  }

  /** @throws NotDone */
  async call<Schema extends z.ZodMiniType>(
    method: string,
    request: object,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const answer = await this.#calls.call({
      url: `${this.#url}/${method}.json`,
      shown: `${new URL(this.#url).origin}/rest/…/${method}.json`,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        // It asks for a name and a version.
        'user-agent': 'Otklik/1',
      },
      body: JSON.stringify(request),
    });
    if (answer.status !== 200) throw new NotDone(meaningOf(answer, this.#now()));
    const body = Answer.safeParse(jsonOf(answer.text));
    const result = schema.safeParse(body.data?.result);
    if (result.success) return result.data;
    throw new NotDone({ kind: 'failed', reason: 'an answer that nobody understands' });
  }
}

function meaningOf({ status, text }: OutboundAnswer, now: Date): Outcome {
  const failure = Failure.safeParse(jsonOf(text));
  if (!failure.success) return { kind: 'failed', reason: `HTTP ${status}` };
  const { code, words } = wordsOf(failure.data);
  const reason = [code, words].filter(Boolean).join(': ').slice(0, 300) || `HTTP ${status}`;
  switch (code) {
    case 'QUERY_LIMIT_EXCEEDED':
      return { kind: 'waiting', reason, afterMs: BUSY_MS };
    case 'OPERATION_TIME_LIMIT': {
      const reset = failure.data.time?.operating_reset_at;
      const afterMs = reset ? Math.max(BUSY_MS, reset * 1000 - now.getTime()) : BUDGET_MS;
      return { kind: 'waiting', reason, afterMs };
    }
    default:
      if (CREDENTIALS.has(code)) return { kind: 'stopped', reason };
      // 400: this card, this field. Without a code the words are "Not found".
      return { kind: status === 400 || status === 404 ? 'refused' : 'failed', reason };
  }
}

function wordsOf(failure: z.output<typeof Failure>): { code: string; words: string } {
  const { error } = failure;
  if (typeof error === 'object') return { code: error.code, words: error.message ?? '' };
  const words = 'error_description' in failure ? failure.error_description : '';
  return { code: error, words: typeof words === 'string' ? words : '' };
}
