/**
 * - `unavailable`: the database cannot be reached, or stopped after a failed write to its disk.
 * - `folder_in_use`: another process has the data folder open.
 * - `folder_unusable`: the data folder cannot be created, read or written.
 * - `not_durable`: the server is set up to lose acknowledged writes.
 * - `migration_failed`: the tables could not be brought up to date; nothing was changed.
 * - `misused`: a bug in the calling code: a write outside of `write`, a read around its transaction.
 */
export type DatabaseErrorCode =
  | 'unavailable'
  | 'folder_in_use'
  | 'folder_unusable'
  | 'not_durable'
  | 'migration_failed'
  | 'misused';

/** The one error class of the database layer. `message` says what to do; `cause` keeps the driver's. */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError';
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Nothing was acknowledged; ask again after `retryAfterMs` (503 with `Retry-After` over HTTP). */
export class DatabaseUnavailable extends DatabaseError {
  override readonly name = 'DatabaseUnavailable';
  readonly retryAfterMs: number = 5_000;

  constructor(message: string, options?: ErrorOptions) {
    super('unavailable', message, options);
  }
}
