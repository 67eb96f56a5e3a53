/**
 * idb-keyval's `UseStore`, made durable and patient with what browsers do to a connection:
 *
 * - `durability: 'strict'` on writes: the default loses what it confirmed when the power goes;
 * - a time limit on opening and on each transaction: both can hang without any event
 *   (https://github.com/dexie/Dexie.js/issues/508);
 * - one reopening when the connection died unnoticed: Safari closes it without a `close` event
 *   (https://github.com/jakearchibald/idb-keyval/issues/165), Firefox refuses every write after a full disk;
 * - it never stands in the way of another tab that upgrades or deletes the database;
 * - reading never creates the database.
 *
 * Version numbers are never raised: two versions of the widget may be open side by side.
 */
import { promisifyRequest } from 'idb-keyval';

import { within } from '../within.ts';

const STORE = 'records';

export type Use = <T>(
  mode: IDBTransactionMode,
  create: boolean,
  callback: (store: IDBObjectStore) => Promise<T>,
) => Promise<T>;

export interface Database {
  /** @throws DOMException `AbortError` when the database is not there and `create` is false */
  readonly use: Use;
  close(): void;
}

export function database(
  name: string,
  factory: () => IDBFactory = () => globalThis.indexedDB,
  limitMs = 3000,
): Database {
  let opening: Promise<IDBDatabase> | undefined;
  const close = (): void => {
    void opening?.then(
      (open) => open.close(),
      () => undefined,
    );
    opening = undefined;
  };
  const connect = async (create: boolean): Promise<IDBDatabase> => {
    opening ??= open(factory(), name, create, () => (opening = undefined));
    const attempt = opening;
    try {
      return await within(limitMs, attempt);
    } catch (error) {
      if (opening === attempt) close();
      throw error;
    }
  };
  const run: Use = async (mode, create, callback) => {
    const connection = await connect(create);
    const transaction = connection.transaction(STORE, mode, { durability: 'strict' });
    const work = callback(transaction.objectStore(STORE));
    return await within(limitMs, work, () => abort(transaction));
  };
  const use: Use = async (mode, create, callback) => {
    try {
      return await run(mode, create, callback);
    } catch (error) {
      // A reader that found no database may have shared its attempt with this writer.
      if (!isDeadConnection(error) && !(create && isAbsent(error))) throw error;
      close();
      return run(mode, create, callback);
    }
  };
  return { use, close };
}

/** Resolves with a connection that closes itself when another tab needs the database to itself. */
async function open(
  factory: IDBFactory,
  name: string,
  create: boolean,
  closed: () => void,
): Promise<IDBDatabase> {
  const request = factory.open(name);
  request.addEventListener('upgradeneeded', () => {
    if (create) request.result.createObjectStore(STORE);
    else request.transaction?.abort();
  });
  const connection = await promisifyRequest(request);
  connection.addEventListener('close', closed);
  connection.addEventListener('versionchange', () => {
    connection.close();
    closed();
  });
  return connection;
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It had ended in the same moment: there is nothing left to give up.
  }
}

/** How an opening ends that may not create. */
export function isAbsent(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function isDeadConnection(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    ['InvalidStateError', 'UnknownError', 'NotFoundError'].includes(error.name)
  );
}
