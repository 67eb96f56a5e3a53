/** One of several devices on which a person answers the same survey: the widget's own parts, without a screen. */
import type { AnswerValue } from 'otklik/protocol';

import type { News } from '../network/device.ts';
import {
  Courier,
  Interview,
  memoryStore,
  openInterview,
  Outbox,
  recordOf,
} from '../network/widget-parts.ts';

/** What becomes of the next request to the service. */
export type Fate = 'arrives' | 'request-lost' | 'reply-lost';

/** An answer of which the person was told that it is saved. */
export interface Told {
  readonly device: string;
  readonly question: string;
  readonly value: AnswerValue;
  /** By the device's clock. */
  readonly at: string;
}

export interface DeviceOptions {
  readonly name: string;
  readonly endpoint: string;
  /** Of the page that the widget stands on. */
  readonly page: string;
  /** Milliseconds; never the same twice, so that of two answers one is the newer. */
  readonly now: () => number;
  readonly random: () => number;
  /** The control: it claims to know whatever is stored, so that the service has no conflict to see. */
  readonly isCareless?: boolean;
}

export class Device {
  readonly told: Told[] = [];
  readonly #options: DeviceOptions;
  readonly #outbox = new Outbox([memoryStore()]);
  readonly #courier: InstanceType<typeof Courier>;
  #interview: InstanceType<typeof Interview> | undefined;
  #fate: Fate = 'arrives';
  #isOver = false;

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.#courier = new Courier('prj_default', options.endpoint, this.#outbox, {
      fetch: this.#fetch,
      now: () => Date.now(),
      random: options.random,
      // It tries again when the history says so.
      later: () => () => undefined,
      locks: undefined,
    });
    this.#courier.listen((news) => this.#hear(news));
  }

  get isOpen(): boolean {
    return this.#interview !== undefined;
  }

  /** The person has finished here, or was told that it is finished elsewhere. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Opens the survey, as it stands at the service by now. False: it is not asked any more. */
  async open(token: string): Promise<boolean> {
    const { endpoint, now } = this.#options;
    const opening = await openInterview(
      { endpoint, source: { token }, languages: ['en'] },
      {
        fetch: this.#fetch,
        now,
        storedProjects: async () => [],
        drafts: () => Promise.reject(new Error('A new device holds no drafts.')),
        codes: () => Promise.reject(new Error('It has a token.')),
      },
    );
    if (opening.kind !== 'ask') {
      this.#isOver = true;
      return false;
    }
    const onSaved = (): void => undefined;
    this.#interview = new Interview(recordOf(opening), { outbox: this.#outbox, onSaved, now });
    return true;
  }

  /** Chooses or writes something; when it resolves the person reads "saved". */
  async answer(question: string, value: AnswerValue): Promise<void> {
    const interview = this.#visit;
    await interview.keep({ ...this.#inputs(), [question]: value });
    this.#tell(question, value);
  }

  /** To the last screen and beyond it. */
  async complete(): Promise<void> {
    const interview = this.#visit;
    for (let screens = 0; screens < 2; screens += 1) {
      const finished = await interview.finish(this.#inputs());
      if (!finished.ok) throw new Error(`Refused: ${JSON.stringify(finished.faults)}`);
    }
    this.#isOver = true;
  }

  /** Sends what is there, if the line lets it. */
  async send(fate: Fate = 'arrives'): Promise<void> {
    this.#fate = fate;
    await this.#courier.wake();
    this.#fate = 'arrives';
  }

  /** Whether something still waits to be sent. */
  async isPending(): Promise<boolean> {
    return (await this.#outbox.records()).some(({ revision, base }) => revision > base);
  }

  get #visit(): InstanceType<typeof Interview> {
    if (this.#interview === undefined) throw new Error('The survey is not open on this device.');
    return this.#interview;
  }

  /** What stands in the fields. */
  #inputs(): Record<string, AnswerValue> {
    const { answers } = this.#visit.record;
    return Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value]));
  }

  #tell(question: string, value: AnswerValue): void {
    const { at } = this.#visit.record.answers[question] ?? {};
    if (at !== undefined) this.told.push({ device: this.#options.name, question, value, at });
  }

  #hear({ kind }: News): void {
    if (kind === 'superseded') this.#isOver = true;
  }

  readonly #fetch: typeof fetch = async (url, init) => {
    const fate = this.#fate;
    if (fate === 'request-lost') throw new TypeError('The request was lost.');
    // Node sends no origin by itself.
    const body = this.#options.isCareless === true ? withoutConflict(init?.body) : init?.body;
    const headers = { origin: this.#options.page };
    const reply = await fetch(url, { ...init, headers, ...(body && { body }) });
    if (fate === 'arrives') return reply;
    await reply.arrayBuffer();
    throw new TypeError('The reply was lost.');
  };
}

function withoutConflict(body: unknown): string {
  return String(body).replaceAll(/"base":\d+/g, `"base":${Number.MAX_SAFE_INTEGER}`);
}
