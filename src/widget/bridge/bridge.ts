/** The bridge `otklik/1`: all that the surveys of a page do with the app around it. */
import type { VariableValues } from '../../protocol/variables.ts';
import { Channel } from './channel.ts';
import type { Later } from './channel.ts';
import { aboutOf } from './hosted-survey.ts';
import type { HostedSurvey, Inform } from './hosted-survey.ts';
import { openLinksOutside, opensOutside } from './links.ts';
import { measure } from './measure.ts';
import { telling } from './telling.ts';
import { TokenRequests } from './token-requests.ts';
import type { Transport } from './transport.ts';

export function bridgeOver(transport: Transport, widget: string): Bridge {
  return new Bridge(new Channel(transport, widget));
}

export class Bridge {
  readonly #channel: Channel;
  readonly #tokens: TokenRequests;
  readonly #known = new WeakSet<HostedSurvey>();
  /** In the page now, or a moment ago. */
  readonly #present = new Set<HostedSurvey>();
  /** All that the app has told of this visit. */
  #context: VariableValues = {};
  readonly #informing = new WeakMap<HostedSurvey, Inform>();
  #givenBack: Promise<void> | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
    this.#tokens = new TokenRequests(channel);
    channel.listen((message) => this.#hear(message));
  }

  /** @param inform where a response is being given: its session was asked for with what was known by then */
  attach(survey: HostedSurvey, inform?: Inform): void {
    if (inform) this.#informing.set(survey, inform);
    void inform?.(this.#context);
    for (const other of this.#present) if (!other.isConnected) this.#present.delete(other);
    this.#present.add(survey);
    if (this.#known.has(survey)) return;
    this.#known.add(survey);
    this.#tellMissed(survey);
    telling(survey, this.#channel);
    measure(survey, (saying) => this.#channel.say(saying));
    openLinksOutside(survey, this.#channel);
    this.#tokens.renewFor(survey);
    void this.#equip(survey);
  }

  /** The app comes into the talk late where the page has a token source of its own. */
  #tellMissed(survey: HostedSurvey): void {
    const { step, reason: code = '' } = survey.explain();
    if (survey.open && step === 'asking') this.#channel.say({ type: 'shown', ...aboutOf(survey) });
    if (step === 'failed')
      this.#channel.say({ type: 'error', ...aboutOf(survey), code, problem: code });
  }

  /** Whether the app opens this address; then it has been told to. */
  opens(url: string): boolean {
    return opensOutside(url, this.#channel);
  }

  /** Asks the app for another token than the one that was no good. Resolves when it has answered. */
  renew(survey: HostedSurvey, code: string): Promise<void> {
    return this.#tokens.renew(survey, code);
  }

  /** What the survey opens with: first what the app kept of it, and what the app knows; then the token, which opens it. */
  async #equip(survey: HostedSurvey): Promise<void> {
    const { context, unsent = [] } = await this.#channel.opened;
    const givenBack = (this.#givenBack ??= this.#giveBack(unsent, survey.explain().endpoint));
    if (unsent.length > 0) await givenBack;
    if (context) this.#tell([survey], context);
    if (this.#channel.can('token')) this.#tokens.supply(survey);
  }

  /** What cannot be loaded or read now stays with the app. */
  async #giveBack(unsent: readonly string[], endpoint: string): Promise<void> {
    if (!this.#channel.can('unsent')) return;
    try {
      const { Handover } = await import('./handover.ts');
      await new Handover(this.#channel).begin(unsent, endpoint);
    } catch {
      // The app has it still, and gives it back at the next visit.
    }
  }

  #hear(message: Later): boolean {
    const surveys = [...this.#present].filter(({ isConnected }) => isConnected);
    switch (message.type) {
      case 'token':
        return this.#tokens.settle(message);
      case 'context':
        this.#tell(surveys, message.values);
        return true;
      case 'keyboard':
        for (const survey of surveys) makeRoom(survey, message.height);
        return true;
      case 'close':
        for (const survey of surveys) leave(survey);
        return true;
    }
  }

  /** For the sessions to come, and for the responses that are being given. */
  #tell(surveys: readonly HostedSurvey[], values: VariableValues): void {
    this.#context = { ...this.#context, ...values };
    for (const survey of surveys) {
      survey.context = { ...survey.context, ...values };
      void this.#informing.get(survey)?.(values);
    }
  }
}

/** As `viewport.ts` does where the browser itself knows of the keyboard. */
function makeRoom(survey: HostedSurvey, height: number): void {
  if (height > 0) survey.style.setProperty('--covered', `${height}px`);
  else survey.style.removeProperty('--covered');
  const field = survey.shadowRoot?.activeElement;
  if (height > 0 && field?.matches('input, textarea, select'))
    field.scrollIntoView({ block: 'nearest' });
}

function leave(survey: HostedSurvey): void {
  void survey.flush();
  if (survey.open) survey.hide();
}
