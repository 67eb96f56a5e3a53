/** A JSON body, read no further than its limit. */
import { cleanJson } from '../clean-json.ts';
import { ProblemError } from '../problem-error.ts';

/** Deeper than anything the protocol knows; what recurses over a body must not run out of stack. */
const DEPTH_MAX = 64;

/** The content type is not looked at: `text/plain` spares a page the preflight. */
export async function readJson(request: Request, limitBytes: number): Promise<unknown> {
  return parsedJson(await readBytes(request, limitBytes));
}

/** A line of JSON, and what follows it; a body without a line break is JSON alone. */
export async function readJsonAndBytes(
  request: Request,
  limitBytes: number,
): Promise<{ readonly json: unknown; readonly bytes: Uint8Array }> {
  const body = await readBytes(request, limitBytes);
  const end = body.indexOf(LINE_BREAK);
  const length = end === -1 ? body.length : end;
  return { json: parsedJson(body.subarray(0, length)), bytes: body.subarray(length + 1) };
}

/** What a form without files sends (URL Standard section 5.1). */
export async function readForm(request: Request, limitBytes: number): Promise<URLSearchParams> {
  const bytes = await readBytes(request, limitBytes);
  return new URLSearchParams(new TextDecoder().decode(bytes));
}

const LINE_BREAK = 10;

/** What a body says, once it is known to be what it should be. */
export function parsedJson(bytes: Uint8Array): unknown {
  const value = parse(decode(bytes));
  if (isDeeperThan(DEPTH_MAX, value)) {
    const detail = `The body is nested deeper than ${DEPTH_MAX} levels.`;
    throw new ProblemError('request_invalid', { detail });
  }
  return cleanJson(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message quotes the body, which may hold a credential: it is not kept.
    throw new ProblemError('body_not_json');
  }
}

export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length');
  if (Number(announced ?? 0) > limitBytes) throw tooLarge(limitBytes);
  // The HTTP parser ends a body at its announced length: it may be taken whole, without the cost of a stream.
  const bytes =
    announced === null
      ? await readChunks(request, limitBytes)
      : new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > limitBytes) throw tooLarge(limitBytes);
  return bytes;
}

async function readChunks(request: Request, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('body_not_json', { detail: 'The body is not UTF-8.' });
  }
}

function tooLarge(limitBytes: number): ProblemError {
  return new ProblemError('body_too_large', { detail: `At most ${limitBytes} bytes.` });
}

/** Level by level and not recursive, since it is what guards against too deep a recursion. */
function isDeeperThan(limit: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((inner): unknown[] =>
      typeof inner === 'object' && inner !== null ? Object.values(inner) : [],
    );
  }
  return false;
}
