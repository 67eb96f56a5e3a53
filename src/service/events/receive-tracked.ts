/** Events that pages tell of their person: only those that somebody has declared for that. */
import type { Kysely } from 'kysely';

import type { TrackedEvent } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import type { World } from '../world.ts';
import { readDeclarations } from './event-types.ts';
import type { EventListener } from './listener.ts';
import { receiveEvents } from './receive-events.ts';

export interface Tracked {
  readonly project: string;
  /** Whom the page's token names. */
  readonly respondent: string;
  readonly events: readonly TrackedEvent[];
}

/** What a page may not tell is left out without a word: a page is everybody's, and learns nothing by trying. */
export async function receiveTracked(
  { project, respondent, events }: Tracked,
  trx: Kysely<Tables>,
  world: Pick<World, 'now' | 'randomBytes'>,
  listeners: readonly EventListener[],
): Promise<void> {
  const declared = await readDeclarations(project, trx);
  const now = world.now().toISOString();
  const body = events
    .filter(({ name }) => declared.get(name)?.fromPages === true)
    .map(({ name, id, at, properties }) => ({
      name,
      respondent,
      // A device's clock may say anything.
      at: at === undefined || at > now ? now : at,
      // Of the person and the page: nobody can take the id of another's event, or of one that a system tells.
      ...(id !== undefined && {
        id: `page_${sha256(JSON.stringify([respondent, id])).slice(0, 32)}`,
      }),
      ...(properties !== undefined && { properties }),
    }));
  if (body.length === 0) return;
  await receiveEvents({ project, body: { events: body }, source: 'page' }, trx, world, listeners);
}
