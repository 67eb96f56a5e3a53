/**
 * Files of one project on this device: IndexedDB, and memory for what that would not take. A database of its
 * own beside the answers', so that no answer ever waits for a picture to be written.
 *
 * What a file is and what is in it are two entries: a list reads no content. Contents are array buffers,
 * since WebKit has lost blobs that IndexedDB held (https://bugs.webkit.org/show_bug.cgi?id=198278).
 */
import { promisifyRequest } from 'idb-keyval';

import { LIMITS } from '../../protocol/limits.ts';
import { WidgetError } from '../problem.ts';
import { database, isAbsent } from '../store/database.ts';
import type { StorageKind } from '../store/record-store.ts';
import { databaseName } from '../stored.ts';
import type { FileRecord } from './file-record.ts';

const RECORD = 'file';
const CONTENT = 'content';
/** Every key that begins so: in IndexedDB's order an array comes after every text. */
const RECORDS = (): IDBKeyRange => IDBKeyRange.bound([RECORD], [RECORD, []]);
/** Ten megabytes, strictly, on an old phone. */
const LIMIT_MS = 20_000;

/** What becomes of a record; undefined removes it with its content. */
export type FileChange = (stored: FileRecord) => FileRecord | undefined;

export class FileStore {
  readonly #database;
  readonly #capacity: number;
  readonly #memory = new Map<string, { record: FileRecord; readonly content: ArrayBuffer }>();

  constructor(project: string, capacity: number = LIMITS.outboxFileBytes) {
    this.#database = database(`${databaseName(project)}/files`, undefined, LIMIT_MS);
    this.#capacity = capacity;
  }

  /** All files, of all responses. Reading creates nothing on the device; a broken place holds nothing now. */
  async records(): Promise<readonly FileRecord[]> {
    const inMemory = [...this.#memory.values()].map(({ record }) => record);
    try {
      const stored = await this.#database.use('readonly', false, (store) =>
        promisifyRequest<FileRecord[]>(store.getAll(RECORDS())),
      );
      return [...stored, ...inMemory].sort((a, b) => a.at - b.at);
    } catch {
      return inMemory; // What is there stays there, and is found when the place works again.
    }
  }

  /**
   * Stores a file as durably as this device can.
   *
   * @throws WidgetError `outbox_full` when too many bytes are waiting already
   */
  async put(record: FileRecord, content: ArrayBuffer): Promise<StorageKind> {
    const held = [...this.#memory.values()].map((one) => one.record);
    try {
      await this.#database.use('readwrite', true, async (store) => {
        const stored = await promisifyRequest<FileRecord[]>(store.getAll(RECORDS()));
        this.#assertRoom([...stored, ...held], record);
        store.put(record, [RECORD, record.reference.id]);
        store.put(content, [CONTENT, record.reference.id]);
        await promisifyRequest(store.transaction);
      });
      return 'indexeddb';
    } catch (error) {
      if (error instanceof WidgetError) throw error;
      this.#assertRoom(held, record);
      this.#memory.set(record.reference.id, { record, content });
      return 'memory';
    }
  }

  /** Undefined when it is no longer there. @throws when it cannot be read now */
  async content(id: string): Promise<ArrayBuffer | undefined> {
    const held = this.#memory.get(id);
    if (held !== undefined) return held.content;
    try {
      return await this.#database.use('readonly', false, (store) =>
        promisifyRequest(store.get([CONTENT, id]) as IDBRequest<ArrayBuffer | undefined>),
      );
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  /** Changes or removes one file; one that is gone stays gone. */
  async change(id: string, change: FileChange): Promise<void> {
    const held = this.#memory.get(id);
    if (held !== undefined) {
      const next = change(held.record);
      if (next === undefined) this.#memory.delete(id);
      else held.record = next;
      return;
    }
    const work = this.#database.use('readwrite', false, async (store) => {
      const request = store.get([RECORD, id]) as IDBRequest<FileRecord | undefined>;
      const stored = await promisifyRequest(request);
      const next = stored && change(stored);
      if (next !== undefined) store.put(next, [RECORD, id]);
      else {
        store.delete([RECORD, id]);
        store.delete([CONTENT, id]);
      }
      await promisifyRequest(store.transaction);
    });
    // Kept, it is sent once more at worst, and the service has it already.
    await work.catch(() => undefined);
  }

  remove(id: string): Promise<void> {
    return this.change(id, () => undefined);
  }

  close(): void {
    this.#database.close();
  }

  #assertRoom(held: readonly FileRecord[], { reference }: FileRecord): void {
    const bytes = held.reduce((sum, one) => sum + one.reference.bytes, reference.bytes);
    if (bytes > this.#capacity) throw new WidgetError('outbox_full');
  }
}

const stores = new Map<string, FileStore>();

/** One per project and page, shared by its elements and outliving them. */
export function fileStoreOf(project: string): FileStore {
  const known = stores.get(project);
  if (known !== undefined) return known;
  const store = new FileStore(project);
  stores.set(project, store);
  // An open connection is no hindrance to the back/forward cache; one with a pending transaction is.
  globalThis.addEventListener('pagehide', () => store.close());
  return store;
}
