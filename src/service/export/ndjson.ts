/** Newline-delimited JSON: one value a line, unaltered. */
import type { World } from '../world.ts';
import { textStream } from './stream.ts';

export function ndjson(
  values: AsyncIterable<readonly unknown[]>,
  signal: AbortSignal,
  world: Pick<World, 'log'>,
): ReadableStream<Uint8Array> {
  return textStream(lines(values), signal, world);
}

async function* lines(values: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  for await (const some of values) {
    yield some.map((value) => `${JSON.stringify(value)}\n`).join('');
  }
}
