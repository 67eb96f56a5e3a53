/** The page's line to the ledger. Each word waits until it is written down, and nothing else happens meanwhile. */
import type { Report } from '../../ledger.ts';
import type { Turn } from '../people.ts';

/** What is said of an occasion, without naming it. */
export type Word = Report extends infer One
  ? One extends Report
    ? Omit<One, 'occasion'>
    : never
  : never;

export type Tell = (word: Word) => void;

export function tellerOf(ledger: string, occasion: string): Tell {
  return (word) => void call(`${ledger}/told`, JSON.stringify({ ...word, occasion }));
}

export function turnOf(ledger: string): Turn {
  return call(`${ledger}/turn`, '') as Turn;
}

/** Synchronous on purpose: when it returns, it is known, whatever becomes of the browser. */
function call(address: string, body: string): unknown {
  const request = new XMLHttpRequest();
  request.open('POST', address, false);
  request.send(body);
  return JSON.parse(request.responseText);
}
