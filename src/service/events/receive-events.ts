/**
 * `POST /v1/events`: what happened is stored once by its id, whatever order it comes in. A bad event of a batch costs
 * only itself; a batch is a handful of statements, however many there are in it.
 */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type {
  EventReceipt,
  EventRequest,
  EventSource,
  EventsRequest,
  PointedError,
} from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import { recordSet } from '../database/record-set.ts';
import type { Tables } from '../database/types.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { newId } from '../identifiers.ts';
import { ProblemError } from '../problem-error.ts';
import { changeProfiles, TOO_MANY_ATTRIBUTES } from '../profiles/profiles.ts';
import type { World } from '../world.ts';
import { readDeclarations } from './event-types.ts';
import { judgeEvent } from './judge-event.ts';
import type { Judged } from './judge-event.ts';
import type { ArrivedEvent, EventListener } from './listener.ts';

const EVENT = {
  id: 'text',
  name: 'text',
  respondent: 'text',
  at: 'timestamptz',
  properties: 'jsonb',
  content_hash: 'text',
} as const;

type EventWorld = Pick<World, 'now' | 'randomBytes'>;

interface Arrival {
  readonly id: string;
  readonly at: string;
  readonly event: EventRequest;
  readonly hash: string;
}

export interface Told {
  readonly project: string;
  readonly body: EventsRequest;
  readonly source: EventSource;
}

/** @throws ProblemError `request_invalid` for a single event that does not fit */
export async function receiveEvents(
  { project, body, source }: Told,
  trx: Kysely<Tables>,
  world: EventWorld,
  listeners: readonly EventListener[] = [],
): Promise<EventReceipt[]> {
  const isBatch = 'events' in body;
  const raw: readonly unknown[] = isBatch ? body.events : [body];
  const declared = await readDeclarations(project, trx);
  const judged = raw.map((one) => judgeEvent(one, declared, world.now()));
  const [only] = judged;
  if (!isBatch && only?.event === null) {
    throw new ProblemError('request_invalid', { errors: only.errors });
  }
  const arrivals = judged.map((one) => arrivalOf(one, world));
  const stored = await store(
    { project, source },
    arrivals.flatMap((one) => one ?? []),
    trx,
    world,
  );
  const changes = [...stored].flatMap(({ id, event: { respondent, person } }) =>
    person === undefined ? [] : [{ id, respondent, change: person }],
  );
  const refused = await changeProfiles(project, changes, trx, world);
  await tell(project, stored, trx, listeners);
  const others = await othersOf(
    project,
    arrivals.flatMap((one) => one ?? []),
    stored,
    trx,
  );
  const unkept = new Set(changes.flatMap((one) => (refused.has(one) ? [one.id] : [])));
  return judged.map((one, index) => {
    const arrival = arrivals[index] ?? null;
    const isKept = arrival === null || !stored.has(arrival) || !unkept.has(arrival.id);
    const warnings = isKept ? one.warnings : [UNKEPT, ...one.warnings];
    return receiptOf({ ...one, warnings }, arrival, stored, others);
  });
}

function arrivalOf({ event }: Judged, world: EventWorld): Arrival | null {
  if (event === null) return null;
  const { id = newId('evt', world), at = world.now().toISOString(), ...content } = event;
  // A repeat may be without a time, and gets another one then.
  const hash = sha256(canonicalJson({ ...content, at: event.at ?? null }));
  return { id, at, event, hash };
}

/** Those that were not there yet. Of two with one id in a batch, the first. */
async function store(
  { project, source }: Omit<Told, 'body'>,
  arrivals: readonly Arrival[],
  trx: Kysely<Tables>,
  { now }: EventWorld,
): Promise<ReadonlySet<Arrival>> {
  const first = new Map([...arrivals].reverse().map((arrival) => [arrival.id, arrival]));
  const rows = [...first.values()].map(({ id, at, event, hash }) => ({
    id,
    name: event.name,
    respondent: event.respondent,
    at,
    properties: toJson(event.properties ?? {}),
    content_hash: hash,
  }));
  if (rows.length === 0) return new Set();
  const { rows: inserted } = await sql<{ readonly id: string }>`
    insert into events (project_id, id, name, respondent, at, properties, content_hash, source,
      created_at)
    select ${project}, id, name, respondent, at, properties, content_hash, ${source},
      ${now().toISOString()}::timestamptz
    from ${recordSet(EVENT, rows)} given
    order by id
    on conflict (project_id, id) do nothing
    returning id`.execute(trx);
  return new Set(inserted.flatMap(({ id }) => first.get(id) ?? []));
}

/** After the profiles: what is asked of a person then is what the event itself has said. */
async function tell(
  project: string,
  stored: ReadonlySet<Arrival>,
  trx: Kysely<Tables>,
  listeners: readonly EventListener[],
): Promise<void> {
  if (stored.size === 0) return;
  const events = [...stored].map(factsOf);
  for (const listener of listeners) {
    // One after the other: they share the transaction's connection.
    // oxlint-disable-next-line no-await-in-loop
    await listener({ project, events }, trx);
  }
}

function factsOf({ id, at, event: { name, respondent, properties = {} } }: Arrival): ArrivedEvent {
  return { id, name, respondent, at, properties };
}

/** Those under whose id something else is stored. */
async function othersOf(
  project: string,
  arrivals: readonly Arrival[],
  stored: ReadonlySet<Arrival>,
  db: Kysely<Tables>,
): Promise<ReadonlySet<Arrival>> {
  const repeats = arrivals.filter((arrival) => !stored.has(arrival));
  if (repeats.length === 0) return new Set();
  const rows = await db
    .selectFrom('events')
    .select(['id', 'content_hash'])
    .where('project_id', '=', project)
    .where('id', 'in', [...new Set(repeats.map(({ id }) => id))])
    .execute();
  const hashes = new Map(rows.map(({ id, content_hash }) => [id, content_hash]));
  return new Set(repeats.filter(({ id, hash }) => hashes.get(id) !== hash));
}

const UNKEPT: PointedError = {
  pointer: '/person/attributes',
  code: 'person_unchanged',
  message: `The event is stored; what it says of the person is not. ${TOO_MANY_ATTRIBUTES}`,
};

const OTHER: PointedError = {
  pointer: '/id',
  code: 'event_differs',
  message: 'Another event is stored under this id; this one was not.',
};

function receiptOf(
  { id, errors, warnings }: Judged,
  arrival: Arrival | null,
  stored: ReadonlySet<Arrival>,
  others: ReadonlySet<Arrival>,
): EventReceipt {
  if (arrival === null) return { id, result: 'refused', errors };
  const result = stored.has(arrival) ? 'stored' : 'duplicate';
  const all = others.has(arrival) ? [OTHER, ...warnings] : warnings;
  return { id: arrival.id, result, ...(all.length > 0 && { warnings: all }) };
}
