/** Brings one delivery to one kind of destination. */
import type { DestinationKind, TargetOf } from '../../protocol/index.ts';
import type { World } from '../world.ts';
import type { Calls } from './calls.ts';
import type { Content } from './content.ts';
import type { DeliveryRow } from './delivery-rows.ts';
import type { DestinationRow, SigningSecret } from './destination-rows.ts';
import type { Outcome } from './outcome.ts';

export interface Parcel<Kind extends DestinationKind = DestinationKind> {
  readonly delivery: DeliveryRow;
  readonly destination: DestinationRow;
  readonly target: TargetOf<Kind>;
  readonly signing: readonly SigningSecret[];
  readonly content: Content;
  /** Whether an earlier try may have had its effect without our knowing. */
  readonly isUncertain: boolean;
  /** What the other side is known to have taken. */
  readonly effects: Readonly<Record<string, string>>;
  /** Writes down, at once, that it has taken one more thing. */
  readonly achieved: (step: string, mark: string) => Promise<void>;
  /** Credentials that have changed: kept before they are used. */
  readonly keepTarget: (target: TargetOf<Kind>) => Promise<void>;
}

export interface CourierWorld {
  readonly calls: Calls;
  readonly world: Pick<World, 'now' | 'log'>;
}

/** Rejects when nobody is there, or not in time: that is tried again. */
export type Courier<Kind extends DestinationKind> = (
  parcel: Parcel<Kind>,
  world: CourierWorld,
) => Promise<Outcome>;

/** What a kind of destination bears: so many calls a second, so many at once. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
  readonly atOnce: number;
}

export const PACES: Readonly<Record<DestinationKind, Pace>> = {
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
