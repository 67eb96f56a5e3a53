/** The rules of `POST /v1/files` in a few lines: what the real service promises, to test the uploader against. */
import type { FilePiece } from '../../protocol/file.ts';

export interface Arrival {
  readonly id: string;
  readonly offset: number;
  readonly bytes: number;
  readonly grant: string;
}

export class ModelFileService {
  readonly content = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Every request that reached it, in order. */
  readonly arrivals: Arrival[] = [];
  /** Answers in place of the rules; undefined: the rules. */
  instead: ((arrival: Arrival) => Response | undefined) | undefined;
  /** Throws away the connection: before the piece is stored, or after. */
  cut: ((arrival: Arrival) => 'before' | 'after' | undefined) | undefined;

  readonly fetch: typeof globalThis.fetch = async (_url, init) => {
    const body = init?.body as Blob;
    if (body.type !== '') throw new Error('This would need a preflight.');
    const text = await body.text();
    const head = JSON.parse(text.slice(0, text.indexOf('\n'))) as FilePiece;
    const start = new TextEncoder().encode(`${JSON.stringify(head)}\n`).length;
    const piece = new Uint8Array(await body.slice(start).arrayBuffer());
    return this.#receive(head, piece);
  };

  #receive({ file, offset, grant }: FilePiece, piece: Uint8Array<ArrayBuffer>): Response {
    const arrival = { id: file.id, offset, bytes: piece.length, grant };
    this.arrivals.push(arrival);
    const cut = this.cut?.(arrival);
    if (cut === 'before') throw new TypeError('Failed to fetch');
    const instead = this.instead?.(arrival);
    if (instead !== undefined) return instead;
    const stored = this.content.get(file.id) ?? new Uint8Array();
    const isNext = stored.length === offset && piece.length > 0;
    const next = isNext ? new Uint8Array([...stored, ...piece]) : stored;
    if (isNext) this.content.set(file.id, next);
    if (cut === 'after') throw new TypeError('Failed to fetch');
    const complete = next.length === file.bytes;
    return Response.json({ id: file.id, received: next.length, complete });
  }
}

export function problem(status: number, code: string, headers: HeadersInit = {}): Response {
  const type = `urn:otklik:problem:${code}`;
  return Response.json({ type, status, code }, { status, headers });
}
