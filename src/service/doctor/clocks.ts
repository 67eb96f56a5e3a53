/** Whether service and database agree on the time: deadlines, tokens and the order of answers rest on it. */
import { sql } from 'kysely';

import { LIMITS } from '../../protocol/index.ts';
import type { Check } from '../../protocol/index.ts';
import type { Database } from '../database/database.ts';
import { clockCheck } from './clock-check.ts';

export async function checkClocks({ db }: Database, now: () => Date): Promise<Check[]> {
  const before = now().getTime();
  const { rows } = await sql<{
    ms: unknown;
  }>`select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(db);
  const after = now().getTime();
  const apartMs = Number(rows[0]?.ms) - (before + after) / 2;
  return [
    clockCheck("the database's", apartMs, (after - before) / 2, LIMITS.clockToleranceSeconds),
  ];
}
