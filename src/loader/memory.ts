/**
 * What is known of this visit and this device. It is always in memory; on the device it is only as far as the person has
 * consented: `none` keeps nothing at all, `session` until the tab is closed, `full` beyond that.
 */
import type { KeptProgress } from './lookout.ts';

export type Consent = 'none' | 'session' | 'full';

interface Kept {
  /** Of this visit, by rule. */
  rules?: Record<string, KeptProgress>;
  /** Which one this is, as far back as may be remembered. */
  visits?: number;
  seenAt?: number;
  /** By rule: what decides whether this device is one of those that it asks. */
  lots?: Record<string, number>;
  /** By survey: before when it is not to be shown here again, in milliseconds since 1970. */
  pauses?: Record<string, number>;
}

/** As long as nobody is seen, it is another visit. */
const VISIT_MS = 30 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const LEVELS = ['session', 'full'];

export class Memory {
  kept: Kept = {};
  #consent = 'none';
  readonly #key: string;

  /** @param consent undefined: the page will say it later, and then finds what was kept before */
  constructor(project: string, consent: string | undefined) {
    this.#key = `otklik.${project}`;
    if (consent) this.allow(consent);
  }

  /** What was kept within it is known again; what is kept beyond it is wiped. Whatever is no other level keeps nothing. */
  allow(consent: string): void {
    this.#consent = consent;
    for (const level of LEVELS) {
      if (level !== consent) this.#at(level, (store) => store.removeItem(this.#key));
    }
    this.load();
    this.seen();
  }

  /** Whether the person has consented to anything. */
  isAllowed(): boolean {
    return LEVELS.includes(this.#consent);
  }

  /** Somebody is here. */
  seen(): void {
    const kept = this.kept;
    const now = Date.now();
    if (now - (kept.seenAt ?? 0) > VISIT_MS) {
      kept.visits = (kept.visits ?? 0) + 1;
      kept.rules = {};
    }
    kept.seenAt = now;
    this.save();
  }

  /** In [0, 1): the same for one rule as long as it may be remembered, and another for each rule. */
  lot(rule: string): number {
    // oxlint-disable-next-line no-restricted-properties -- a lot needs no secrecy
    return ((this.kept.lots ??= {})[rule] ??= Math.random());
  }

  /** Before when the survey is not to be shown here. */
  pauseOf(survey: string): number {
    return this.kept.pauses?.[survey] ?? 0;
  }

  pause(survey: string, days: number): void {
    this.load();
    (this.kept.pauses ??= {})[survey] = Date.now() + days * DAY_MS;
    this.save();
  }

  /** As if nobody had ever been here. */
  forget(): void {
    this.kept = {};
    this.seen();
  }

  /** Another tab may have changed it meanwhile. */
  load(): void {
    this.#at(this.#consent, (store) => {
      Object.assign(this.kept, JSON.parse(store.getItem(this.#key) ?? '{}'));
    });
  }

  save(): void {
    this.#at(this.#consent, (store) => store.setItem(this.#key, JSON.stringify(this.kept)));
  }

  #at(consent: string, act: (store: Storage) => void): void {
    try {
      if (consent === 'full') act(localStorage);
      if (consent === 'session') act(sessionStorage);
    } catch {
      // A browser may refuse its storage, or have none left: then what is known is known to this page alone.
    }
  }
}
