import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answer } from '../testing/answer.ts';
import { freshDatabase } from '../testing/database.ts';
import type { Database } from './database.ts';

const suite = describe.runIf((process.env['OTKLIK_TEST_DATABASE'] ?? 'pglite') === 'pglite');

suite('the prepared statements of PGlite', () => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  async function read<Row>(text: string): Promise<readonly Row[]> {
    return (await sql.raw<Row>(text).execute(database.db)).rows;
  }

  async function kept(): Promise<number | undefined> {
    return (await read<{ n: number }>('select count(*) as n from pg_prepared_statements'))[0]?.n;
  }

  test('more different ones than are kept all give their own answer, again and again', async () => {
    for (const round of [1, 2]) {
      for (let n = 0; n < 300; n += 1) {
        expect(await read(`select ${n} as n, ${round} as round`)).toEqual([{ n, round }]);
      }
    }
    expect(await kept()).toBeLessThanOrEqual(200);
  });

  test('very long ones are not kept', async () => {
    const before = await kept();
    await read(`select '${'x'.repeat(25_000)}' as long`);
    expect(await kept()).toBe(before);
  });

  test('one that fails, when it is prepared or when it runs, stands in nobody\u2019s way', async () => {
    await expect(read('select nonsense')).rejects.toMatchObject({ code: '42703' });
    const divide = (by: number) =>
      sql<{ n: number }>`select 10 / ${by}::int as n`.execute(database.db);
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
    expect((await divide(5)).rows).toEqual([{ n: 2 }]);
  });

  test('one that was first run in a transaction that failed can be run again', async () => {
    const row = answer();
    const store = (fails: boolean) =>
      database.write(async (trx) => {
        await trx.insertInto('responses').values(row).execute();
        if (fails) throw new Error('no');
      });
    await expect(store(true)).rejects.toThrow('no');
    await store(false);
    const rows = await database.db.selectFrom('responses').select('id').execute();
    expect(rows).toEqual([{ id: row.id }]);
  });

  test('one whose table has changed its columns shows the new ones', async () => {
    const alter = (text: string) => database.write((trx) => sql.raw(text).execute(trx));
    await alter('create table growing (a int)');
    await alter('insert into growing values (1)');
    const all = () => database.db.selectFrom(sql<{ a: number }>`growing`.as('g')).selectAll();
    expect(await all().execute()).toEqual([{ a: 1 }]);
    await alter('alter table growing add column b int default 2');
    await expect(all().execute()).resolves.toEqual([{ a: 1, b: 2 }]);
  });

  test('one that was planned for a small table uses the index when the table has grown', async () => {
    const change = (text: string) => database.write((trx) => sql.raw(text).execute(trx));
    const wholeReads = async (): Promise<number | undefined> => {
      await read('select pg_stat_force_next_flush()');
      const [row] = await read<{ n: number }>(
        "select seq_scan as n from pg_stat_user_tables where relname = 'growing'",
      );
      return row?.n;
    };
    const find = () => sql`select id from growing where id = ${1}`.execute(database.db);
    const findOften = async (times: number): Promise<void> => {
      for (let turn = 0; turn < times; turn += 1) await find();
    };
    await change('create table growing (id int primary key)');
    await change('insert into growing values (1)');
    await change('analyze growing');
    await findOften(20);
    const small = (await wholeReads()) ?? 0;
    expect(small).toBeGreaterThanOrEqual(20);
    await change('insert into growing select generate_series(2, 5000)');
    await findOften(1000);
    const grown = await wholeReads();
    await findOften(20);
    expect(await wholeReads()).toBe(grown);
  });
});
