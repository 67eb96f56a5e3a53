/**
 * Passes on to the service what the page has told, where the project lists it. Fetched with the first such event. What
 * cannot be sent waits in memory: as long as the page is there, its person, and the consent.
 */
import type { TrackedEvent } from '../protocol/page-event.ts';
import { retryAfterMs } from '../widget/backoff.ts';
import { WidgetError } from '../widget/problem.ts';
import { problemIn } from '../widget/receipts.ts';
import { newResponseId } from '../widget/response-id.ts';
import { FAILED, REAL_ROUNDS, Rounds } from '../widget/rounds.ts';
import type { Round, RoundsWorld } from '../widget/rounds.ts';
import { post } from '../widget/session.ts';
import type { Answer } from '../widget/session.ts';
import { isObject } from '../widget/session-reply.ts';
import { respondentOf, tokenClaims } from '../widget/token-claims.ts';
import { askForToken } from '../widget/token-source.ts';
import type { Properties } from './happening.ts';
import type { Memory } from './memory.ts';

/** What the page has told, when, and what was known of its person: another object once another person is here. */
export type Told = readonly [name: string, properties: Properties, at: number, person: object];

export interface TellingPage {
  readonly endpoint: string;
  readonly tokenUrl: string | undefined;
  readonly memory: Pick<Memory, 'kept' | 'isAllowed'>;
}

export interface TellingWorld extends RoundsWorld {
  readonly fetch: typeof globalThis.fetch;
  readonly warn: (text: string) => void;
}

const REAL_WORLD: TellingWorld = {
  ...REAL_ROUNDS,
  // What waits is this page's alone.
  locks: undefined,
  fetch: (...request) => globalThis.fetch(...request),
  // oxlint-disable-next-line no-console -- for whoever builds the page: nothing else would ever tell
  warn: (text) => console.warn(text),
};

interface Waiting {
  readonly event: TrackedEvent;
  readonly person: object;
  /** Whom the token has named with which it was tried: it is nobody else's. */
  respondent?: string;
}

/** As many as one request may hold (protocol/page-event.ts). */
const BATCH = 50;
/** Of more the oldest go: a page without a network for hours does not fill up. */
const MOST = 500;
const LIMIT_MS = 10_000;
/** Browsers see 64 KiB through when the page is left, and refuse more; a character is three bytes at most. */
const KEEPALIVE_CHARACTERS = 20_000;
/** Of one event among the others, or of all of them together: without it they may pass. */
const UNFIT: ReadonlySet<string | undefined> = new Set(['request_invalid', 'body_too_large']);
const PASSING = /^(5..|429|408)$/;
const NO_TOKEN_URL = 'Events of this page are not sent: the script tag has no data-token-url.';

export class Telling {
  readonly #page: TellingPage;
  readonly #world: TellingWorld;
  readonly #rounds: Rounds;
  readonly #warnings = new Set<string>();
  #waiting: readonly Waiting[] = [];
  #most = BATCH;
  #hasFailed = false;

  constructor(page: TellingPage, world: TellingWorld = REAL_WORLD) {
    this.#page = page;
    this.#world = world;
    this.#rounds = new Rounds('', () => this.#round(), world);
    addEventListener('online', () => void this.#rounds.wake());
  }

  /** Takes what was told out of the list. Resolves when all is sent, or has to wait. */
  async tell(told: Told[]): Promise<void> {
    this.#waiting = [...this.#waiting, ...told.splice(0).map(waitingOf)].slice(-MOST);
    // A service that is away is not asked more often because much happens on the page.
    if (!this.#hasFailed) await this.#rounds.wake();
  }

  async #round(): Promise<Round> {
    this.#letGo();
    if (this.#waiting.length === 0) return { kind: 'done' };
    const round = await this.#send().catch((error: unknown) => this.#judge(error));
    if (round.kind === 'failed') this.#hasFailed = true;
    return round;
  }

  async #send(): Promise<Round> {
    const token = await this.#token();
    this.#letGo(respondentOf(tokenClaims(token)));
    const batch = this.#waiting.slice(0, this.#most);
    if (batch.length === 0) return { kind: 'done' };
    const body = JSON.stringify({ token, events: batch.map(({ event }) => event) });
    const isSmall = body.length < KEEPALIVE_CHARACTERS;
    const url = `${this.#page.endpoint}/v1/page-events`;
    const reply = await post(url, body, this.#world.fetch, LIMIT_MS, isSmall);
    return this.#learn(batch, reply);
  }

  #learn(batch: readonly Waiting[], { status, headers, body }: Answer): Round {
    const problem = problemIn(body);
    if (status === 200 && isObject(body) && body['ok'] === true) return this.#settle(batch);
    if (UNFIT.has(problem)) {
      this.#most = Math.ceil(batch.length / 2);
      if (batch.length > 1) return { kind: 'progress' };
      this.#warn(`The service does not take the event ${batch[0]?.event.name}: ${problem}.`);
      return this.#settle(batch);
    }
    // The next token is a fresh one. What is no problem of the service's is no answer of the service's.
    const isPassing = problem === undefined || PASSING.test(String(status));
    if (isPassing || (problem === 'token_expired' && !this.#hasFailed)) {
      const header = headers.get('retry-after');
      return { kind: 'failed', retryAfterMs: retryAfterMs(header, this.#world.now()) };
    }
    return this.#giveUp(`The service takes no events of this page: ${problem}.`);
  }

  #settle(batch: readonly Waiting[]): Round {
    this.#leave((one) => !batch.includes(one));
    this.#most = BATCH;
    this.#hasFailed = false;
    return { kind: 'progress' };
  }

  #token(): Promise<string> {
    const { tokenUrl } = this.#page;
    return askForToken({ tokenUrl }, this.#hasFailed, this.#world.fetch);
  }

  #judge(error: unknown): Round {
    if (!(error instanceof WidgetError)) return FAILED;
    switch (error.code) {
      case 'token_missing':
        // A token URL that gives none says that nobody is signed in.
        return this.#giveUp(this.#page.tokenUrl ? '' : NO_TOKEN_URL);
      case 'token_invalid':
      case 'token_is_key':
        return this.#giveUp(`The token URL gives no survey token: ${error.code}.`);
      default:
        return FAILED;
    }
  }

  /** What is no longer to be sent: another person is here, or the consent was taken back. Of nobody nothing is kept. */
  #letGo(respondent?: string): void {
    const { memory } = this.#page;
    this.#leave((one) => {
      if (one.person !== memory.kept || !memory.isAllowed()) return false;
      if (respondent !== undefined) one.respondent ??= respondent;
      return respondent === undefined || (respondent !== '' && one.respondent === respondent);
    });
  }

  /** Only these wait on. In the same moment nothing is left to try again, or something is. */
  #leave(isLeft: (one: Waiting) => boolean): void {
    this.#waiting = this.#waiting.filter(isLeft);
    if (this.#waiting.length === 0) this.#hasFailed = false;
  }

  #giveUp(why: string): Round {
    this.#leave(() => false);
    if (why) this.#warn(why);
    return { kind: 'done' };
  }

  #warn(text: string): void {
    if (!this.#warnings.has(text)) this.#world.warn(`[otklik] ${text}`);
    this.#warnings.add(text);
  }
}

function waitingOf([name, properties, at, person]: Told): Waiting {
  // Made once, so that a second try is the same event.
  const id = newResponseId(at);
  return {
    event: { type: 'event', name, id, at: new Date(at).toISOString(), properties },
    person,
  };
}
