/** Everybody was offline, and comes back in the same moment. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';

import { inTurns } from '../network/crowd.ts';
import { seeded } from '../seeded.ts';
import type { Finding, Trial, TrialOptions } from '../trial.ts';
import { Respondents, SCREENS } from './respondents.ts';
import type { Respondent } from './respondents.ts';
import { onStage } from './stage.ts';
import type { DatabaseKind, Stage } from './stage.ts';
import { addressOf, BEHIND_PROXY, Wire } from './wire.ts';

export const wave: Trial = {
  name: 'wave',
  promise:
    'A service to which everybody comes back at once takes all of them in, one after the other.',
  run: async (options) =>
    options.scale === 'full'
      ? [await reconnect('PGlite', 10_000, options), await reconnect('PostgreSQL', 10_000, options)]
      : [await reconnect('PGlite', 600, options)],
};

/** Sessions are opened before: so many at a time. */
const AT_ONCE = 32;
const DRIPS = 200;

async function reconnect(
  database: DatabaseKind,
  people: number,
  { seed, log }: TrialOptions,
): Promise<Finding> {
  return onStage({ database, settings: BEHIND_PROXY }, async (stage) => {
    const { service } = stage;
    const wire = new Wire();
    const respondents = new Respondents(stage, {
      chance: seeded(seed).branch(`wave ${database}`),
      pace: 1,
      fetchOf: (n) => wire.from(addressOf(n)),
    });
    const crowd: Respondent[] = [];
    await inTurns(Array.from({ length: people }), AT_ONCE, async () => {
      crowd.push(await respondents.newcomer());
    });
    await service.stop();
    for (const { answer } of crowd) {
      for (let screen = 0; screen < SCREENS; screen += 1) await answer();
    }
    await service.start();

    const drips = await drip(stage, DRIPS);
    const memory = watchMemory(service.origin);
    wire.statuses.clear();
    const start = performance.now();
    await Promise.all(
      crowd.map(async ({ device, visit }) => {
        void device.send();
        await visit.received();
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    const megabytes = await memory.stop();
    for (const socket of drips) socket.destroy();

    const { figures, isKept } = await respondents.verdict(log);
    return {
      what: `${database}: ${people} people come back at once, beside ${DRIPS} clients that send drop by drop`,
      figures: `${figures}; drained in ${seconds.toFixed(1)} s (${wire.figures}); memory at most ${megabytes} MB`,
      isKept: isKept && wire.withoutWait === 0 && seconds <= 120,
    };
  });
}

/** Clients that begin a request and never come to its end. */
async function drip({ service }: Stage, count: number): Promise<ReturnType<typeof connect>[]> {
  const { port } = new URL(service.origin);
  const hello = 'POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n{';
  const sockets = Array.from({ length: count }, () => connect(Number(port), 'localhost'));
  await Promise.all(
    sockets.map(async (socket) => {
      await once(socket, 'connect');
      socket.on('error', () => undefined); // The service cuts it off: it should.
      socket.write(hello);
      const drops = setInterval(() => socket.writable && socket.write(' '), 1000);
      socket.once('close', () => clearInterval(drops));
    }),
  );
  return sockets;
}

/** What the process says of itself, four times a second. */
function watchMemory(origin: string): { stop(): Promise<number> } {
  const over = new AbortController();
  const watching = (async () => {
    let most = 0;
    while (!over.signal.aborted) {
      most = Math.max(most, (await memoryOf(origin)).resident);
      await pass(250);
    }
    return most;
  })();
  return {
    stop: () => {
      over.abort();
      return watching;
    },
  };
}

/** Megabytes, as the process tells of itself. */
export async function memoryOf(origin: string): Promise<{ resident: number; heap: number }> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  const megabytes = (name: string): number =>
    Math.round(Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1]) / 1e6);
  return {
    resident: megabytes('process_resident_memory_bytes'),
    heap: megabytes('nodejs_heap_size_used_bytes'),
  };
}
