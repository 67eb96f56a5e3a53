/** One page with the widget on it: the real session, drafts, interview, outbox and courier in a world of the model's. */
import { OtklikDeliveryEvent } from '../../later-events.ts';
import type { Delivery } from '../../later-events.ts';
import { Answering } from '../../answering.ts';
import { Courier } from '../../courier.ts';
import * as codes from '../../codes.ts';
import * as drafts from '../../drafts.ts';
import { recordOf } from '../../new-record.ts';
import { openInterview } from '../../opening.ts';
import type { World as OpeningWorld } from '../../opening.ts';
import type { OutboxRecord } from '../../record.ts';
import type { RoundsWorld } from '../../rounds.ts';
import { indexedDbStore } from '../../store/indexed-db-store.ts';
import { localStorageStore } from '../../store/local-storage-store.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { Outbox } from '../../store/outbox.ts';
import type { StorageKind } from '../../store/record-store.ts';
import { ENDPOINT } from '../samples.ts';
import type { Device } from './device.ts';
import type { Owner } from './disk.ts';
import { codeFor, PROJECT, SURVEY_ID, tokenFor } from './survey.ts';
import type { Person } from './survey.ts';

/** How the session that a page begins with fares. */
export type Fate = 'good' | 'lost' | 'reply-lost';

/** Whoever answers on it. */
export interface Visitor {
  readonly person: Person;
  readonly order: number;
  /** By a token of the page, or by the link of an invitation. */
  readonly door: 'token' | 'code';
}

export class Page implements Owner {
  readonly device: Device;
  readonly tab: number;
  readonly visitor: Visitor;
  readonly outbox: Outbox;
  readonly courier: Courier;
  answering: Answering | undefined;
  isAlive = true;
  /** A tap is being stored. */
  isBusy = false;
  /** It has been frozen, or kept others waiting too long: they go on without it. */
  isPassedOver = false;
  /** It sends what may else never be sent, and asks no lock. */
  isLeaving = false;
  #isFrozen = false;
  #fate: Fate = 'good';
  /** What happens to a frozen page waits until it is thawed. */
  readonly #mailbox: (() => void)[] = [];

  constructor(device: Device, tab: number, visitor: Visitor) {
    this.device = device;
    this.tab = tab;
    this.visitor = visitor;
    const { disk, variant } = device;
    const factory = disk.factory(this);
    const name = `otklik-${PROJECT}`;
    this.outbox = new Outbox(
      [
        indexedDbStore(name, { factory: () => variant.disk?.(factory) ?? factory }),
        localStorageStore(name, () => disk.storage(this)),
        memoryStore(),
      ],
      device.now,
    );
    const fetch = variant.fetch?.(this.#fetch, this.outbox) ?? this.#fetch;
    this.courier = new Courier(PROJECT, ENDPOINT, this.outbox, { ...this.#rounds(), fetch });
    this.courier.listen((news) => {
      if (news.kind === 'admitted') device.ledger.joined(news.id, news.session.id);
    });
  }

  get isRunning(): boolean {
    return this.isAlive && !this.#isFrozen;
  }

  /** The page loads: whatever waits on the device goes out, and the survey opens. */
  async open(fate: Fate): Promise<void> {
    this.#fate = fate;
    void this.courier.wake();
    const { person, order, door } = this.visitor;
    const pass =
      door === 'token'
        ? { source: { token: tokenFor(person, order) } }
        : { source: {}, code: codeFor(person, order) };
    const wanted = { endpoint: ENDPOINT, survey: SURVEY_ID, ...pass, languages: [] };
    // Without a session there is nothing to answer; what is on the device goes out all the same.
    const opening = await openInterview(wanted, this.#opening()).catch(() => undefined);
    if (opening?.kind !== 'ask' || !this.isAlive) return;
    const record = recordOf(opening);
    this.device.ledger.opened(record, this.visitor);
    this.answering = this.#answering(record);
    if (opening.code) void this.answering.enter(opening.code, () => false);
  }

  /** Runs now, or when the page does. */
  run(callback: () => void): void {
    if (this.#isFrozen) this.#mailbox.push(callback);
    else callback();
  }

  /** It is hidden, and may be killed without another word; or it comes back. */
  leave(): void {
    this.isLeaving = true;
    this.courier.leave();
    this.isLeaving = false;
  }

  freeze(): void {
    this.#isFrozen = true;
    this.isPassedOver = true;
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const callback of this.#mailbox.splice(0)) callback();
  }

  /** Its code runs into nothing from here on. */
  end(): void {
    this.isAlive = false;
    this.thaw();
  }

  #answering(record: OutboxRecord): Answering {
    const tell = (event: Event): void => {
      if (event instanceof OtklikDeliveryEvent) this.#told(event.delivery, event.storage);
    };
    const host = { project: PROJECT, isPreview: false, tell, changed: () => undefined };
    return new Answering(record, host, {
      outboxOf: () => this.outbox,
      courierOf: () => this.courier,
      autoContext: () => ({ locale: 'en' }),
      now: this.device.now,
      fetch: this.#fetch,
    });
  }

  #told(delivery: Delivery, storage: StorageKind): void {
    if (!this.isAlive || this.answering === undefined) return;
    this.device.ledger.told(this, this.answering.record, delivery, storage);
  }

  #opening(): OpeningWorld {
    const { outbox } = this;
    const { variant, disk, now } = this.device;
    const module: typeof drafts = {
      ...drafts,
      findDraft: (wanted, claims) => drafts.findDraft(wanted, claims, outbox),
      goOn: (draft, project, ask, fresh) => drafts.goOn(draft, project, ask, fresh, outbox),
    };
    return {
      fetch: this.#fetch,
      now,
      storedProjects: async () =>
        disk.seen === undefined && disk.local.size === 0 ? [] : [PROJECT],
      drafts: async () => variant.drafts?.(module, outbox) ?? module,
      codes: async () => ({
        ...codes,
        openByCode: (code, wanted, world) =>
          codes.openByCode(code, wanted, world, this.device.hostedPage(code)),
      }),
    };
  }

  #rounds(): RoundsWorld {
    const { device } = this;
    return {
      now: device.now,
      random: () => 0.5,
      later: (call, ms) => device.plan(this, call, ms),
      locks: device.variant.hasLocks === false ? undefined : device.locks.of(this),
    };
  }

  readonly #fetch: typeof globalThis.fetch = (url, init) => {
    const path = (url as string).slice(ENDPOINT.length);
    return this.device.send(this, path, init?.body as string, this.#fate);
  };
}
