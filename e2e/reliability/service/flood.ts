/** Somebody sends fifty times what is allowed, while others answer from elsewhere and from the same address. */
import { setTimeout as pass } from 'node:timers/promises';

import { seeded } from '../seeded.ts';
import type { Trial } from '../trial.ts';
import { Respondents } from './respondents.ts';
import { onStage } from './stage.ts';
import { addressOf, BEHIND_PROXY, Wire } from './wire.ts';

/** Small, so that fifty times as much is within reach of the machine that the trial runs on. */
const ALLOWED = { perSecond: 10, burst: 10 };
const TIMES = 50;
const SHARED = '203.0.113.7';

export const flood: Trial = {
  name: 'flood',
  promise: 'A rate limit costs no answer: it comes later, and those elsewhere notice nothing.',
  run: async ({ scale, seed, log }) => {
    // A flood of seconds makes a line of a minute, which the gate has no time for.
    const seconds = scale === 'full' ? 60 : 0.3;
    const people = scale === 'full' ? 40 : 8;
    const settings = {
      ...BEHIND_PROXY,
      OTKLIK_RATE_LIMITS: `address=${ALLOWED.perSecond}/${ALLOWED.burst}`,
    };
    const finding = await onStage({ settings }, async (stage) => {
      const chance = seeded(seed).branch('flood');
      const [flooding, near, far] = [new Wire(), new Wire(), new Wire()];
      const respondents = new Respondents(stage, {
        chance,
        pace: 1,
        fetchOf: (n) => (n <= people ? near.from(SHARED) : far.from(addressOf(n))),
      });
      const all = (): Promise<unknown> =>
        Promise.all(Array.from({ length: people }, () => respondents.answerAll()));

      const pouring = pour(`${stage.service.origin}/v1/responses`, flooding.from(SHARED), seconds);
      const start = performance.now();
      const nearby = all();
      await all();
      const farMs = performance.now() - start;
      const requests = await pouring;
      const ended = performance.now();
      await nearby;
      const lateMs = Math.max(0, performance.now() - ended);

      const { figures, isKept } = await respondents.verdict(log);
      const share = (100 * flooding.count(429)) / requests;
      return {
        what: `${requests} requests in ${seconds} s from one address that may send ${ALLOWED.perSecond} a second; ${people} people answer there, and ${people} elsewhere`,
        figures: `${figures}; ${share.toFixed(1)} % of the flood refused; elsewhere ${far.count(429)} refusals, all done after ${inSeconds(farMs)}; at the same address ${near.count(429)} refusals, all done ${inSeconds(lateMs)} after the flood`,
        isKept:
          isKept &&
          share > 50 &&
          far.count(429) === 0 &&
          near.withoutWait + flooding.withoutWait === 0,
      };
    });
    return [finding];
  },
};

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** What nobody would store: it costs the sender nothing to make. Resolves with how many were sent. */
async function pour(url: string, send: typeof globalThis.fetch, seconds: number): Promise<number> {
  const body = JSON.stringify({ responses: [{}] });
  const everyMs = 100;
  const batch = (ALLOWED.perSecond * TIMES * everyMs) / 1000;
  const replies: Promise<unknown>[] = [];
  while (replies.length < ALLOWED.perSecond * TIMES * seconds) {
    for (let one = 0; one < batch; one += 1) {
      replies.push(send(url, { method: 'POST', body }).then((reply) => reply.arrayBuffer()));
    }
    await pass(everyMs);
  }
  await Promise.all(replies);
  return replies.length;
}
