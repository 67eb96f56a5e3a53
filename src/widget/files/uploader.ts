/**
 * Brings the files of one project to one endpoint, piece by piece: keep, send, remove, in that order. It
 * runs beside the courier of the answers and shares nothing with it, so that no answer waits for a file. The
 * service says where to go on; a file that it will not have is set aside, and holds up no other.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { FilePiece, FileReceipt } from '../../protocol/file.ts';
import { retryAfterMs } from '../backoff.ts';
import { problemIn } from '../receipts.ts';
import { FAILED, REAL_ROUNDS, Rounds } from '../rounds.ts';
import type { Round, RoundsWorld } from '../rounds.ts';
import { post } from '../session.ts';
import { isObject } from '../session-reply.ts';
import type { FileRecord } from './file-record.ts';
import type { FileStore } from './file-store.ts';

export type FileNews = { readonly id: string; readonly response: string } & (
  | { readonly kind: 'sending'; readonly received: number; readonly bytes: number }
  | { readonly kind: 'waiting' | 'sent' }
  /** It will not be taken. */
  | { readonly kind: 'refused'; readonly code: string }
);

export interface UploaderWorld extends RoundsWorld {
  readonly fetch: typeof globalThis.fetch;
}

const REAL_WORLD: UploaderWorld = {
  ...REAL_ROUNDS,
  fetch: (...request) => globalThis.fetch(...request),
};

/** The smallest piece takes so long at 4 kbit/s. */
const LIMIT_MS = 40_000;
const FIRST_PIECE_BYTES = 64 * 1024;
/** After so many pieces in a row that took less than this, the next one is larger. */
const QUICK_PIECES = 4;
const QUICK_MS = 2000;

/** After these no further attempt would end otherwise. Anything else is tried again, later. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'file_not_allowed',
  'file_content_invalid',
  'file_mismatch',
  'file_limit',
  'grant_invalid',
  'grant_expired',
  'origin_missing',
  'origin_not_allowed',
  'request_invalid',
  'response_erased',
]);

type Reply = Awaited<ReturnType<typeof post>>;

/** The file under way: read once, and not once per piece. */
interface Load {
  readonly id: string;
  readonly content: ArrayBuffer;
  /** Undefined until the service has said it. */
  offset: number | undefined;
}

export class Uploader {
  readonly #rounds: Rounds;
  readonly #endpoint: string;
  readonly #store: FileStore;
  readonly #world: UploaderWorld;
  readonly #listeners = new Set<(news: FileNews) => void>();
  /** Failures in a row, by file: who fails lets the others go first. */
  readonly #failures = new Map<string, number>();
  #load: Load | undefined;
  #pieceBytes = FIRST_PIECE_BYTES;
  #quick = 0;

  constructor(
    project: string,
    endpoint: string,
    store: FileStore,
    world: UploaderWorld = REAL_WORLD,
  ) {
    this.#endpoint = endpoint;
    this.#store = store;
    this.#world = world;
    this.#rounds = new Rounds(`otklik-${project} ${endpoint} files`, () => this.#send(), world);
  }

