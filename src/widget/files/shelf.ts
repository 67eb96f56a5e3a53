/** The files of one question, as the respondent sees them: what each is, and how far it has come. */
import type { Fault } from '../../engine/index.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { QuestionOf } from '../../protocol/question.ts';
import type { AnswerValue, FileReference } from '../../protocol/response.ts';
import { widgetError } from '../problem.ts';
import type { Visit } from '../visit.ts';
import { isPictureType, mostBytes, prepareFile, thumbnailOf } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { FileNews } from './uploader.ts';
import type * as UploadsModule from './uploads.ts';

export type Stage =
  | { readonly kind: 'preparing' | 'waiting' | 'sent' | 'refused' }
  | { readonly kind: 'sending'; readonly percent: number }
  /** It was chosen on an earlier visit, and nothing of it is left here. */
  | { readonly kind: 'unknown' };

export interface ShelfItem {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly stage: Stage;
  readonly picture: HTMLCanvasElement | undefined;
}

/** Why a file was not added: a fault that has words everywhere, or one of the kind's own. */
export interface Refusal {
  readonly name: string;
  readonly why: Fault | 'unreadable' | 'no_room';
}

type Uploads = typeof UploadsModule;
type Ready = Extract<Prepared, { ok: true }>;

const THUMBNAIL_PIXELS = 112;
const ID_BYTES = 16;
const BYTES_PER_MEGABYTE = 1024 * 1024;

export class Shelf {
  readonly #question: QuestionOf<'file'>;
  readonly #visit: Visit;
  readonly #load: () => Promise<Uploads>;
  readonly #stages = new Map<string, Stage>();
  readonly #pictures = new Map<string, HTMLCanvasElement>();
  #preparing: readonly ShelfItem[] = [];
  #refusals: readonly Refusal[] = [];
  #turn: Promise<void> = Promise.resolve();
  #uploads: Promise<Uploads> | undefined;

  constructor(
    question: QuestionOf<'file'>,
    visit: Visit,
    load: () => Promise<Uploads> = () => import('./uploads.ts'),
  ) {
    this.#question = question;
    this.#visit = visit;
    this.#load = load;
  }

  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  get items(): readonly ShelfItem[] {
    const given = this.#references.map(({ id, name, bytes }) => {
      const stage = this.#stages.get(id) ?? { kind: 'unknown' as const };
      return { id, name, bytes, stage, picture: this.#pictures.get(id) };
    });
    return [...given, ...this.#preparing];
  }

  /** A word about a fault, in the respondent's language. */
  say(fault: Fault): string {
    return this.#visit.say(fault, this.#question.id);
  }

  /** Shows what waits from before, and fetches early what a device without a network will need. */
  async open(): Promise<void> {
    this.#redraw();
    if (this.#visit.isPreview) return;
    try {
      await this.#showWaiting(await this.#listening());
    } catch {
      // The code is out of reach, or the store: it is asked for again with the first file.
    }
  }

  /** One after the other: each picture takes a lot of memory while it is drawn anew. */
  add(files: readonly File[]): Promise<void> {
    this.#refusals = [];
    for (const file of files) this.#turn = this.#turn.then(() => this.#addOne(file));
    this.#visit.hold(this.#turn);
    return this.#turn;
  }

  async remove(id: string): Promise<void> {
    this.#refusals = [];
    this.#answer(this.#references.filter((one) => one.id !== id));
    await this.#forget(id);
  }

  async #showWaiting({ fileStoreOf }: Uploads): Promise<void> {
    const store = fileStoreOf(this.#visit.project);
    const given = new Set(this.#references.map(({ id }) => id));
    const records = (await store.records()).filter(({ reference }) => given.has(reference.id));
    for (const { reference, refused } of records) {
      const kind = refused === undefined ? 'waiting' : 'refused';
      this.#stages.set(reference.id, { kind });
      // oxlint-disable-next-line no-await-in-loop -- one after the other is in memory
      const content = isPictureType(reference.type) && (await store.content(reference.id));
      // oxlint-disable-next-line no-await-in-loop
      if (content) await this.#picture(reference, content);
      this.#redraw();
    }
  }

  async #addOne(file: File): Promise<void> {
    const { name, size: bytes } = file;
    if (this.#most > 1 && this.#references.length >= this.#most) {
      return this.#refuse(name, { code: 'file_count', limit: this.#most });
    }
    const id = newFileId();
    this.#preparing = [{ id, name, bytes, stage: { kind: 'preparing' }, picture: undefined }];
    this.#redraw();
    const prepared = await prepareFile(file, this.#question);
    this.#preparing = [];
    if (!prepared.ok) return this.#refuse(name, this.#reasonFor(prepared.fault));
    await this.#keep(id, prepared).catch((thrown: unknown) => {
      const { code, message } = widgetError(thrown);
      this.#visit.fail(code, message);
      this.#refuse(name, code === 'outbox_full' ? 'no_room' : 'unreadable');
    });
  }

