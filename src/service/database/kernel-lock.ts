import { DatabaseSync } from 'node:sqlite';

/**
 * Locks a file as the kernel does it, for as long as this process lives and not a moment longer, whatever
 * kills it: nothing is left behind that somebody would have to judge. It holds between containers of one
 * machine too, whose process ids mean nothing to each other.
 *
 * Node has no call for such a lock; SQLite, which it brings along, has taken one on every system for
 * twenty years (https://www.sqlite.org/lockingv3.html). Nothing is ever written to the file.
 *
 * @returns gives it free; undefined when somebody has it, this process included
 */
export function lockFile(path: string): (() => void) | undefined {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('pragma journal_mode = memory; begin exclusive');
    return () => file.close();
  } catch (error) {
    file.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
