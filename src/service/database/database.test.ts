import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answer } from '../testing/answer.ts';
import { freshDatabase } from '../testing/database.ts';
import type { Database } from './database.ts';
import { toJson } from './json.ts';
import { migrate } from './migrate.ts';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

const store = (row = answer()) =>
  database.write((trx) => trx.insertInto('responses').values(row).execute());
const stored = () => database.db.selectFrom('responses').selectAll().execute();

describe('writing', () => {
  test('what was written can be read', async () => {
    const row = answer({ respondent: 'customer-42' });
    await store(row);
    const [found] = await stored();
    expect(found).toMatchObject({ id: row.id, respondent: 'customer-42', revision: 1 });
  });

  test('work that fails leaves nothing behind, and its error comes out', async () => {
    const failure = new Error('no');
    const write = database.write(async (trx) => {
      await trx.insertInto('responses').values(answer()).execute();
      throw failure;
    });
    await expect(write).rejects.toBe(failure);
    expect(await stored()).toEqual([]);
  });

  test('a query that fails inside of the work undoes all of it', async () => {
    const row = answer();
    const write = database.write(async (trx) => {
      await trx.insertInto('responses').values(row).execute();
      await trx.insertInto('responses').values(row).execute();
    });
    await expect(write).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toEqual([]);
  });

  test('an error that the work swallowed does not count as written', async () => {
    const row = answer();
    const write = database.write(async (trx) => {
      await trx.insertInto('responses').values(row).execute();
      await trx
        .insertInto('responses')
        .values(row)
        .execute()
        .catch(() => undefined);
    });
    await expect(write).rejects.toThrow();
    expect(await stored()).toEqual([]);
  });

  test('two hundred writers at once all get through', async () => {
    await Promise.all(Array.from({ length: 200 }, () => store()));
    expect(await stored()).toHaveLength(200);
  });

  test('the same response stored twice at once is one row', async () => {
    const row = answer();
    const once = () =>
      database.write((trx) =>
        trx
          .insertInto('responses')
          .values(row)
          .onConflict((conflict) => conflict.columns(['project_id', 'id']).doNothing())
          .executeTakeFirst(),
      );
    const results = await Promise.all(Array.from({ length: 20 }, once));
    expect(
      results.filter(({ numInsertedOrUpdatedRows }) => numInsertedOrUpdatedRows === 1n),
    ).toHaveLength(1);
    expect(await stored()).toHaveLength(1);
  });

  test('a transaction that the database rolled back is run again', async () => {
    let runs = 0;
    await database.write(async (trx) => {
      runs += 1;
      await trx.insertInto('responses').values(answer()).execute();
      if (runs < 3)
        await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(trx);
    });
    expect(runs).toBe(3);
    expect(await stored()).toHaveLength(1);
  });

  test('it is not run again for ever', async () => {
    let runs = 0;
    const write = database.write(async (trx) => {
      runs += 1;
      await sql`do $$ begin raise exception 'again' using errcode = '40P01'; end $$`.execute(trx);
    });
    await expect(write).rejects.toMatchObject({ code: '40P01' });
    expect(runs).toBe(5);
  });
});

describe('writing by one statement', () => {
  const insert = (row = answer()) =>
    database.writeStatement((db) => db.insertInto('responses').values(row).returning('id'));

  test('it resolves with the rows that the statement returns', async () => {
    const row = answer();
    expect(await insert(row)).toEqual([{ id: row.id }]);
    expect(await stored()).toMatchObject([{ id: row.id }]);
  });

  test('what fails leaves nothing behind, and its error comes out', async () => {
    const row = answer();
    await insert(row);
    await expect(insert(row)).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toHaveLength(1);
  });

  test('it is run again when the database asks for that, and not for ever', async () => {
    const failing = `create function otklik_again() returns text language plpgsql as
      $$ begin raise exception 'again' using errcode = '40001'; end $$`;
    await database.write((trx) => sql.raw(failing).execute(trx));
    const refusedUntil = (run: number) => {
      let runs = 0;
      return database.writeStatement((db) => {
        runs += 1;
        const id = runs < run ? sql<string>`otklik_again()` : 'stored';
        return db
          .insertInto('responses')
          .values({ ...answer(), id })
          .returning('id');
      });
    };
    expect(await refusedUntil(3)).toEqual([{ id: 'stored' }]);
    await expect(refusedUntil(6)).rejects.toMatchObject({ code: '40001' });
  });

  test('inside of a transaction it is refused instead of waiting for ever', async () => {
    await expect(database.write(() => insert())).rejects.toMatchObject({ code: 'misused' });
    expect(await stored()).toEqual([]);
  });
});

