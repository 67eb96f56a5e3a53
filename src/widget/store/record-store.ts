/** Where records are kept: one small interface, three ways to do it. */
import type { OutboxRecord, RecordKey } from '../record.ts';

export type StorageKind = 'indexeddb' | 'localstorage' | 'memory';

/** What a record becomes; undefined removes it, or leaves it absent. */
export type Change = (stored: OutboxRecord | undefined) => OutboxRecord | undefined;

export interface RecordStore {
  readonly kind: StorageKind;
  /** Every record, of all respondents. Reading never creates anything on the device. */
  all(): Promise<readonly OutboxRecord[]>;
  /**
   * Reads, changes and writes one record as one step that no other tab can come between. Resolves with
   * what is stored then, when it is stored for good.
   *
   * @param change may be asked more than once, first of all what it makes of nothing; it has no other effect then
   * @param create false: nothing is created on a device that holds nothing
   * @throws when it could not be stored; nothing has been changed then
   */
  change(key: RecordKey, change: Change, create: boolean): Promise<OutboxRecord | undefined>;
  /** Gets ready for a record that is about to come; what fails here fails again when it is stored. */
  prepare?(): void;
  /** Lets go of the device's resources until the next use. */
  close(): void;
}
