/**
 * Answers that have not arrived are given to the app when they were sent in vain, when the page may be about to go,
 * and at once where there is no session to send them with, where the page can keep nothing, or the app knows that it
 * will not; what the app kept from earlier is
 * taken back. Nothing is counted twice: a response has the same id and revision whoever sends it.
 */
import { courierOf } from '../couriers.ts';
import type { Delivery, OtklikDeliveryEvent } from '../later-events.ts';
import { isPending, submission } from '../record.ts';
import type { OutboxRecord } from '../record.ts';
import { outboxesInUse, outboxOf } from '../store/outboxes.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Channel } from './channel.ts';
import { opaqueRecord, recordIn } from './opaque-record.ts';

export class Handover {
  readonly #channel: Channel;
  /** The revision that the app has, by response. */
  readonly #handed = new Map<string, number>();
  readonly #heard = new Set<Outbox>();
  #delivery: Delivery = 'saved';

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** @param endpoint of the page's surveys: what was meant for another service stays with the app */
  async begin(given: readonly string[], endpoint: string): Promise<void> {
    for (const text of given) {
      const found = recordIn(text);
      // oxlint-disable-next-line no-await-in-loop -- one after the other: two may be of one response
      if (found?.record.endpoint === endpoint) await this.#takeBack(found.project, found.record);
    }
    addEventListener('otklik-delivery', (event) => this.#follow(event), true);
    addEventListener('pagehide', () => this.#giveAll());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#giveAll();
    });
    this.#listen();
  }

  /** What this device has is at least as new, or takes its place. */
  async #takeBack(project: string, given: OutboxRecord): Promise<void> {
    const outbox = outboxOf(project);
    const stored = (await outbox.records()).find(({ id }) => id === given.id);
    const isNewer = stored !== undefined && stored.revision >= given.revision;
    await outbox.save(isNewer ? stored : given);
    this.#handed.set(given.id, given.revision);
    void courierOf(project, given.endpoint).wake();
  }

  /** What was sent in vain goes to the app at once: a web view may be killed without a word, and its storage with it. */
  #follow({ delivery }: OtklikDeliveryEvent): void {
    const isInVain = delivery === 'saved' && this.#delivery === 'sending';
    this.#delivery = delivery;
    this.#listen();
    if (isInVain) this.#giveAll();
  }

  /** To every outbox of the page; they come with the first answer that is kept in them. */
  #listen(): void {
    for (const [project, outbox] of outboxesInUse()) {
      if (!this.#heard.has(outbox)) outbox.listen(() => this.#look(project, outbox));
      this.#heard.add(outbox);
      this.#look(project, outbox);
    }
  }

  #look(project: string, outbox: Outbox): void {
    // What a web view takes and throws away later, only its app can know of.
    const isForgotten = outbox.isVolatile || this.#channel.can('unsent-first');
    this.#give(project, outbox, !isForgotten);
    for (const { id, revision, base } of outbox.kept) {
      const handed = this.#handed.get(id);
      if (handed === undefined || (revision > base && handed > base)) continue;
      this.#handed.delete(id);
      this.#channel.say({ type: 'settled', id, revision: handed });
    }
  }

  #giveAll(): void {
    for (const [project, outbox] of outboxesInUse()) this.#give(project, outbox);
  }

  /**
   * In the same task: after `pagehide` there may be no other.
   *
   * @param mayWait whether what can be sent is to be sent first
   */
  #give(project: string, outbox: Outbox, mayWait?: boolean): void {
    for (const record of outbox.kept) {
      const { id, revision, endpoint, grant } = record;
      if (!isPending(record) || (this.#handed.get(id) ?? 0) >= revision) continue;
      if (mayWait && grant) continue;
      this.#handed.set(id, revision);
      const body = JSON.stringify({ responses: [submission(record)] });
      const post = grant
        ? { url: `${endpoint}/v1/responses`, origin: globalThis.origin, body }
        : undefined;
      this.#channel.say({
        type: 'unsent',
        id,
        revision,
        record: opaqueRecord(project, record),
        post,
      });
    }
  }
}
