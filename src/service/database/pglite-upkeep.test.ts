import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answer } from '../testing/answer.ts';
import { freshDatabase } from '../testing/database.ts';
import { type Database, silentLogger } from './database.ts';
import { pgliteUpkeep } from './pglite-upkeep.ts';

const suite = describe.runIf((process.env['OTKLIK_TEST_DATABASE'] ?? 'pglite') === 'pglite');

suite('the upkeep of PGlite', () => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase();
    await database.write(async (trx) => {
      await trx
        .insertInto('responses')
        .values(Array.from({ length: 200 }, () => answer()))
        .execute();
    });
    await database.write((trx) => trx.updateTable('responses').set({ revision: 2 }).execute());
  });
  afterEach(() => database.close());

  /** Where the last checkpoint began, and how often the responses were cleaned up. */
  async function state(): Promise<{ checkpoint: string; cleanings: number }> {
    const { rows } = await sql<{ checkpoint: string; cleanings: number }>`
      select redo_lsn::text as checkpoint, vacuum_count as cleanings
      from pg_control_checkpoint(), pg_stat_user_tables where relname = 'responses'`.execute(
      database.db,
    );
    return rows[0]!;
  }

  test('after enough log it checkpoints and cleans up replaced rows', async () => {
    const before = await state();
    const upkeep = pgliteUpkeep(database.db, silentLogger, { logBytes: 100n });
    upkeep.after('0/1000');
    upkeep.after('0/1064');
    await upkeep.done();
    const after = await state();
    expect(after.checkpoint).not.toBe(before.checkpoint);
    expect(after.cleanings).toBe(before.cleanings + 1);
  });

  test('before that it leaves the database alone', async () => {
    const before = await state();
    const upkeep = pgliteUpkeep(database.db, silentLogger, { logBytes: 100n });
    upkeep.after('0/1000');
    upkeep.after('0/1063');
    await upkeep.done();
    expect(await state()).toEqual(before);
  });
});
