/**
 * What respondents did and what they were told, kept outside everything that fails. A page writes into it with
 * requests that it waits for: what it tries to answer before it tries, what it was told as soon as it was told. So
 * an answer that is told of here was told of, and an answer that is not tried here was given by nobody.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import type { Answers, AnswerValue, Variables } from 'otklik/protocol';

export type Values = Readonly<Record<string, AnswerValue>>;

/** As much of a record of the widget's as is looked at. */
export interface OutboxRow {
  readonly respondent: string;
  readonly revision: number;
  readonly base: number;
  readonly answers: Answers;
  readonly variables: Variables;
}

/** A record as a page found it in its IndexedDB, before the widget was there. */
export interface Kept {
  readonly occasion: string;
  readonly respondent: string;
  readonly isPending: boolean;
  readonly answers: Values;
}

interface Telling {
  /** The occasion that the respondent answers on: one order, one response. */
  readonly occasion: string;
}

/** What a page reports. */
export type Report = Telling &
  (
    | { readonly kind: 'opened'; readonly disk: readonly Kept[] }
    /** About to be put into the fields; `isLast`: what follows is the end. */
    | { readonly kind: 'tries'; readonly answers: Values; readonly isLast: boolean }
    /** `otklik-answered`: stored on this device. */
    | { readonly kind: 'answered'; readonly answers: Values }
    /** The next screen is there: to the respondent, the word that all is well. */
    | { readonly kind: 'moved'; readonly answers: Values }
    | {
        readonly kind: 'delivery';
        readonly response: string;
        readonly delivery: 'saved' | 'sending' | 'sent' | 'blocked';
        readonly storage: string;
      }
    /** The sentence below the thanks. */
    | { readonly kind: 'thanks'; readonly says: string }
    | { readonly kind: 'trouble'; readonly code: string; readonly problem: string }
    /** The respondent is done with this occasion, or has left it in the middle. */
    | { readonly kind: 'over' }
    /** Nothing waits on the device any more. */
    | { readonly kind: 'drained' }
  );

export type Entry = Report & { readonly seq: number };

export interface Ledger {
  /** Where pages report to. */
  readonly origin: string;
  readonly entries: readonly Entry[];
  /** Called for each entry from now on; returns what ends that. */
  listen(listener: (entry: Entry) => void): () => void;
  close(): Promise<void>;
}

/** @param turn what a page that asks whose turn it is gets to know */
export async function createLedger(turn: (address: URL) => unknown): Promise<Ledger> {
  const entries: Entry[] = [];
  const listeners = new Set<(entry: Entry) => void>();
  const server = createServer((request, response) => {
    const reply = (content: unknown): void => {
      response.setHeader('access-control-allow-origin', '*');
      response.end(JSON.stringify(content));
    };
    const address = new URL(request.url ?? '/', 'http://ledger');
    if (address.pathname === '/turn') return reply(turn(address));
    text(request).then(
      (body) => {
        const entry = { ...(JSON.parse(body) as Report), seq: entries.length };
        entries.push(entry);
        for (const listener of listeners) listener(entry);
        reply(null);
      },
      () => undefined, // The page died while it spoke: what it had to say was not said.
    );
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    entries,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
