/**
 * How far today's invitations have come, in `/metrics`: what the database holds, whichever node has sent it. One
 * statement along an index, and no more than once a minute however often somebody looks.
 */
import { sql } from 'kysely';
import { Gauge } from 'prom-client';

import { InvitationStatus } from '../../protocol/index.ts';
import type { World } from '../world.ts';

const WINDOW_MS = 24 * 60 * 60 * 1000;
const KEPT_MS = 60_000;

export function watchInvitations({ database, log, metrics, now }: World): void {
  let countedAt: number | undefined;
  const gauge = new Gauge({
    name: 'otklik_invitations',
    help: 'Invitations made within the last 24 hours, by the status that they have now. Of the whole database: every node says the same.',
    labelNames: ['status'],
    registers: [metrics.registry],
    collect: async () => {
      const at = now().getTime();
      if (countedAt !== undefined && at - countedAt < KEPT_MS) return;
      countedAt = at;
      try {
        const counts = await countedSince(new Date(at - WINDOW_MS), database);
        for (const status of InvitationStatus.options) gauge.set({ status }, counts[status] ?? 0);
      } catch (error) {
        // All else can be told without the database, and then more than ever: no figure is better than an old one.
        gauge.reset();
        log.warn({ err: error }, 'the invitations could not be counted');
      }
    },
  });
}

/** Project by project, because the index begins with them. */
async function countedSince(
  since: Date,
  { db }: World['database'],
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ readonly status: string; readonly count: string }>`
    select recent.status, count(*) as count
    from projects
    join invitations recent
      on recent.project_id = projects.id and recent.created_at > ${since.toISOString()}
    group by recent.status`.execute(db);
  return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
}
