/** Everything there is in one history: two devices, the air between them and the service, one clock. */
import { NOW } from '../samples.ts';
import { Air } from './air.ts';
import { Coverage } from './coverage.ts';
import { Device } from './device.ts';
import { Ledger } from './ledger.ts';
import type { ModelService } from './service.ts';
import type { Variant } from './variant.ts';

export class World {
  now = NOW;
  readonly air = new Air();
  readonly coverage = new Coverage();
  readonly variant: Variant;
  readonly service: ModelService;
  readonly ledger: Ledger;
  readonly devices: readonly Device[];

  constructor(variant: Variant) {
    this.variant = variant;
    this.service = new variant.Service(() => this.now, this.coverage);
    this.ledger = new Ledger(this.service, this.coverage);
    this.devices = [new Device(this, 0), new Device(this, 1)];
  }
}

/** Until nothing moves by itself any more: nothing in a history takes longer than a turn of promises. */
export function stillness(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
