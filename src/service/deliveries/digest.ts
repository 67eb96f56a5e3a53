/**
 * All of an hour, or of a day (UTC), in one letter. What is in it is read when it is sent, so that it waits nowhere; one
 * delivery stands for the whole stretch.
 */
import type { Kysely } from 'kysely';

import type { TargetOf } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { RESPONSE_COLUMNS } from '../responses/response-rows.ts';
import { VersionCache } from '../surveys/version-cache.ts';
import { contentOf } from './content.ts';
import type { DeliveryRow } from './delivery-rows.ts';
import type { DestinationRow } from './destination-rows.ts';
import { fits } from './wants.ts';
import { linesOf } from './words.ts';

type Every = Exclude<TargetOf<'email'>['every'], undefined | 'each'>;

const LENGTH_MS: Readonly<Record<Every, number>> = { hour: 60 * 60_000, day: 24 * 60 * 60_000 };
/** What was stored in the last moment is looked at by then. */
const LATE_MS = 60_000;
/** Of responses in one letter; it says how many more there are. */
const RESPONSES_MAX = 200;

export interface Stretch {
  /** Where it begins, and how long it is: `2026-11-23T10:00:00.000Z/hour`. */
  readonly subject: string;
  readonly dueAt: string;
}

export function stretchOf(at: string, every: Every): Stretch {
  const start = Math.floor(Date.parse(at) / LENGTH_MS[every]) * LENGTH_MS[every];
  return {
    subject: `${new Date(start).toISOString()}/${every}`,
    dueAt: new Date(start + LENGTH_MS[every] + LATE_MS).toISOString(),
  };
}

/** Null: nothing is there any more. */
export async function digestOf(
  delivery: DeliveryRow,
  destination: DestinationRow,
  db: Kysely<Tables>,
): Promise<{ readonly subject: string; readonly text: string } | null> {
  const [from, every] = delivery.subject.split('/') as [string, Every];
  const until = new Date(Date.parse(from) + LENGTH_MS[every]).toISOString();
  const responses = await completedIn(destination, from, until, db);
  if (responses.length === 0) return null;
  const versions = new VersionCache();
  const parts: string[] = [];
  for (const response of responses.slice(0, RESPONSES_MAX)) {
    // oxlint-disable-next-line no-await-in-loop -- versions are read once
    const content = await contentOf(partOf(delivery, response), destination, response, {
      versions,
      publicUrl: undefined,
      db,
    });
    if (content === null) continue;
    const { answers, facts } = linesOf(content.payload);
    const title = content.payload.data.survey?.title ?? response.survey_id;
    parts.push([`${title} · ${response.completed_at}`, ...answers, facts.join(', ')].join('\n'));
  }
  const more = responses.length - parts.length;
  if (more > 0) parts.push(`… ${more} more: see the export.`);
  return {
    subject: `${responses.length} responses, ${from.slice(0, 16).replace('T', ' ')} UTC`,
    text: parts.join('\n\n'),
  };
}

function partOf(delivery: DeliveryRow, { id, revision }: { id: string; revision: number }) {
  return { ...delivery, type: 'response.completed', subject: id, sequence: revision } as const;
}

async function completedIn(
  { project_id, rule }: DestinationRow,
  from: string,
  until: string,
  db: Kysely<Tables>,
) {
  let rows = db
    .selectFrom('responses')
    .select(RESPONSE_COLUMNS)
    .where('project_id', '=', project_id)
    .where('completed_at', '>=', from)
    .where('completed_at', '<', until);
  if (rule.surveys !== undefined) rows = rows.where('survey_id', 'in', rule.surveys);
  const found = await rows.orderBy('completed_at').orderBy('id').execute();
  return found.filter((response) => fits(rule, response));
}
