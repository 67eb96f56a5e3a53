/**
 * What follows the first question: storing, going on, delivering, telling the page. A chunk of its own,
 * loaded while the respondent reads.
 */
import type { AutoContext } from '../protocol/response.ts';
import type { VariableValues } from '../protocol/variables.ts';
import { autoContext } from './auto-context.ts';
import { dayOf, withAuto } from './auto-variables.ts';
import type { Courier, News } from './courier.ts';
import { courierOf } from './couriers.ts';
import { exchange } from './exchange.ts';
import { OtklikErrorEvent } from './events.ts';
import type { About } from './events.ts';
import { Outstanding } from './files/outstanding.ts';
import type { Following } from './files/outstanding.ts';
import { screenOf } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { Interview } from './interview.ts';
import type { Finished } from './interview.ts';
import {
  OtklikAnsweredEvent,
  OtklikCompletedEvent,
  OtklikDeliveryEvent,
  OtklikDismissedEvent,
} from './later-events.ts';
import type { Delivery } from './later-events.ts';
import type { WidgetCode, WidgetError } from './problem.ts';
import { covers, holds, isPending } from './record.ts';
import type { OutboxRecord } from './record.ts';
import type { Outbox } from './store/outbox.ts';
import { outboxOf } from './store/outboxes.ts';
import type { StorageKind } from './store/record-store.ts';
import type { Translation } from './translation.ts';

export interface AnsweringHost {
  readonly project: string;
  /** Shows everything, stores and sends nothing. */
  readonly isPreview: boolean;
  readonly tell: (event: Event) => void;
  /** The record, or what became of it, is another one now. */
  readonly changed: () => void;
}

/** Why answers are `blocked`: the service does not take them, or holds that nothing may be kept of this person. */
export type Refusal = 'refused' | 'erased';

export interface AnsweringWorld {
  readonly outboxOf: (project: string) => Outbox;
  readonly courierOf: (project: string, endpoint: string) => Courier;
  readonly autoContext: () => AutoContext;
  readonly now: () => number;
  readonly fetch: typeof globalThis.fetch;
}

const BROWSER: AnsweringWorld = {
  outboxOf,
  courierOf,
  autoContext,
  now: () => Date.now(),
  fetch: (...request) => globalThis.fetch(...request),
};

export class Answering {
  readonly #host: AnsweringHost;
  readonly #interview: Interview;
  readonly #outbox: Outbox;
  readonly #courier: Courier;
  /** Undefined where no question takes files. */
  readonly #files: Outstanding | undefined;
  #delivery: Delivery = 'saved';
  #failedStorage: StorageKind | undefined;
  #toldStorage: StorageKind = 'indexeddb';
  #deaf: (() => void) | undefined;
  #isSuperseded = false;
  #refusal: Refusal | undefined;
  #deadEnd: WidgetCode | undefined;
  readonly #world: AnsweringWorld;

  constructor(record: OutboxRecord, host: AnsweringHost, world: AnsweringWorld = BROWSER) {
    this.#host = host;
    this.#world = world;
    this.#outbox = world.outboxOf(host.project);
    this.#courier = world.courierOf(host.project, record.endpoint);
    const onSaved = host.isPreview ? undefined : this.#saved;
    const complete = withAuto(
      record,
      record.auto ?? { ...world.autoContext(), ...dayOf(record, world.now()) },
    );
    this.#interview = new Interview(complete, { outbox: this.#outbox, onSaved, now: world.now });
    this.#files = this.#watchFiles();
    this.#listen();
  }

  get record(): OutboxRecord {
    return this.#interview.record;
  }

  get delivery(): Delivery {
    return this.#delivery;
  }

  /** Where this device keeps the answers. */
  get storage(): StorageKind {
    return this.#outbox.storageOf(this.record) ?? 'indexeddb';
  }

  /** Undefined unless delivery is blocked. */
  get refusal(): Refusal | undefined {
    return this.#delivery === 'blocked' ? this.#refusal : undefined;
  }

