/** Bad weather on a line, drawn from a seed: the n-th exchange meets the same fault in every run. */
import { lies, notNow } from './faulty-line-lies.ts';
import type { LieName } from './faulty-line-lies.ts';
import type { Exchange, Fault, Place, Weather } from './faulty-line.ts';
import type { Chance } from './seeded.ts';

/** Shares of all exchanges; the rest passes. */
export interface Climate {
  readonly cutRequests?: number;
  readonly cutReplies?: number;
  readonly stalls?: number;
  readonly drips?: number;
  readonly lies?: number;
  /** How long a stall lasts. */
  readonly stallMs?: number;
  /** Which exchanges are met by it; the others pass. */
  readonly meets?: (exchange: Exchange) => boolean;
}

/** What travels between widget and service; not the widget's own files. */
function isCall({ path }: Exchange): boolean {
  return path.startsWith('/v1/');
}

export function stormy(chance: Chance, climate: Climate): Weather {
  const { stallMs = 1500, meets = isCall } = climate;
  return (exchange) => {
    if (!meets(exchange)) return { kind: 'pass' };
    const drawn = chance.branch(exchange.index);
    const faults: readonly (readonly [share: number | undefined, fault: () => Fault])[] = [
      [climate.cutRequests, () => ({ kind: 'cut-request', at: cutPlace(drawn) })],
      [climate.cutReplies, () => ({ kind: 'cut-reply', at: cutPlace(drawn) })],
      [climate.stalls, () => ({ kind: 'stall', ms: stallMs, arrives: drawn.happens(0.5) })],
      [climate.drips, () => ({ kind: 'drip', bytes: drawn.between(16, 200), everyMs: 5 })],
      [climate.lies, () => lie(drawn)],
    ];
    let rest = drawn.random();
    for (const [share = 0, fault] of faults) {
      if (rest < share) return fault();
      rest -= share;
    }
    return { kind: 'pass' };
  };
}

const places: readonly Place[] = ['start', 'head', 'body', 'end'];

/** As often at a border as at any byte. */
function cutPlace(chance: Chance): Place {
  return chance.happens(0.5) ? chance.pick(places) : chance.between(1, 600);
}

/** Short ones: a trial has no quarter of an hour. */
const waits = [undefined, '0', '1', '-1', 'soon'];

function lie(chance: Chance): Fault {
  const names = Object.keys(lies) as LieName[];
  const replies = [
    ...names.map((name) => lies[name]),
    ...waits.flatMap((wait) => [notNow(429, wait), notNow(503, wait)]),
  ];
  return { kind: 'reply', reply: chance.pick(replies), arrives: chance.happens(0.5) };
}
