/** What an operator watches, in the Prometheus text format. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly sessions: Counter<'outcome'>;
  readonly responses: Counter<'result'>;
  readonly quarantined: Counter<'reason'>;
  readonly leakedKeys: Counter;
  readonly turnedAway: Counter<'by'>;
  readonly writeSeconds: Histogram;
  readonly pushes: Counter<'channel' | 'outcome'>;
  readonly deliveries: Counter<'kind' | 'outcome'>;
  readonly automation: Counter<'what'>;
}

/** `process`: whether memory, CPU, garbage collection and event loop are watched as well. */
export function createMetrics({ process }: { readonly process: boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (process) collectDefaultMetrics({ register: registry });
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'otklik_http_request_seconds',
      help: 'Time until the answer was ready, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    sessions: new Counter({
      name: 'otklik_sessions_total',
      help: 'Sessions: "opened", not asked by reason, or refused by problem code.',
      labelNames: ['outcome'],
      registers,
    }),
    responses: new Counter({
      name: 'otklik_responses_total',
      help: 'Submitted revisions by result.',
      labelNames: ['result'],
      registers,
    }),
    quarantined: new Counter({
      name: 'otklik_quarantined_total',
      help: 'Payloads newly kept for repair, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    leakedKeys: new Counter({
      name: 'otklik_leaked_keys_total',
      help: 'API keys that arrived from a browser or in place of a token. Each is an incident.',
      registers,
    }),
    turnedAway: new Counter({
      name: 'otklik_turned_away_total',
      help: 'Public requests told to come again: by "address", "code", "grant", "survey", "project", or "place" (busy).',
      labelNames: ['by'],
      registers,
    }),
    pushes: new Counter({
      name: 'otklik_pushes_total',
      help: 'Messages to push services by outcome: sent, retry, drop (device gone), stop (credentials), refuse (message).',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    deliveries: new Counter({
      name: 'otklik_deliveries_total',
      help: 'Tries to bring something to a destination, by kind and outcome: delivered, failed, waiting, refused, stopped, dropped.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    automation: new Counter({
      name: 'otklik_automation_total',
      help: 'What scenarios did: entered, notEntered, waiting, putOff, invited, widened, left, ended, and what became of invitations.',
      labelNames: ['what'],
      registers,
    }),
    writeSeconds: new Histogram({
      name: 'otklik_database_write_seconds',
      help: 'Time of a durable write, from its start until it would survive a power cut.',
      buckets: SECONDS,
      registers,
    }),
  };
}
