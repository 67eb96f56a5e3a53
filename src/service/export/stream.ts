/** Text as a stream that is made no faster than it is read, and no further when the reader has gone. */
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';

/** Nothing is computed ahead: memory holds one chunk, however much there is. */
const NOTHING_AHEAD = new CountQueuingStrategy({ highWaterMark: 0 });

export function textStream(
  chunks: AsyncIterable<string>,
  signal: AbortSignal,
  { log }: Pick<World, 'log'>,
): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const next = signal.aborted ? await stop(iterator) : await iterator.next();
          if (next.done === true) controller.close();
          else controller.enqueue(encoder.encode(next.value));
        } catch (error) {
          // The status line has long been sent: only a broken stream can say that rows are missing.
          log.error({ err: error }, 'an export broke off');
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

async function stop(iterator: AsyncIterator<string>): Promise<IteratorResult<string>> {
  await iterator.return?.();
  return { done: true, value: undefined };
}
