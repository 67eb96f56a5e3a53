/** OAuth access tokens, asked for once in their life. */
import type { PushAnswer } from './push-answer.ts';

interface Held {
  readonly token: string;
  readonly until: number;
}

/** Asked again so long before its end: clocks differ, and a request takes a while. */
const EARLY_MS = 60_000;

export type TokenReply =
  | { readonly kind: 'token'; readonly token: string; readonly seconds: number }
  | Exclude<PushAnswer, { kind: 'sent' }>;

export class AccessTokens {
  readonly #held = new Map<string, Held>();
  /** Those who need one at once share one question. */
  readonly #asking = new Map<string, Promise<TokenReply>>();

  /** @param key of the credentials: others have another token */
  async get(
    key: string,
    now: () => Date,
    ask: () => Promise<TokenReply>,
  ): Promise<TokenReply | Held> {
    const held = this.#held.get(key);
    if (held !== undefined && held.until > now().getTime()) return held;
    const asking = this.#asking.get(key) ?? ask().finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    const reply = await asking;
    if (reply.kind !== 'token') return reply;
    const fresh = { token: reply.token, until: now().getTime() + reply.seconds * 1000 - EARLY_MS };
    this.#held.set(key, fresh);
    return fresh;
  }

  /** It was refused, whatever its life was to be. */
  forget(key: string): void {
    this.#held.delete(key);
  }
}
