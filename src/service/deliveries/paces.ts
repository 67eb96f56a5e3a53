/** How fast which kind of destination may be sent to. */
import type { DestinationKind } from '../../protocol/index.ts';
import { TokenBuckets } from '../http/token-buckets.ts';
import type { DestinationRow } from './destination-rows.ts';

/** What a kind of destination bears: so many calls a second, so many at once. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
  readonly atOnce: number;
}

const PACES: Readonly<Record<DestinationKind, Pace>> = {
  webhook: { perSecond: 500, burst: 500, atOnce: 16 },
  // One a second, short bursts tolerated.
  slack: { perSecond: 1, burst: 1, atOnce: 1 },
  // Seven calls a second, of which a delivery makes up to three.
  amocrm: { perSecond: 2, burst: 2, atOnce: 1 },
  // Two calls a second, fifty at once; a delivery makes up to three.
  bitrix24: { perSecond: 0.6, burst: 10, atOnce: 1 },
  email: { perSecond: 5, burst: 10, atOnce: 2 },
  // 120 posts a minute, five at once.
  'power-bi': { perSecond: 1.9, burst: 5, atOnce: 2 },
};

/** Of one node; a destination is one node's at a time, for longer than its bucket takes to fill. */
export class Paces {
  readonly #faster: Partial<Record<DestinationKind, Pace>>;
  readonly #buckets = new Map<DestinationKind, TokenBuckets>();

  /** @param faster of kinds that bear more than is planned for them */
  constructor(faster: Partial<Record<DestinationKind, Pace>> = {}) {
    this.#faster = faster;
  }

  of(kind: DestinationKind): Pace {
    return this.#faster[kind] ?? PACES[kind];
  }

  /** Zero, or the milliseconds after which to come again. */
  take({ kind, project_id, id }: DestinationRow): number {
    let buckets = this.#buckets.get(kind);
    if (buckets === undefined) {
      buckets = new TokenBuckets(this.of(kind), () => performance.now());
      this.#buckets.set(kind, buckets);
    }
    return buckets.take(`${project_id} ${id}`);
  }
}
