/** What a handler may touch besides its input: nothing is read from a global. */
import type { Logger } from 'pino';

import type { Database } from './database/database.ts';
import type { Metrics } from './operation/metrics.ts';
import type { Signals } from './operation/signals.ts';

export interface World {
  readonly database: Database;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly signals: Signals;
  readonly now: () => Date;
  /** Cryptographically strong. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Work that no reply waits for; the service waits for it before it closes. It must not reject. */
  readonly inBackground: (work: Promise<void>) => void;
}
