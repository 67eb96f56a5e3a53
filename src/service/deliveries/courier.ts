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
