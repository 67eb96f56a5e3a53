/** A respondent's device without a screen: the widget's own parts, from the session to the acknowledgement. */
import { EventEmitter, once } from 'node:events';

import type { AnswerValue } from 'otklik/protocol';

import type { Chance } from '../seeded.ts';
import {
  Courier,
  Interview,
  memoryStore,
  openInterview,
  Outbox,
  recordOf,
} from './widget-parts.ts';

export type Values = Readonly<Record<string, AnswerValue>>;

/** What a courier tells. */
export type News = Parameters<Parameters<InstanceType<typeof Courier>['listen']>[0]>[0];
type Kept = Awaited<ReturnType<InstanceType<typeof Outbox>['records']>>[number];

export interface DeviceOptions {
  /** Of the service, or of a line in front of it. */
  readonly endpoint: string;
  /** Of the page that the widget stands on. */
  readonly page: string;
  readonly chance: Chance;
  /** How many times faster than people's the time between attempts passes. */
  readonly pace?: number;
  readonly fetch?: typeof globalThis.fetch;
}

export interface Device {
  /** Opens a session, as the widget does when it is seen. */
  begin(token: string): Promise<Visit>;
  /** Sends what is there. Resolves when all is sent, or has to wait. */
  send(): Promise<void>;
  readonly records: () => Promise<readonly Kept[]>;
  listen(listener: (news: News) => void): void;
}

/** One survey being answered. */
export interface Visit {
  readonly id: string;
  /** The number of the last revision that was stored. */
  readonly revision: () => number;
  /** Leaves the screen with these answers: they are stored when it resolves. */
  finish(answers: Values): Promise<void>;
  /** Resolves when the service has said that it has all of it. */
  received(): Promise<void>;
}

export function createDevice({
  endpoint,
  page,
  chance,
  pace = 1,
  fetch = globalThis.fetch,
}: DeviceOptions): Device {
  const outbox = new Outbox([memoryStore()]);
  const news = new EventEmitter<{ news: [News] }>();
  news.setMaxListeners(0);
  // Node sends no origin by itself.
  const asPage: typeof fetch = (url, init) => fetch(url, { ...init, headers: { origin: page } });
  const world = {
    fetch: asPage,
    now: () => Date.now(),
    random: chance.random,
    later: (call: () => void, ms: number) => {
      const timer = setTimeout(call, ms / pace);
      return () => clearTimeout(timer);
    },
    locks: undefined,
  };
  const courier = new Courier('prj_default', endpoint, outbox, world);
  courier.listen((one) => void news.emit('news', one));

  return {
    async begin(token) {
      const opening = await openInterview(
        { endpoint, source: { token }, languages: ['en'] },
        {
          fetch: asPage,
          now: world.now,
          storedProjects: async () => [],
          drafts: () => Promise.reject(new Error('A new device holds no drafts.')),
          codes: () => Promise.reject(new Error('It has a token.')),
        },
      );
      if (opening.kind !== 'ask') throw new Error(`Not asked: ${opening.reason}`);
      const record = recordOf(opening);
      const interview = new Interview(record, { outbox, onSaved: () => undefined });
      const { id } = record;
      const revision = (): number => interview.record.revision;
      let isReceived = 0;
      news.on('news', (one) => {
        if (one.id === id && one.kind === 'sent')
          isReceived = Math.max(isReceived, one.record.revision);
      });
      return {
        id,
        revision,
        async finish(answers) {
          const finished = await interview.finish(answers);
          if (!finished.ok) throw new Error(`Refused: ${JSON.stringify(finished.faults)}`);
        },
        async received() {
          while (isReceived < revision()) await once(news, 'news');
        },
      };
    },
    send: () => courier.wake(),
    records: () => outbox.records(),
    listen: (listener) => void news.on('news', listener),
  };
}
