/** Files that the answers of one response name, and that the service does not have yet: they follow. */
import type { WidgetCode } from '../problem.ts';
import type { OutboxRecord } from '../record.ts';
import type { FileRecord } from './file-record.ts';
import type { FileNews } from './uploader.ts';
import type * as UploadsModule from './uploads.ts';

/** `going`: under way. `waiting`: for a better connection, or another visit. */
export type Following = 'none' | 'going' | 'waiting';

export interface OutstandingHost {
  readonly project: string;
  readonly record: () => OutboxRecord;
  readonly changed: () => void;
  readonly fail: (code: WidgetCode, problem: string) => void;
}

export class Outstanding {
  readonly #host: OutstandingHost;
  /** Undefined until somebody has looked. */
  #open: Set<string> | undefined;
  readonly #failing = new Set<string>();
  #uploads: Promise<typeof UploadsModule> | undefined;

  constructor(host: OutstandingHost) {
    this.#host = host;
  }

  get following(): Following {
    const open = this.#open ?? filesNamed(this.#host.record());
    if (open.size === 0) return 'none';
    return [...open].every((id) => this.#failing.has(id)) ? 'waiting' : 'going';
  }

  /** Finds out what is left, and sends it if that can be done now. */
  async look(): Promise<void> {
    const { project, record, changed } = this.#host;
    // Until it is known, what is named is taken for what is left.
    this.#open = undefined;
    try {
      const { fileStoreOf, uploaderOf } = await this.#listening();
      const store = fileStoreOf(project);
      const named = filesNamed(record());
      const own = (await store.records()).filter(({ reference }) => named.has(reference.id));
      await Promise.all(
        own.map(({ reference }) => store.change(reference.id, (file) => adopted(file, record()))),
      );
      const left = own.filter((file) => adopted(file, record()).refused === undefined);
      this.#open = new Set(left.map(({ reference }) => reference.id));
      changed();
      await uploaderOf(project, record().endpoint).wake();
    } catch {
      // The code is out of reach, or the store: it stays unknown.
    }
  }

  #listening(): Promise<typeof UploadsModule> {
    const { project, record } = this.#host;
    this.#uploads ??= load().then((uploads) => {
      const uploader = uploads.uploaderOf(project, record().endpoint);
      uploads.tellWhileHeld(uploader, this, (files: Outstanding, news) => files.#hear(news));
      return uploads;
    });
    this.#uploads.catch(() => (this.#uploads = undefined));
    return this.#uploads;
  }

  #hear(news: FileNews): void {
    if (news.response !== this.#host.record().id) return;
    if (news.kind === 'waiting') this.#failing.add(news.id);
    else this.#failing.delete(news.id);
    if (news.kind === 'sent' || news.kind === 'refused') this.#open?.delete(news.id);
    if (news.kind === 'refused') {
      this.#host.fail(news.code as WidgetCode, 'The service refused a file.');
    }
    this.#host.changed();
  }
}

function filesNamed({ answers }: OutboxRecord): Set<string> {
  const values = Object.values(answers).flatMap(({ value }): unknown[] =>
    Array.isArray(value) ? value : [],
  );
  return new Set(
    values.flatMap((value) =>
      typeof value === 'object' && value !== null && 'id' in value ? [String(value.id)] : [],
    ),
  );
}

/**
 * A session may have named another response for these answers, or brought a new grant where the old one was
 * refused: the files go with the answers.
 */
function adopted(file: FileRecord, { id, grant, deadline }: OutboxRecord): FileRecord {
  const isNew = file.grant === '' && grant !== '';
  const isRefusedGrant = file.refused?.startsWith('grant_') && file.grant !== grant;
  if (file.response === id && !isNew && !isRefusedGrant) return file;
  const { refused: _old, ...rest } = file;
  return { ...rest, response: id, grant, deadline };
}

/** By itself: to the right of `this.#… ??=`, lowered, TypeScript 7.0.2 would not rewrite the file's name. */
function load(): Promise<typeof UploadsModule> {
  return import('./uploads.ts');
}
