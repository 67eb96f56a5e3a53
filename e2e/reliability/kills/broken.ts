/** Worlds in which one thing is missing that the promise stands on; the page is changed, never the product. */
import type { FaultName } from '../checker.ts';
import type { Scenery } from './stage.ts';
import type { StormOrder } from './storm.ts';

export interface BrokenWorld {
  readonly name: string;
  readonly order: StormOrder;
  /** The same without what is broken. */
  readonly intact: Scenery;
  /** What the checker must find, one of them at least. */
  readonly caughtAs: readonly FaultName[];
}

const base = { engine: 'Chromium', serviceKills: 0, habits: { leaves: 0 } } as const;

export const broken: readonly BrokenWorld[] = [
  {
    name: 'a record is removed before it is sent',
    order: {
      ...base,
      kills: 3,
      climate: { cutRequests: 0.6 },
      // While something is under way.
      dies: (chance) => ({
        entries: chance.between(2, 8),
        of: (entry) => entry.kind === 'delivery' && entry.delivery === 'sending',
        afterMs: 0,
      }),
      scenery: { prelude: 'broken/remove-before-send.ts', latencyMs: 30 },
    },
    intact: { latencyMs: 30 },
    caughtAs: ['lost', 'wronglyTold'],
  },
  {
    name: 'a new id on each retry',
    order: {
      ...base,
      kills: 1,
      climate: {
        cutReplies: 0.4,
        meets: ({ path }) => path === '/v1/responses',
      },
      dies: () => ({ entries: 90, afterMs: 0 }),
      scenery: { prelude: 'broken/new-id-on-retry.ts' },
    },
    intact: {},
    caughtAs: ['duplicated'],
  },
  {
    name: 'no lock between two tabs',
    order: {
      ...base,
      kills: 1,
      climate: { cutRequests: 0.2, meets: ({ path }) => path === '/v1/responses' },
      dies: () => ({ entries: 90, afterMs: 0 }),
      scenery: { prelude: 'broken/no-lock.ts', latencyMs: 20 },
      hasTabs: true,
    },
    intact: { prelude: 'broken/second-tab.ts', latencyMs: 20 },
    caughtAs: ['sentAtOnce'],
  },
  {
    name: 'records that do not know their respondent',
    order: {
      ...base,
      kills: 1,
      habits: { leaves: 1 },
      climate: { cutRequests: 0.7, meets: ({ path }) => path === '/v1/sessions' },
      // After so many people have begun something, and left it.
      dies: () => ({ entries: 12, of: ({ kind }) => kind === 'over', afterMs: 0 }),
      scenery: { prelude: 'broken/no-respondent.ts' },
    },
    intact: {},
    caughtAs: ['phantom', 'lost'],
  },
];