  /** @returns what takes the listener off again */
  listen(listener: (news: FileNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** There is a new file, or hope. Resolves when nothing can be done before a later time. */
  wake(): Promise<void> {
    return this.#rounds.wake();
  }

  /** One piece of one file. */
  async #send(): Promise<Round> {
    const record = await this.#next();
    if (record === undefined) {
      this.#load = undefined;
      return { kind: 'done' };
    }
    const load = await this.#loaded(record);
    if (load === undefined) {
      // Its record alone is left of it: nothing could ever be sent.
      await this.#store.remove(record.reference.id);
      return { kind: 'progress' };
    }
    return this.#sendPiece(record, load);
  }

  async #next(): Promise<FileRecord | undefined> {
    const records = await this.#store.records();
    await this.#sweep(records);
    return (
      records
        // Without a grant it waits until the code of its response is exchanged.
        .filter(({ endpoint, refused, grant }) => {
          return endpoint === this.#endpoint && refused === undefined && grant !== '';
        })
        .map((record) => ({ record, failures: this.#failures.get(record.reference.id) ?? 0 }))
        .sort((a, b) => a.failures - b.failures)[0]?.record
    );
  }

  /** What was refused and can no longer be sent anew: nobody would ever look at it. */
  async #sweep(records: readonly FileRecord[]): Promise<void> {
    const now = new Date(this.#world.now()).toISOString();
    const over = records.filter(({ refused, deadline }) => refused !== undefined && deadline < now);
    await Promise.all(over.map(({ reference }) => this.#store.remove(reference.id)));
  }

  async #loaded({ reference }: FileRecord): Promise<Load | undefined> {
    const { id, bytes } = reference;
    if (this.#load?.id === id) return this.#load;
    const content = await this.#store.content(id);
    if (content === undefined) return undefined;
    // What fits into one piece needs no question first.
    this.#load = { id, content, offset: bytes <= this.#pieceBytes ? 0 : undefined };
    return this.#load;
  }

  async #sendPiece(record: FileRecord, load: Load): Promise<Round> {
    const { offset = 0, content } = load;
    const isAsking = load.offset === undefined;
    const piece = content.slice(offset, isAsking ? offset : offset + this.#pieceBytes);
    const startedAt = this.#world.now();
    const reply = await this.#post(record, offset, piece).catch(() => undefined);
    const receipt = reply?.status === 200 ? receiptIn(reply.body, record) : undefined;
    if (receipt !== undefined) {
      if (!isAsking) this.#grow(this.#world.now() - startedAt);
      return this.#advance(record, load, receipt);
    }
    return this.#fail(record, load, reply);
  }

  /** Large pieces are quick on a good line, and lost as a whole on a bad one. */
  #grow(tookMs: number): void {
    this.#quick = tookMs < QUICK_MS ? this.#quick + 1 : 0;
    if (this.#quick < QUICK_PIECES) return;
    this.#quick = 0;
    this.#pieceBytes = Math.min(LIMITS.filePieceBytes, this.#pieceBytes * 2);
  }

  #post({ reference, response, question, grant }: FileRecord, offset: number, piece: ArrayBuffer) {
    const head: FilePiece = { grant, response, question, file: reference, offset };
    // Without a type it travels without one, which needs no preflight.
    const body = new Blob([`${JSON.stringify(head)}\n`, piece]);
    return post(`${this.#endpoint}/v1/files`, body, this.#world.fetch, LIMIT_MS);
  }

  async #advance(record: FileRecord, load: Load, receipt: FileReceipt): Promise<Round> {
    const { id, bytes } = record.reference;
    const { received } = receipt;
    const isStill = received === load.offset;
    load.offset = received;
    // A service that takes a piece and has none is to be asked with patience.
    if (isStill && !receipt.complete) return this.#fail(record, load, undefined);
    this.#failures.delete(id);
    if (receipt.complete) {
      await this.#store.remove(id);
      this.#tell(record, { kind: 'sent' });
    } else this.#tell(record, { kind: 'sending', received, bytes });
    return { kind: 'progress' };
  }

  async #fail(record: FileRecord, load: Load, reply: Reply | undefined): Promise<Round> {
    const { id } = record.reference;
    const code = problemIn(reply?.body);
    const isSmallest = this.#pieceBytes <= LIMITS.filePieceBytesMin;
    if (code !== undefined && (FOR_GOOD.has(code) || (code === 'body_too_large' && isSmallest))) {
      await this.#refuse(record, code);
      return { kind: 'progress' };
    }
    this.#quick = 0;
    this.#pieceBytes = Math.max(LIMITS.filePieceBytesMin, this.#pieceBytes / 2);
    if (reply?.status === 413 && !isSmallest) return { kind: 'progress' };
    load.offset = undefined;
    this.#load = undefined;
    this.#failures.set(id, (this.#failures.get(id) ?? 0) + 1);
    this.#tell(record, { kind: 'waiting' });
    if (reply === undefined) return FAILED;
    const header = reply.headers.get('retry-after');
    return { kind: 'failed', retryAfterMs: retryAfterMs(header, this.#world.now()) };
  }

  async #refuse(record: FileRecord, code: string): Promise<void> {
    await this.#store.change(record.reference.id, (stored) =>
      code === 'response_erased' ? undefined : { ...stored, refused: code },
    );
    this.#load = undefined;
    this.#tell(record, { kind: 'refused', code });
  }

  #tell(
    { reference, response }: FileRecord,
    news:
      | { readonly kind: 'waiting' | 'sent' }
      | { readonly kind: 'sending'; readonly received: number; readonly bytes: number }
      | { readonly kind: 'refused'; readonly code: string },
  ): void {
    for (const listener of this.#listeners) listener({ ...news, id: reference.id, response });
  }
}

/** The acknowledgement of this very file; a captive portal's page is none. */
function receiptIn(body: unknown, { reference }: FileRecord): FileReceipt | undefined {
  if (!isObject(body) || body['id'] !== reference.id) return undefined;
  const { received, complete } = body;
  const isReceipt =
    Number.isSafeInteger(received) && Number(received) >= 0 && typeof complete === 'boolean';
  return isReceipt ? (body as unknown as FileReceipt) : undefined;
}