describe('mistakes of the calling code', () => {
  test('writing through the reading side is refused', async () => {
    const insert = database.db.insertInto('responses').values(answer()).execute();
    await expect(insert).rejects.toMatchObject({ code: 'misused' });
    expect(await stored()).toEqual([]);
  });

  test('reading around the transaction is refused instead of waiting for ever', async () => {
    await expect(database.write(stored)).rejects.toMatchObject({ code: 'misused' });
    await expect(database.write(() => store())).rejects.toMatchObject({ code: 'misused' });
  });

  test('after the transaction the reading side is free again', async () => {
    const read = Promise.withResolvers<void>();
    let afterwards: Promise<unknown> | undefined;
    await database.write(async () => {
      afterwards = read.promise.then(stored);
    });
    read.resolve();
    await expect(afterwards).resolves.toEqual([]);
  });
});

describe('values', () => {
  test('a time is RFC 3339 in UTC with milliseconds', async () => {
    await store(answer({ created_at: '2026-01-31T12:15:00.5+03:00', completed_at: null }));
    const [row] = await stored();
    expect(row?.created_at).toBe('2026-01-31T09:15:00.500Z');
    expect(row?.completed_at).toBeNull();
  });

  test('JSON comes back as what it was: objects, lists, texts', async () => {
    const document = { answers: ['a', 1, null, { deep: true }] };
    await store(
      answer({ document: toJson(document), variables: toJson(['x']), questions: toJson('text') }),
    );
    expect((await stored())[0]).toMatchObject({ document, variables: ['x'], questions: 'text' });
  });

  test('an answer with characters that PostgreSQL refuses is not lost', async () => {
    await store(answer({ document: toJson({ text: 'nul \0 half \uD800' }) }));
    expect((await stored())[0]?.document).toEqual({ text: 'nul \uFFFD half \uFFFD' });
  });

  test('counts and averages are numbers', async () => {
    await Promise.all([store(answer({ revision: 1 })), store(answer({ revision: 2 }))]);
    const row = await database.db
      .selectFrom('responses')
      .select(({ fn }) => [fn.countAll().as('count'), fn.avg('revision').as('mean')])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ count: 2, mean: 1.5 });
  });

  test('a number that JavaScript cannot hold is an error, not another number', async () => {
    const query = sql`select 9007199254740993::bigint as big`.execute(database.db);
    await expect(query).rejects.toThrow(RangeError);
  });
});

describe('the tables', () => {
  test('every table has project_id first in its primary key', async () => {
    const { rows } = await sql<{ table: string; first: string }>`
      select c.relname as table, a.attname as first
      from pg_index i
      join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      join pg_namespace n on n.oid = c.relnamespace
      where i.indisprimary and n.nspname = 'public' and c.relname not like 'kysely%'`.execute(
      database.db,
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(
      rows.filter(({ table, first }) => first !== (table === 'projects' ? 'id' : 'project_id')),
    ).toEqual([]);
  });

  test('every unique index begins with project_id, as a distributed database wants it', async () => {
    const { rows } = await sql<{ name: string }>`
      select indexname as name from pg_indexes
      where schemaname = 'public' and tablename not like 'kysely%' and tablename <> 'projects'
        and indexdef like 'CREATE UNIQUE%' and indexdef not like '%(project_id%'`.execute(
      database.db,
    );
    expect(rows).toEqual([]);
  });

  test('the same bad payload is kept once', async () => {
    const row = (id: string) => ({
      project_id: 'prj_shop',
      id,
      response_id: 'r',
      survey_id: 's',
      version: 1,
      grant_hash: 'g',
      reason: 'invalid',
      payload: toJson({}),
      errors: toJson([]),
      content_hash: 'h',
      created_at: '2026-01-31T09:15:00.000Z',
    });
    const keep = (id: string) =>
      database.write((trx) =>
        trx
          .insertInto('quarantine')
          .values(row(id))
          .onConflict((conflict) =>
            conflict.columns(['project_id', 'response_id', 'content_hash']).doNothing(),
          )
          .execute(),
      );
    await keep('q1');
    await keep('q2');
    expect(await database.db.selectFrom('quarantine').select('id').execute()).toEqual([
      { id: 'q1' },
    ]);
  });

  test('migrating again changes nothing', async () => {
    expect(await migrate(database.db)).toEqual([]);
  });
});

describe('closing', () => {
  test('a closed database says so', async () => {
    await database.close();
    await expect(store()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(stored()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(database.ping()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a write in progress is finished first', async () => {
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const writing = database.write(async (trx) => {
      begun.resolve();
      await go.promise;
      await trx.insertInto('responses').values(answer()).execute();
    });
    await begun.promise;
    const closing = database.close();
    go.resolve();
    await expect(writing).resolves.toBeUndefined();
    await closing;
  });
});
