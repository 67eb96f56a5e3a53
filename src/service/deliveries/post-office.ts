/** Sends what is due to every destination: each by one node at a time, none of them waiting for another. */
import { randomUUID } from 'node:crypto';

import type { DestinationKind, DestinationTarget } from '../../protocol/index.ts';
import type { EventListener } from '../events/listener.ts';
import { gathered } from '../database/gathered.ts';
import type { MailSender } from '../mail/mail-sender.ts';
import type { Look } from '../operation/due-rows.ts';
import type { Outbound } from '../push/outbound.ts';
import type { SealedSecrets } from '../push/sealed-secrets.ts';
import type { ResponseRow } from '../responses/response-rows.ts';
import type { VersionCache } from '../surveys/version-cache.ts';
import type { World } from '../world.ts';
import type { Calls } from './calls.ts';
import { forgetHolders, hold, idleLines, nextDue, noteEffect, settleAll } from './claims.ts';
import type { Claimed, Key, Settled } from './claims.ts';
import { contentOf } from './content.ts';
import { readCards } from './cards/read-cards.ts';
import type { Parcel } from './courier.ts';
import { Paces } from './paces.ts';
import type { Pace } from './paces.ts';
import { carry } from './couriers/couriers.ts';
import { openSigning, openTarget, sealTarget } from './destination-rows.ts';
import type { DestinationRow } from './destination-rows.ts';
import { DestinationLine } from './line.ts';
import type { Outcome } from './outcome.ts';

export interface PostOfficeOptions {
  readonly secrets: SealedSecrets;
  readonly outbound: Outbound;
  readonly mail: MailSender;
  readonly versions: VersionCache;
  readonly publicUrl: string | undefined;
  /** Who is told of events that come from a CRM. */
  readonly listeners: readonly EventListener[];
  readonly world: World;
  /** Of kinds of destinations that bear more than is planned for them. */
  readonly paces?: Partial<Record<DestinationKind, Pace>> | undefined;
}

/** One delivery, with what it is about. */
export interface Errand {
  readonly delivery: Claimed;
  readonly destination: DestinationRow;
  readonly response: ResponseRow | undefined;
  readonly calls: Calls;
}

/** What a line works with. */
export interface PostOffice extends Omit<PostOfficeOptions, 'paces'> {
  readonly paces: Paces;
  readonly deliver: (errand: Errand) => Promise<Outcome>;
  /** Those that end at the same time are written down together. */
  readonly settle: (project: string, settled: Settled) => Promise<unknown>;
}

export class Deliveries {
  readonly #office: PostOffice;
  readonly #node = randomUUID();
  readonly #lines = new Map<
    string,
    { readonly line: DestinationLine; readonly done: Promise<void> }
  >();
  #isStopping = false;

  constructor(options: PostOfficeOptions) {
    const { world } = options;
    this.#office = {
      ...options,
      paces: new Paces(options.paces),
      deliver: (errand) => deliver(errand, options),
      settle: gathered(async (project, all: readonly Settled[]) => {
        const now = world.now().toISOString();
        await world.database.write((trx) => settleAll(project, all, now, trx));
        return all;
      }),
    };
  }

  async start(): Promise<void> {
    const { database } = this.#office.world;
    if (database.kind === 'pglite') await database.write((trx) => forgetHolders(trx));
  }

  /** Begins what is due; never rejects, and waits for none of it. */
  async run(): Promise<Look> {
    const { database, log, now } = this.#office.world;
    if (this.#isStopping) return { next: null, done: 0 };
    try {
      for (const key of await idleLines(now().toISOString(), database.db)) {
        // oxlint-disable-next-line no-await-in-loop -- a few
        await this.#serve(key);
      }
      return { next: await nextDue(database.db), done: 0 };
    } catch (error) {
      log.warn({ err: error }, 'the deliveries that are due could not be looked at');
      return { next: null, done: 0 };
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#lines.size > 0) {
      // oxlint-disable-next-line no-await-in-loop -- what ends may have let another begin
      await Promise.all([...this.#lines.values()].map(({ done }) => done));
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { line } of this.#lines.values()) line.stop();
    await this.idle();
  }

  async #serve(key: Key): Promise<void> {
    const { database, now } = this.#office.world;
    const name = `${key.project} ${key.id}`;
    if (this.#lines.has(name)) return;
    const row = await database.write((trx) => hold(key, this.#node, now(), trx));
    if (row === undefined) return;
    const line = new DestinationLine(row, this.#node, this.#office);
    const done = line.work().finally(() => this.#lines.delete(name));
    this.#lines.set(name, { line, done });
    this.#office.world.inBackground(done);
  }
}

/** @throws whatever keeps the other side from being reached */
async function deliver(
  { delivery, destination, response, calls }: Errand,
  { secrets, outbound, mail, versions, listeners, publicUrl, world }: PostOfficeOptions,
): Promise<Outcome> {
  const { database } = world;
  const library = { versions, publicUrl, db: database.db };
  const content = await contentOf(delivery, destination, response, library);
  if (content === null) return { kind: 'dropped', reason: 'erased' };
  const key = { project: delivery.project_id, id: delivery.id };
  const keepTarget = async (target: DestinationTarget): Promise<void> => {
    await database.write((trx) =>
      trx
        .updateTable('destinations')
        .set({ secrets: sealTarget(target, destination, secrets) })
        .where('project_id', '=', key.project)
        .where('id', '=', destination.id)
        // Somebody else may have set it up anew meanwhile.
        .where('secrets', '=', destination.secrets)
        .execute(),
    );
  };
  const parcel: Parcel = {
    delivery,
    destination,
    target: openTarget(destination, secrets),
    signing: openSigning(destination, secrets, world.now()),
    content,
    isUncertain: delivery.former !== null || delivery.failures > 0,
    effects: delivery.effects,
    achieved: async (step, mark) => {
      await database.write((trx) => noteEffect(key, { [step]: mark }, trx));
    },
    keepTarget,
  };
  if (delivery.type === 'otklik.fetch') {
    return await readCards(parcel, { calls, world }, { listeners, world });
  }
  return await carry(parcel, { calls, world }, { outbound, mail, secrets, db: database.db });
}
