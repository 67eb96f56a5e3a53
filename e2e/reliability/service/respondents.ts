/**
 * Respondents who answer with the widget's own parts and never give up, and the account of what they were told.
 * What the courier has been acknowledged it removes: an acknowledged answer that is in no row is lost for good, and
 * the account shows it.
 */
import { setTimeout as pass } from 'node:timers/promises';

import { Account, figuresOf, isClean } from '../network/account.ts';
import { createDevice } from '../network/device.ts';
import type { Device, Values, Visit } from '../network/device.ts';
import { rowOf, storedBy } from '../network/lab.ts';
import type { Chance } from '../seeded.ts';
import { PAGE } from './stage.ts';
import type { Stage } from './stage.ts';

/** Of a survey of three screens. */
export const SCREENS = 3;

export interface Respondent {
  readonly name: string;
  readonly device: Device;
  readonly visit: Visit;
  /** Gives the answers of the next screen; they are on the device when it resolves. */
  answer(): Promise<void>;
}

interface RespondentsOptions {
  readonly chance: Chance;
  /** How many times faster than people's their time passes. */
  readonly pace?: number;
  /** Of the n-th respondent, from 1. */
  readonly fetchOf?: (n: number) => typeof globalThis.fetch;
}

export class Respondents {
  readonly #stage: Stage;
  readonly #options: RespondentsOptions;
  readonly #account = new Account();
  #count = 0;
  #acknowledged = 0;
  #isOver = false;

  constructor(stage: Stage, options: RespondentsOptions) {
    this.#stage = stage;
    this.#options = options;
  }

  /** Revisions that the service has acknowledged. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Somebody new, with a session and nothing answered yet; comes again until there is one. */
  async newcomer(): Promise<Respondent> {
    this.#count += 1;
    const n = this.#count;
    const [name, occasion] = [`person-${n}`, `order-${n}`];
    const { chance, pace = 50, fetchOf } = this.#options;
    const own = chance.branch(name);
    const device = createDevice({
      endpoint: this.#stage.service.origin,
      page: PAGE,
      chance: own,
      pace,
      ...(fetchOf !== undefined && { fetch: fetchOf(n) }),
    });
    const wish = {
      survey: 'srv_short',
      respondent: name,
      variables: { orderNumber: occasion },
      ttlSeconds: 3600,
    };
    this.#account.respondents.set(occasion, name);
    const visit = await this.#begin(device, () => this.#stage.mint(wish), own);
    device.listen((news) => {
      if (news.kind === 'sent') this.#acknowledged += 1;
      if (news.kind !== 'sent' && news.kind !== 'blocked') return;
      const told = { kind: 'delivery', occasion, response: visit.id, storage: 'memory' } as const;
      this.#account.note({ ...told, delivery: news.kind });
    });
    let screen = 0;
    return {
      name,
      device,
      visit,
      answer: async () => {
        const answers = answersOf(name, screen, own);
        screen += 1;
        this.#account.note({ kind: 'tries', occasion, answers, isLast: screen === SCREENS });
        await visit.finish(answers);
        this.#account.note({ kind: 'answered', occasion, answers });
      },
    };
  }

  /** Somebody new answers all of it, and has been told that it was received. */
  async answerAll(): Promise<Respondent> {
    const respondent = await this.newcomer();
    for (let screen = 0; screen < SCREENS; screen += 1) {
      await respondent.answer();
      void respondent.device.send();
    }
    await respondent.visit.received();
    return respondent;
  }

  /** So many at a time, one after the other, until it is `over`. Resolves when all are done. */
  async keepComing(atOnce: number): Promise<void> {
    const line = async (): Promise<void> => {
      while (!this.#isOver) await this.answerAll();
    };
    await Promise.all(Array.from({ length: atOnce }, line));
  }

  over(): void {
    this.#isOver = true;
  }

  /** Resolves with the milliseconds that it took until so many more revisions were acknowledged. */
  async acknowledgedMore(count: number): Promise<number> {
    const start = performance.now();
    const enough = this.#acknowledged + count;
    while (this.#acknowledged < enough) await pass(5);
    return performance.now() - start;
  }

  /** Once everything was delivered: what they were told against the rows. */
  async verdict(log: (line: string) => void): Promise<{ figures: string; isKept: boolean }> {
    const rows = await storedBy(this.#stage.service.client);
    const verdict = await this.#account.judge(rows.map(rowOf));
    return { figures: figuresOf(verdict), isKept: isClean(verdict, log) && verdict.told > 0 };
  }

  /** The widget would show a button; these press it, and the page has a token for each time. */
  async #begin(device: Device, mint: () => Promise<string>, chance: Chance): Promise<Visit> {
    const { pace = 50 } = this.#options;
    for (;;) {
      try {
        return await device.begin(await mint());
      } catch (error) {
        if (!isPassing(error)) throw error;
        await pass((1000 + chance.between(0, 4000)) / pace);
      }
    }
  }
}

const PASSING: ReadonlySet<unknown> = new Set([
  'network',
  'reply_unreadable',
  'unavailable',
  'too_many_requests',
]);

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && PASSING.has(error.code);
}

function answersOf(name: string, screen: number, chance: Chance): Values {
  if (screen === 0) return { recommend: chance.between(0, 10) };
  if (screen === 1) return { matters: chance.pick(['price', 'speed', 'people']) };
  return { more: `The words of ${name}`, email: `${name}@example.com` };
}

/** Of a list of figures: "median 12, worst 40". */
export function spread(figures: readonly number[], unit: string): string {
  const sorted = figures.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `median ${Math.round(median)} ${unit}, worst ${Math.round(sorted.at(-1) ?? Number.NaN)} ${unit}`;
}