  #reasonFor(fault: Extract<Prepared, { ok: false }>['fault']): Refusal['why'] {
    if (fault !== 'file_size') return fault === 'unreadable' ? fault : { code: fault };
    const megabytes = mostBytes(this.#question) / BYTES_PER_MEGABYTE;
    return { code: fault, limit: Math.round(megabytes * 10) / 10 };
  }

  /** The answer names it at once, and nothing waits for its content to be sent. */
  async #keep(id: string, { name, type, content }: Ready): Promise<void> {
    const reference = { id, name, type, bytes: content.byteLength };
    if (isPictureType(type)) await this.#picture(reference, content);
    if (!this.#visit.isPreview) await this.#store(reference, content);
    // One file at most: the new one is meant in place of the old one.
    const replaced = this.#most === 1 ? this.#references : [];
    this.#answer([...(this.#most === 1 ? [] : this.#references), reference]);
    await Promise.all(replaced.map((old) => this.#forget(old.id)));
  }

  async #store(reference: FileReference, content: ArrayBuffer): Promise<void> {
    const { fileStoreOf, uploaderOf } = await this.#listening();
    const { project, record } = this.#visit;
    const { id: response, endpoint, grant, deadline } = record();
    const question = this.#question.id;
    const place = { response, question, endpoint, grant, deadline };
    const stored = { v: 1, reference, ...place, at: Date.now() } as const;
    const storage = await fileStoreOf(project).put(stored, content);
    if (storage === 'memory') this.#visit.fail('storage_failed', 'A file is in memory only.');
    this.#stages.set(reference.id, { kind: 'waiting' });
    void uploaderOf(project, endpoint).wake();
  }

  async #forget(id: string): Promise<void> {
    this.#pictures.delete(id);
    if (this.#visit.isPreview) return;
    const { fileStoreOf } = await this.#listening();
    await fileStoreOf(this.#visit.project).remove(id);
  }

  /** The code that keeps and sends. What did not load is asked for again. */
  #listening(): Promise<Uploads> {
    const { project, record } = this.#visit;
    this.#uploads ??= this.#load().then((uploads) => {
      const uploader = uploads.uploaderOf(project, record().endpoint);
      uploads.tellWhileHeld(uploader, this, (shelf: Shelf, news) => shelf.#hear(news));
      return uploads;
    });
    this.#uploads.catch(() => (this.#uploads = undefined));
    return this.#uploads;
  }

  #hear(news: FileNews): void {
    if (!this.#stages.has(news.id)) return;
    const { kind } = news;
    const percent = kind === 'sending' ? Math.floor((100 * news.received) / news.bytes) : 0;
    this.#stages.set(news.id, kind === 'sending' ? { kind, percent } : { kind });
    this.#redraw();
  }

  async #picture({ id }: FileReference, content: ArrayBuffer): Promise<void> {
    const picture = await thumbnailOf(content, THUMBNAIL_PIXELS);
    if (picture !== undefined) this.#pictures.set(id, picture);
  }

  #refuse(name: string, why: Refusal['why']): void {
    this.#refusals = [...this.#refusals, { name, why }];
    this.#redraw();
  }

  #answer(references: readonly FileReference[]): void {
    this.#visit.answer(this.#question.id, references.length === 0 ? null : [...references]);
    this.#redraw();
  }

  #redraw(): void {
    this.#visit.note(this.#question.id, this);
  }

  get #most(): number {
    return this.#question.maxFiles ?? LIMITS.filesPerAnswer;
  }

  get #references(): readonly FileReference[] {
    return referencesIn(this.#visit.answerTo(this.#question.id));
  }
}

function referencesIn(value: AnswerValue): readonly FileReference[] {
  return Array.isArray(value) && typeof value[0] === 'object'
    ? (value as readonly FileReference[])
    : [];
}

function newFileId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
