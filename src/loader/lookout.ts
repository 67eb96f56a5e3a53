/**
 * Follows the rules of a page: waits for what they name, looks at all conditions in order whenever something has
 * happened, and asks one survey at a time. While there is nothing to wait for, nothing runs.
 */
import type { OnPageRule, OnPageTrigger, PageHappening } from '../protocol/on-page.ts';
import { fitsAddress, pageOf } from './address.ts';
import { DELAY, SIGHT, TURN, WHEN } from './check-places.ts';
import { fitsHappening } from './happening.ts';
import type { Properties } from './happening.ts';
import type { Memory } from './memory.ts';
import { watch } from './triggers/index.ts';

/** How it went. */
export interface Outcome {
  /** `not-asked`: the service says that this person is not to be asked. */
  readonly rest: 'asked' | 'not-asked' | 'failed';
  /** Days in which this device is not to be asked this survey. */
  readonly pauseDays: number;
}

/**
 * Puts a survey into the page.
 *
 * @param left takes it away again, whatever has come of it
 */
export type Ask = (rule: OnPageRule, values: Properties, left: AbortSignal) => Promise<Outcome>;

/**
 * Why a rule waits for nothing: for the visit where it has asked, else until the next page or event. A number is the place
 * of the check that was in the way when it was due.
 */
export type Rest = Outcome['rest'] | 'cancelled' | number;

/** How far one rule has come. */
export interface Progress {
  readonly rule: OnPageRule;
  readonly triggers: readonly OnPageTrigger[];
  /** By the place of a trigger. */
  met: boolean[];
  /** Milliseconds since 1970; undefined before the triggers have come true. */
  dueAt?: number | undefined;
  rest?: Rest | undefined;
  /** Of the event that has led here. */
  values: Properties;
  /** Ends what waits for its triggers. */
  stop?: (() => void) | undefined;
  /** Takes away what it has put into the page. */
  leaving?: AbortController | undefined;
}

/** What survives the way to another page. */
export type KeptProgress = Partial<Pick<Progress, 'met' | 'dueAt' | 'rest' | 'values'>>;

export class Lookout {
  readonly progress: readonly Progress[];
  readonly memory: Memory;
  /** Hears of whatever the page tells. */
  onTrack: ((name: string, properties: Properties) => void) | undefined;
  /** Hears of every look: for those who look on. */
  onLook: (() => void) | undefined;
  readonly #ask: Ask;
  #page = pageOf(location);
  #openedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;

  constructor(rules: readonly OnPageRule[], memory: Memory, ask: Ask) {
    this.memory = memory;
    this.#ask = ask;
    this.progress = rules.map((rule) => {
      const triggers = Object.values(rule.when).flat();
      return { rule, triggers, met: [], values: {} };
    });
    this.#recall();
  }

  /** The page has told something. */
  track(name: string, properties: Properties): void {
    this.onTrack?.(name, properties);
    for (const one of this.progress) {
      const fits = (happening: PageHappening): boolean =>
        fitsHappening(happening, name, properties);
      if (one.rest === 'asked') continue;
      if (one.rule.cancelOn?.some(fits)) leave(one, 'cancelled');
      else {
        one.triggers.forEach((trigger, place) => {
          if (trigger.on !== 'event' || !fits(trigger)) return;
          one.met[place] = true;
          one.values = properties;
          wake(one);
        });
      }
    }
    this.look();
  }

  /** The page may be another one by now. */
  moved(): void {
    const page = pageOf(location);
    if (page !== this.#page) {
      this.#page = page;
      this.#openedAt = performance.now();
      this.memory.seen();
      for (const one of this.progress) {
        one.met = lasting(one);
        unwatch(one);
        wake(one);
      }
    }
    this.look();
  }

  consent(level: string): void {
    this.memory.allow(level);
    this.#recall();
    this.look();
  }

  /** Another person is here. */
  reset(): void {
    this.memory.forget();
    for (const one of this.progress) leave(one);
    this.look();
  }

