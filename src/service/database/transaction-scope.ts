import { AsyncLocalStorage } from 'node:async_hooks';
import type { KyselyPlugin, RootOperationNode } from 'kysely';
import { DatabaseError } from './errors.ts';

/** Knows whether the running code is inside of a `write`, through every await. */
const scope = new AsyncLocalStorage<{ open: boolean }>();

export async function inTransactionScope<T>(work: () => Promise<T>): Promise<T> {
  const transaction = { open: true };
  try {
    return await scope.run(transaction, work);
  } finally {
    transaction.open = false;
  }
}

/**
 * A query around the transaction one stands in would wait for the only connection for ever (PGlite), or
 * take a second one from a pool that may be empty (PostgreSQL).
 */
export function assertOutsideTransaction(): void {
  if (scope.getStore()?.open !== true) return;
  throw new DatabaseError('misused', 'Inside of write() use its `trx` for every query.');
}

/** What makes `Database.db` the reading side. `check` runs before every query. */
export function readingSide(check: () => void): KyselyPlugin {
  return {
    transformQuery({ node }): RootOperationNode {
      check();
      assertOutsideTransaction();
      if (writes.has(node.kind)) {
        throw new DatabaseError('misused', 'Write through write(): only that waits for the disk.');
      }
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}

const writes: ReadonlySet<string> = new Set([
  'InsertQueryNode',
  'UpdateQueryNode',
  'DeleteQueryNode',
  'MergeQueryNode',
]);