  /** Whether files are still to come after the answers. */
  get following(): Following {
    return this.#files?.following ?? 'none';
  }

  get project(): string {
    return this.#host.project;
  }

  get isPreview(): boolean {
    return this.#host.isPreview;
  }

  /** Why the link leads nowhere; undefined while it leads somewhere, or that is not known. */
  get deadEnd(): WidgetCode | undefined {
    return this.#deadEnd;
  }

  /** Nothing is left to ask. */
  get isDone(): boolean {
    if (this.#deadEnd !== undefined) return true;
    return this.#isSuperseded || screenOf(this.record) === undefined;
  }

  /** An answer is about to come. */
  prepare(): void {
    if (!this.isPreview) this.#outbox.prepare();
  }

  /** Stores the answers of the screen; only when this resolves may the screen move. */
  async finish(inputs: Inputs, isWarned = false): Promise<Finished> {
    const { screen } = this.record;
    const finished = await this.#interview.finish(inputs, isWarned);
    if (!finished.ok || screen === null) return finished;
    this.#host.tell(new OtklikAnsweredEvent(this.#about, screen, finished.answers));
    if (this.isDone) this.#host.tell(new OtklikCompletedEvent(this.#about));
    void this.send();
    if (this.isDone) void this.#files?.look();
    return finished;
  }

  /** Stores what has been chosen on a screen that goes on. It travels with the next step. */
  keep(inputs: Inputs): Promise<void> {
    return this.#interview.keep(inputs);
  }

  back(inputs: Inputs): Promise<void> {
    return this.#interview.back(inputs);
  }

  /** Keeps the whole of its language with the response, for a visit without network. */
  learn(lang: string, words: OutboxRecord['words']): Promise<void> {
    return this.#interview.learn(lang, words);
  }

  /** Goes on in another language. It travels with the next step. */
  translate(translation: Translation): Promise<void> {
    return this.#interview.translate(translation);
  }

  /** Goes on with what the app around the page has told meanwhile. It travels with the next step. */
  async inform(told: VariableValues): Promise<void> {
    const { record } = this;
    await this.#interview.inform(told);
    if (this.record !== record) this.#host.changed();
  }

  /**
   * Exchanges the code for the session of which the first question knew nothing yet. Without network it waits: what
   * is answered is stored, and the courier asks again.
   *
   * @param isTouched whether something stands in the fields by then
   */
  async enter(code: string, isTouched: () => boolean): Promise<void> {
    const entrance = await exchange(this.record, code, this.#world);
    if (entrance.kind === 'session') return this.#admit(entrance.record, isTouched());
    // What is stored is for the courier to bring in, or to set aside.
    if (entrance.kind === 'refused' && !isPending(this.record)) this.#turnAway(entrance.reason);
  }

  /** Closed before the end. */
  async dismiss(): Promise<void> {
    if (this.isDone) return;
    await this.#interview.dismiss();
    this.#host.tell(new OtklikDismissedEvent(this.#about, this.#interview.hasAnswer));
    await this.send();
  }

  /** Closed for now: the response stays as it is, and goes on. */
  async postpone(): Promise<void> {
    this.#host.tell(new OtklikDismissedEvent(this.#about, this.#interview.hasAnswer, true));
    await this.send();
  }

  /** Tries to send what is stored, also other visits'. Resolves when that is done or has to wait. */
  async send(): Promise<void> {
    if (!this.isPreview) await this.#courier.wake();
  }

  /** The element has left the page. What is stored is brought out all the same. */
  leave(): void {
    this.#deaf?.();
    this.#deaf = undefined;
  }

  /** The element is back; meanwhile the courier may have been at work. */
  async rejoin(): Promise<void> {
    if (this.#deaf !== undefined || this.isPreview) return;
    this.#listen();
    await this.#look();
  }

  /** Whether the service has everything, although nobody has said so here. */
  async #look(): Promise<void> {
    const { id, revision } = this.record;
    const records = await this.#outbox.records();
    const isWaiting = records.some((one) => one.id === id && isPending(one));
    if (revision > 0 && !isWaiting && this.#outbox.isReadable) this.#deliver('sent');
  }

  async #admit(session: OutboxRecord, isTouched: boolean): Promise<void> {
    const { auto = this.#world.autoContext() } = this.record;
    const today = this.record.revision === 0 ? dayOf(session, this.#world.now()) : {};
    await this.#interview.enter(withAuto(session, { ...auto, ...today }), isTouched);
    this.#host.changed();
    void this.#files?.look();
    await this.send();
    if (this.#delivery !== 'sent') await this.#look();
  }

  #turnAway(reason: WidgetCode): void {
    this.#deadEnd = reason;
    this.#host.changed();
  }

  /** Looks at once: a session may have brought a new grant for files that wait. */
  #watchFiles(): Outstanding | undefined {
    const { screens } = this.record.survey.content;
    const takesFiles = screens.some(({ questions }) =>
      questions.some(({ type }) => type === 'file'),
    );
    if (!takesFiles || this.isPreview) return undefined;
    const files = new Outstanding({
      project: this.#host.project,
      record: () => this.record,
      changed: () => this.#host.changed(),
      fail: (code, problem) => this.fail(code, problem),
    });
    void files.look();
    return files;
  }

  #listen(): void {
    const offCourier = this.#courier.listen((news) => {
      if (news.id === this.record.id) this.#hear(news);
    });
    const offOutbox = this.#outbox.listen((isRaised) => {
      const isMoved = isRaised && this.storage !== this.#toldStorage;
      if (isMoved && this.#delivery === 'saved') this.#deliver('saved');
    });
    this.#deaf = () => {
      offCourier();
      offOutbox();
    };
  }

  readonly #saved = (storage: StorageKind, failure?: WidgetError): void => {
    this.#deliver('saved');
    if (failure !== undefined && storage !== this.#failedStorage) {
      this.#failedStorage = storage;
      this.fail(failure.code, failure.message);
    }
    // Memory is no place to wait in.
    if (storage === 'memory') void this.send();
  };

  #hear(news: News): void {
    switch (news.kind) {
      case 'sending':
        return this.#deliver('sending');
      case 'waiting':
        return this.#deliver('saved');
      case 'sent':
        // Another tab's revision of that number is not this page's.
        return covers(news.record, this.record) ? this.#deliver('sent') : undefined;
      case 'superseded':
        this.#isSuperseded = true;
        // What was given since then follows, and is told of then.
        return holds(news, this.record.answers) ? this.#deliver('sent') : this.#host.changed();
      case 'quarantined':
        this.#deliver('sent');
        return this.fail('answer_quarantined', news.reason);
      case 'erased':
        this.#refusal = 'erased';
        this.#deliver('blocked');
        return this.fail('response_erased', 'The respondent was erased on request.');
      case 'admitted':
        return void this.#admit(news.session, true);
      case 'blocked':
        if (this.record.grant === '') this.#deadEnd = news.code as WidgetCode;
        this.#refusal = 'refused';
        this.#deliver('blocked');
        return this.fail(news.code as WidgetCode, 'The service refused the answers.');
    }
  }

  #deliver(delivery: Delivery): void {
    if (delivery === this.#delivery && delivery !== 'saved') return;
    this.#delivery = delivery;
    this.#toldStorage = this.storage;
    this.#host.tell(new OtklikDeliveryEvent(this.#about, delivery, this.storage));
    this.#host.changed();
  }

  /** Tells the page. */
  fail(code: WidgetCode, problem: string): void {
    this.#host.tell(new OtklikErrorEvent(this.#about, code, problem));
  }

  get #about(): About {
    return { survey: this.record.survey.id, responseId: this.record.id };
  }
}
