/** Tokens that the app gets from its own backend. */
import { unguessable } from './channel.ts';
import type { Channel, Later } from './channel.ts';
import { aboutOf } from './hosted-survey.ts';
import type { About, HostedSurvey } from './hosted-survey.ts';

type TokenMessage = Extract<Later, { type: 'token' }>;

/** An app whose tokens are all bad is not asked for ever. */
const RENEWALS_IN_A_ROW = 3;

/** Since the survey was last shown. */
interface Renewals {
  readonly count: number;
  /** Undefined once the app has answered. */
  readonly running?: Promise<void>;
}

export class TokenRequests {
  readonly #channel: Channel;
  readonly #open = new Map<string, (reply: TokenMessage) => void>();
  readonly #renewals = new WeakMap<HostedSurvey, Renewals>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Makes the app the source of a survey that has none. */
  supply(survey: HostedSurvey): void {
    const { token, tokenUrl, getToken, code } = survey;
    if (token || tokenUrl || getToken || code) return;
    survey.getToken = () => this.#ask({ survey: survey.survey, responseId: '' });
  }

  /** Asks the app when the survey's own source has come to its end. */
  renewFor(survey: HostedSurvey): void {
    survey.addEventListener('otklik-shown', () => this.#renewals.delete(survey));
    survey.addEventListener('otklik-token-needed', ({ code }) => void this.renew(survey, code));
  }

  /** Once for each token that was no good, whoever tells of it. Resolves when the app has answered. */
  renew(survey: HostedSurvey, code: string): Promise<void> {
    const { count = 0, running } = this.#renewals.get(survey) ?? {};
    if (running || count >= RENEWALS_IN_A_ROW) return running ?? Promise.resolve();
    const renewing = this.#renew(survey, code).then(
      () => undefined,
      () => undefined, // The survey has told already that it has no token.
    );
    const ended = renewing.then(() => void this.#renewals.set(survey, { count: count + 1 }));
    this.#renewals.set(survey, { count, running: ended });
    return ended;
  }

  async #renew(survey: HostedSurvey, code: string): Promise<void> {
    await this.#channel.opened;
    if (this.#channel.can('token')) survey.token = await this.#ask(aboutOf(survey), code);
  }

  /** @returns whether it was asked for: an answer counts once */
  settle(reply: TokenMessage): boolean {
    const settle = this.#open.get(reply.id);
    this.#open.delete(reply.id);
    settle?.(reply);
    return settle !== undefined;
  }

  #ask(about: About, code?: string): Promise<string> {
    const id = unguessable();
    return new Promise((resolve, reject) => {
      this.#open.set(id, ({ token, refused }) => {
        if (token) resolve(token);
        else reject(new Error(`The app gave no token: ${refused ?? 'no reason'}`));
      });
      this.#channel.say({ type: 'token-needed', ...about, id, ...(code ? { code } : {}) });
    });
  }
}
