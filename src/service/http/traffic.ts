/**
 * How much the public routes take on. A refusal here costs no answer: it comes before anything is stored,
 * says when to come again, and the widget keeps what it has.
 *
 * Everything is counted in the memory of this process: of several nodes, each grants these rates.
 */
import type { BlockList } from 'node:net';

import { LIMITS } from '../../protocol/index.ts';
import type { ProblemCode } from '../../protocol/index.ts';
import { sha256 } from '../hash.ts';
import type { Metrics } from '../operation/metrics.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { blockList, clientAddress, isUnknownProxy } from './client-address.ts';
import { TokenBuckets } from './token-buckets.ts';
import type { Rate } from './token-buckets.ts';
import { Turns } from './turns.ts';

/** What is counted by. */
export type Share = 'address' | 'code' | 'grant' | 'survey' | 'project';
export type Rates = Readonly<Record<Share, Rate>>;

const DEFAULT_RATES: Rates = {
  address: { perSecond: LIMITS.addressRequestsPerSecond, burst: LIMITS.addressRequestsAtOnce },
  code: { perSecond: LIMITS.addressWrongCodesPerSecond, burst: LIMITS.addressWrongCodesAtOnce },
  grant: { perSecond: LIMITS.grantRequestsPerSecond, burst: LIMITS.grantRequestsAtOnce },
  survey: { perSecond: LIMITS.surveySessionsPerSecond, burst: LIMITS.surveySessionsAtOnce },
  project: { perSecond: LIMITS.projectRequestsPerSecond, burst: LIMITS.projectRequestsAtOnce },
};

export interface TrafficOptions {
  /** Those that are not named stay as they are by default; `off` counts nothing. */
  readonly rates?: Partial<Rates> | 'off' | undefined;
  /** Addresses and networks of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
}

/** Who asks, as the connection and its proxies tell it. */
export interface Asker {
  readonly peer: string | undefined;
  readonly forwardedFor: string | undefined;
}

/** A modest machine's pace: those who find no place come back one after the other at it. */
const TURNS_PER_SECOND = 200;

export class Traffic {
  readonly #shares: Readonly<Record<Share, TokenBuckets>> | undefined;
  readonly #turns = new Turns(TURNS_PER_SECOND);
  readonly #now: () => number;
  readonly #trusted: BlockList;
  readonly #metrics: Metrics;
  readonly #log: World['log'];
  #underWay = 0;
  #hasWarned = false;

  constructor(
    { rates = {}, trustedProxies = [] }: TrafficOptions,
    { now, metrics, log }: Pick<World, 'now' | 'metrics' | 'log'>,
  ) {
    this.#now = () => now().getTime();
    const { address, code, grant, survey, project } = {
      ...DEFAULT_RATES,
      ...(rates !== 'off' && rates),
    };
    this.#shares =
      rates === 'off'
        ? undefined
        : {
            address: new TokenBuckets(address, this.#now),
            code: new TokenBuckets(code, this.#now),
            grant: new TokenBuckets(grant, this.#now),
            survey: new TokenBuckets(survey, this.#now),
            project: new TokenBuckets(project, this.#now),
          };
    this.#trusted = blockList(trustedProxies);
    this.#metrics = metrics;
    this.#log = log;
  }

  /** @throws ProblemError `too_many_requests`, before anything of the body is read */
  admitAddress(asker: Asker): void {
    const address = clientAddress(asker, this.#trusted);
    if (address !== undefined) this.#take('address', address);
    else if (isUnknownProxy(asker, this.#trusted)) this.#warnOfProxy(asker);
  }

  /**
   * Before a deep-link code is looked for: an address that has tried many in vain is guessing, and is not told about
   * the next one either.
   *
   * @throws ProblemError `too_many_requests`
   */
  admitCode(asker: Asker): void {
    const address = clientAddress(asker, this.#trusted);
    if (address !== undefined) this.#refuseAfter(this.#shares?.code.wait(address) ?? 0, 'code');
  }

  /** The code led nowhere. */
  countWrongCode(asker: Asker): void {
    const address = clientAddress(asker, this.#trusted);
    if (address !== undefined) this.#shares?.code.count(address);
  }

  /** A grant writes one response: whoever writes it faster than anybody answers has lost their way. */
  admitGrants(grants: Iterable<string>): void {
    for (const grant of grants) this.#take('grant', sha256(grant));
  }

  /** Of whom it is said, unproven, that it is for them: looks, and takes nothing from them. */
  checkProject(project: string): void {
    this.#refuseAfter(this.#shares?.project.wait(project) ?? 0, 'project');
  }

  /** For whom it has proved to be. It has been let in, and is not sent away any more. */
  countProject(project: string): void {
    this.#shares?.project.count(project);
  }

  admitSession(project: string, survey: string | undefined): void {
    if (survey !== undefined) this.#take('survey', `${project} ${survey}`);
    this.#take('project', project);
  }

  /**
   * Works on so many at once and no more. What would wait here for longer than a client does would be
   * worked on for nobody, and be asked for again on top of that.
   *
   * @throws ProblemError `unavailable`
   */
  async work<T>(request: () => Promise<T>): Promise<T> {
    if (this.#underWay >= LIMITS.requestsUnderWay) {
      this.#metrics.turnedAway.inc({ by: 'place' });
      throw refusal('unavailable', this.#turns.next(this.#now(), 1000), 'The service is busy.');
    }
    this.#underWay += 1;
    try {
      return await request();
    } finally {
      this.#underWay -= 1;
    }
  }

  #take(share: Share, key: string): void {
    this.#refuseAfter(this.#shares?.[share].take(key) ?? 0, share);
  }

  #refuseAfter(waitMs: number, share: Share): void {
    if (waitMs === 0) return;
    this.#metrics.turnedAway.inc({ by: share });
    throw refusal('too_many_requests', waitMs, TOO_MANY[share]);
  }

  #warnOfProxy({ peer }: Asker): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#log.warn(
      { peer },
      'X-Forwarded-For is not believed: name this proxy in OTKLIK_TRUSTED_PROXIES, or no address is limited',
    );
  }
}

const TOO_MANY: Readonly<Record<Share, string>> = {
  address: 'Too many requests for one address.',
  code: 'Too many codes from one address that lead nowhere.',
  grant: 'Too many requests for one grant.',
  survey: 'Too many requests for one survey.',
  project: 'Too many requests for one project.',
};

function refusal(code: ProblemCode, waitMs: number, detail: string): ProblemError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new ProblemError(code, { detail, headers: { 'retry-after': String(seconds) } });
}
