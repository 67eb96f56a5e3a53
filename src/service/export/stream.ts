/** A stream that is made no faster than it is read, and no further when the reader has gone. */
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

/** Nothing is computed ahead: memory holds one chunk, however much there is. */
const NOTHING_AHEAD = new CountQueuingStrategy({ highWaterMark: 0 });

export function textStream(
  chunks: AsyncIterable<string>,
  signal: AbortSignal,
  world: Pick<World, 'log'>,
): ReadableStream<Uint8Array> {
  return byteStream(encoded(chunks), signal, world);
}

export function byteStream(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  { log }: Pick<World, 'log'>,
): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const next = signal.aborted ? await stop(iterator) : await iterator.next();
          if (next.done === true) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          // The status line has long been sent: only a broken stream can say that the rest is missing.
          log.error({ err: error }, 'a download broke off');
          controller.error(new ProblemError('internal', { cause: error }));
        }
      },
      cancel: async () => {
        await stop(iterator);
      },
    },
    NOTHING_AHEAD,
  );
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

async function stop(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  await iterator.return?.();
  return { done: true, value: undefined };
}