  /** Goes through all rules: the first in the list asks first. */
  readonly look = (): void => {
    clearTimeout(this.#timer);
    this.memory.load();
    const rules: Record<string, KeptProgress> = {};
    let waitMs = Infinity;
    for (const one of this.progress) {
      this.#step(one);
      const { dueAt, rest, values } = one;
      const met = lasting(one);
      if (dueAt || rest !== undefined || met.includes(true))
        rules[one.rule.id] = { met, dueAt, rest, values };
      const leftMs = (dueAt ?? 0) - Date.now();
      if (leftMs > 0 && leftMs < waitMs) waitMs = leftMs;
    }
    if (waitMs < Infinity) this.#timer = setTimeout(this.look, waitMs);
    this.memory.kept.rules = rules;
    this.memory.save();
    this.onLook?.();
  };

  /** Whether each holds, in their order (checks.ts). */
  checksOf({ rule, rest, dueAt, triggers, met }: Progress): readonly boolean[] {
    const { pages, exceptPages = [], fromVisit, share, survey, when } = rule;
    const isHere = (pattern: string): boolean => fitsAddress(pattern, location);
    const isMet = (_trigger: OnPageTrigger, place: number): boolean => met[place] === true;
    const now = Date.now();
    return [
      (!pages || pages.some(isHere)) && !exceptPages.some(isHere),
      !fromVisit || (this.memory.kept.visits ?? 0) >= fromVisit,
      !share || this.memory.lot(rule.id) < share,
      rest === undefined,
      this.memory.pauseOf(survey) <= now,
      !!dueAt || triggers['all' in when ? 'every' : 'some'](isMet),
      !!dueAt && dueAt <= now,
      !document.hidden,
      !this.#isAsking,
      !document.querySelector('otklik-survey[open]'),
    ];
  }

  #step(one: Progress): void {
    const failed = (): number => this.checksOf(one).indexOf(false);
    if (failed() === DELAY) one.dueAt ??= Date.now() + (one.rule.delaySeconds ?? 0) * 1000;
    const first = failed();
    if (first !== WHEN) unwatch(one);
    else if (!one.stop) this.#watch(one);
    if (first < 0) void this.#begin(one);
    else if (first === SIGHT) {
      document.addEventListener('visibilitychange', this.look, { once: true });
    } else if (first !== TURN && one.dueAt && one.dueAt <= Date.now()) {
      // Time would not mend it.
      beginAnew(one, first);
    }
  }

  #watch(one: Progress): void {
    const stops = one.triggers.map((trigger, place) => {
      const met = (): void => {
        stops[place]?.forEach((stop) => stop());
        one.met[place] = true;
        this.look();
      };
      try {
        return one.met[place] ? [] : watch(trigger, met, this.#openedAt);
      } catch {
        // A selector that is none finds nothing.
        return [];
      }
    });
    one.stop = () => stops.flat().forEach((stop) => stop());
  }

  async #begin(one: Progress): Promise<void> {
    const { rule, values } = one;
    const leaving = new AbortController();
    one.leaving = leaving;
    this.#isAsking = true;
    const { rest, pauseDays } = await this.#ask(rule, values, leaving.signal).catch(
      (): Outcome => ({ rest: 'failed', pauseDays: 0 }),
    );
    this.#isAsking = false;
    // Else it was cancelled, or another person has come.
    if (one.leaving === leaving) {
      beginAnew(one, rest);
      this.memory.pause(rule.survey, pauseDays);
    }
    this.look();
  }

  #recall(): void {
    for (const one of this.progress)
      wake(Object.assign(one, this.memory.kept.rules?.[one.rule.id]));
  }
}

function beginAnew(one: Progress, rest?: Rest): void {
  unwatch(one);
  Object.assign(one, { met: [], dueAt: undefined, rest, values: {} });
}

/** Whatever it has put into the page. */
function leave(one: Progress, rest?: Rest): void {
  one.leaving?.abort();
  one.leaving = undefined;
  beginAnew(one, rest);
}

function unwatch(one: Progress): void {
  one.stop?.();
  one.stop = undefined;
}

function wake(one: Progress): void {
  if (one.rest !== 'asked') one.rest = undefined;
}

/** What somebody has done stays done on the next page; what was seen of a page was of that page. */
function lasting({ met, triggers }: Progress): boolean[] {
  return triggers.map(({ on }, place) => met[place] === true && /event|click/.test(on));
}
