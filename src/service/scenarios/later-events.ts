/** What happened after an event, and came before it: the order may have been returned before anybody hears of it. */
import type { Kysely } from 'kysely';

import type { Tables } from '../database/types.ts';
import type { ArrivedEvent } from '../events/listener.ts';
import type { EventFacts } from './journey.ts';
import type { PublishedScenario } from './scenario-versions.ts';

interface Told {
  readonly event: ArrivedEvent;
  readonly starts: readonly PublishedScenario[];
}

/** Those that may cancel what these events begin, in the order in which they happened. */
export async function readLaterEvents(
  project: string,
  told: readonly Told[],
  db: Kysely<Tables>,
): Promise<(event: ArrivedEvent) => readonly EventFacts[]> {
  const begins = told.filter(({ starts }) => starts.some(({ content }) => content.cancelOn));
  const names = begins.flatMap(({ starts }) =>
    starts.flatMap(({ content: { cancelOn = [] } }) => cancelOn.map(({ event }) => event)),
  );
  const since = begins.map(({ event }) => event.at).sort();
  if (since[0] === undefined) return () => [];
  const rows = await db
    .selectFrom('events')
    .select(['id', 'name', 'respondent', 'at', 'properties'])
    .where('project_id', '=', project)
    .where('respondent', 'in', [...new Set(begins.map(({ event }) => event.respondent))])
    .where('name', 'in', [...new Set(names)])
    .where('at', '>=', since[0])
    .orderBy('at')
    .execute();
  const found = Map.groupBy(rows, ({ respondent }) => respondent);
  return ({ id, respondent, at }) =>
    (found.get(respondent) ?? []).filter((later) => later.at >= at && later.id !== id);
}
