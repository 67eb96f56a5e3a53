import { OtklikError } from './otklik-error.ts';

/**
 * The values of a newline-delimited JSON stream, one at a time, however large it is. Leaving the loop early
 * ends the download.
 *
 * @example
 * for await (const response of readNdjson(await client.exportNdjson({ since: '2026-11-01T00:00:00.000Z' }))) {
 *   await warehouse.insert(response);
 * }
 */
export async function* readNdjson(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<unknown, void, undefined> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      // eslint-disable-next-line no-await-in-loop -- chunk after chunk
      const { value, done } = await reader.read();
      const lines = (rest + (value ?? '')).split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) if (line.trim() !== '') yield parsed(line);
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw new OtklikError('reply_unexpected', {
      detail: 'A line of the stream is not JSON; it was cut off, ask for it again.',
      cause,
    });
  }
}
