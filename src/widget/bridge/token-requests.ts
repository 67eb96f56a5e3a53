/** Tokens that the app gets from its own backend. */
import { unguessable } from './channel.ts';
import type { Channel, Later } from './channel.ts';
import type { About, HostedSurvey } from './hosted-survey.ts';

type TokenMessage = Extract<Later, { type: 'token' }>;

/** An app whose tokens are all bad is not asked for ever. */
const RENEWALS_IN_A_ROW = 3;

export class TokenRequests {
  readonly #channel: Channel;
  readonly #open = new Map<string, (reply: TokenMessage) => void>();

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
    let renewals = 0;
    survey.addEventListener('otklik-shown', () => {
      renewals = 0;
    });
    survey.addEventListener('otklik-token-needed', (event) => {
      const { code, survey: id, responseId } = event;
      renewals += 1;
      if (!this.#channel.can('token') || renewals > RENEWALS_IN_A_ROW) return;
      this.#ask({ survey: id, responseId }, code).then(
        (token) => (survey.token = token),
        () => undefined, // The survey has told already that it has no token.
      );
    });
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
