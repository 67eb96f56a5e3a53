/** Where one HTTP/1.1 message ends and the next begins (RFC 9112 section 6), as far as a line must know. */

/** What travels as one: its bytes as they came, and where its headers end. */
export interface Message {
  readonly bytes: Buffer;
  /** The offset of the first byte after the empty line. */
  readonly bodyAt: number;
}

export interface Split {
  readonly message: Message;
  readonly rest: Buffer;
}

/** The first whole message, when it is here. */
export function split(bytes: Buffer): Split | undefined {
  const bodyAt = bytes.indexOf('\r\n\r\n') + 4;
  if (bodyAt === 3) return undefined;
  const end = endOf(bytes, bodyAt);
  if (end === undefined || bytes.length < end) return undefined;
  return { message: { bytes: bytes.subarray(0, end), bodyAt }, rest: bytes.subarray(end) };
}

/** The first line, and a header by its name in small letters; several of one name are joined by commas. */
export function headOf({ bytes, bodyAt }: Message): {
  readonly start: string;
  header(name: string): string | undefined;
} {
  const [start = '', ...lines] = bytes.subarray(0, bodyAt).toString('latin1').split('\r\n');
  return {
    start,
    header(name) {
      const values = lines.flatMap((line) => {
        const colon = line.indexOf(':');
        return line.slice(0, colon).toLowerCase() === name ? [line.slice(colon + 1).trim()] : [];
      });
      return values.length === 0 ? undefined : values.join(', ');
    },
  };
}

export function bodyOf({ bytes, bodyAt }: Message): string {
  return bytes.subarray(bodyAt).toString('utf8');
}

function endOf(bytes: Buffer, bodyAt: number): number | undefined {
  const { start, header } = headOf({ bytes, bodyAt });
  if (/^HTTP\/1\.1 (1\d\d|204|304) /.test(start)) return bodyAt;
  if (header('transfer-encoding')?.toLowerCase() === 'chunked') return endOfChunks(bytes, bodyAt);
  const length = header('content-length');
  if (length !== undefined) return bodyAt + Number(length);
  // A request without a length has no body; a reply without one ends with its connection.
  return start.startsWith('HTTP/') ? Number.POSITIVE_INFINITY : bodyAt;
}

function endOfChunks(bytes: Buffer, bodyAt: number): number | undefined {
  for (let at = bodyAt; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    at = lineEnd + 2 + size + 2;
    if (size === 0) return at;
  }
}
