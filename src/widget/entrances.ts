/**
 * What is stored and has no session yet gets one, before anything is sent: one record after the other, under the
 * courier's lock. What nobody lets in is set aside, and stays on the device.
 */
import { admitted } from './continuation.ts';
import { drop, exchange, replace } from './exchange.ts';
import type { WidgetCode } from './problem.ts';
import { covers, holds, isPending, keyOf } from './record.ts';
import type { OutboxRecord } from './record.ts';
import { FAILED } from './rounds.ts';
import type { Round } from './rounds.ts';
import type { Outbox } from './store/outbox.ts';

export type EntranceNews =
  /** Under this id it was known; the session may have named another response. */
  | { readonly kind: 'admitted'; readonly id: string; readonly session: OutboxRecord }
  | { readonly kind: 'erased'; readonly id: string }
  | { readonly kind: 'blocked'; readonly id: string; readonly code: string };

interface EntrancesHost {
  readonly outbox: Outbox;
  readonly fetch: typeof globalThis.fetch;
  /** The service's time, as far as it is known. */
  readonly now: () => number;
  readonly tell: (news: EntranceNews) => void;
}

/** Whoever is told one of these will be told it for ever: the code is of no more use. */
const FOR_GOOD: ReadonlySet<WidgetCode> = new Set<WidgetCode>(['answered', 'expired', 'cancelled']);

/** Another response that a record has gone into, while it could not be kept as safely as the record itself. */
interface Heir {
  readonly id: string;
  /** As it went in. */
  readonly record: OutboxRecord;
}

export class Entrances {
  readonly #host: EntrancesHost;
  /** Responses, by id, that were refused on this visit. The next one tries again: what was wrong may have been mended. */
  readonly #refused = new Set<string>();
  readonly #heirs = new Map<string, Heir>();

  constructor(host: EntrancesHost) {
    this.#host = host;
  }

  /** @returns what is left to try again; undefined: nothing */
  async admit(
    newcomers: readonly OutboxRecord[],
    records: readonly OutboxRecord[],
  ): Promise<Round | undefined> {
    let left: Round | undefined;
    for (const record of newcomers) {
      if (record.code === undefined || this.#refused.has(record.id)) continue;
      // oxlint-disable-next-line no-await-in-loop -- the second of two with the same code goes into the first
      const round = await this.#admit(record, record.code, records);
      left = round ?? left;
    }
    return left;
  }

  async #admit(
    record: OutboxRecord,
    code: string,
    records: readonly OutboxRecord[],
  ): Promise<Round | undefined> {
    const heir = this.#heirs.get(record.id);
    if (heir && covers(heir.record, record)) {
      const isLeft = records.some((one) => one.id === heir.id && isPending(one));
      if (!isLeft) await drop(record, this.#host.outbox);
      return undefined;
    }
    const sibling = records.find(isSiblingOf(record));
    if (sibling) return this.#enter(record, sibling);
    const entrance = await exchange(record, code, this.#host);
    if (entrance.kind === 'failed') return { ...FAILED, ...entrance };
    if (entrance.kind === 'refused') await this.#refuse(record, entrance.reason);
    else await this.#enter(record, entrance.record);
    return undefined;
  }

  async #enter(record: OutboxRecord, session: OutboxRecord): Promise<undefined> {
    const { outbox, tell } = this.#host;
    const { id } = record;
    if (session.id === id) {
      await outbox.change(keyOf(record), (stored) =>
        stored.code === undefined ? stored : admitted(stored, session),
      );
    } else {
      const next = admitted(record, session);
      const saved = await replace(record, next, outbox);
      if (!holds(saved.record, next.answers)) return this.#refuse(record, 'answered');
      this.#heirs.set(id, { id: session.id, record });
    }
    tell({ kind: 'admitted', id, session });
  }

  async #refuse(record: OutboxRecord, reason: WidgetCode): Promise<undefined> {
    const { outbox, tell } = this.#host;
    const { id } = record;
    this.#refused.add(id);
    if (reason === 'response_erased') {
      await outbox.change(keyOf(record), () => undefined);
      tell({ kind: 'erased', id });
      return;
    }
    await outbox.change(keyOf(record), (stored) => {
      const { code: used, ...rest } = stored;
      if (used === undefined) return stored;
      return { ...rest, parked: reason, ...(FOR_GOOD.has(reason) ? {} : { code: used }) };
    });
    tell({ kind: 'blocked', id, code: reason });
  }
}

/** Another tab has been let in by the same code: a strict one would let in nobody else. */
function isSiblingOf({ id, occasion, endpoint }: OutboxRecord): (one: OutboxRecord) => boolean {
  return (one) =>
    one.id !== id &&
    one.occasion === occasion &&
    one.endpoint === endpoint &&
    one.grant !== '' &&
    one.status === 'partial';
}
