import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer } from '../testing/answer.ts';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { type Database, silentLogger } from './database.ts';
import { openDatabase } from './open.ts';
import { openPostgres } from './postgres.ts';

// These tests stop and kill servers, so each group has its own.
const suite = describe.runIf(process.env['OTKLIK_TEST_DATABASE'] === 'postgres');

const open = (url: string): Promise<Database> =>
  openDatabase({ url, dataDir: '', logger: silentLogger });
const store = (database: Database) =>
  database.write((trx) => trx.insertInto('responses').values(answer()).execute());

suite('a PostgreSQL that would lose answers', { timeout: 60_000 }, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(['-c', 'fsync=off']);
  });
  afterAll(() => server.stop());

  test('the service does not start with fsync off, and says what to do', async () => {
    const opening = open(server.url);
    await expect(opening).rejects.toMatchObject({ code: 'not_durable' });
    await expect(opening).rejects.toThrow(/set fsync = on in postgresql\.conf/);
  });
});

suite('a PostgreSQL server', { timeout: 60_000 }, () => {
  let server: PostgresServer;
  let database: Database;

  beforeEach(async () => {
    server = await startPostgres();
    database = await open(server.url);
  });
  afterEach(async () => {
    await database.close();
    await server.stop();
  });

  test('the service does not start when its role commits asynchronously', async () => {
    await sql`alter role postgres set synchronous_commit = off`.execute(database.db);
    const opening = open(server.url);
    await expect(opening).rejects.toMatchObject({ code: 'not_durable' });
    await expect(opening).rejects.toThrow(/set synchronous_commit = on/);
  });

  test('when it ends the connections, a write in progress is not acknowledged, and the next one works', async () => {
    const write = database.write(async (trx) => {
      await trx.insertInto('responses').values(answer()).execute();
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
    });
    await expect(write).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 5_000 });
    await store(database);
    expect(await database.db.selectFrom('responses').select('id').execute()).toHaveLength(1);
  });

  test('when idle connections are cut, nothing crashes and the next write works', async () => {
    await Promise.all(Array.from({ length: 8 }, () => store(database)));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'otklik' and pid <> pg_backend_pid()`.execute(database.db);
    await vi.waitFor(() => store(database));
  });

  test('when it is stopped, reads and writes say so', async () => {
    await server.stop();
    await expect(store(database)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(database.db.selectFrom('projects').selectAll().execute()).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(database.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(open(server.url)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('when it crashes and recovers, the service recovers with it, without a restart', async () => {
    await store(database);
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where backend_type = 'checkpointer'`.execute(database.db);
    process.kill(rows[0]!.pid, 'SIGKILL');
    await vi.waitFor(() => store(database), { timeout: 20_000, interval: 100 });
    expect(await database.db.selectFrom('responses').select('id').execute()).toHaveLength(2);
  });

  test('when it stands still, nothing is acknowledged, and what comes after is not written into a transaction that was left open', async () => {
    const impatient = await openPostgres({
      url: server.url,
      logger: silentLogger,
      maxConnections: 1,
      answerWithinMs: 300,
    });
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where pid <> pg_backend_pid()`.execute(database.db);
    const pids = [server.pid, ...rows.map(({ pid }) => pid)];

    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await expect(store(impatient)).rejects.toMatchObject({ code: 'unavailable' });
    for (const pid of pids) process.kill(pid, 'SIGCONT');

    const stored = answer();
    await vi.waitFor(() =>
      impatient.writeStatement((db) => db.insertInto('responses').values(stored).returning('id')),
    );
    const kept = await database.db.selectFrom('responses').select('id').execute();
    expect(kept).toEqual([{ id: stored.id }]);
    await impatient.close();
  });

  test('two writes that lock each other out both get through', async () => {
    await store(database);
    await store(database);
    const ids = (await database.db.selectFrom('responses').select('id').execute()).map(
      ({ id }) => id,
    );
    const bothHoldOne = Promise.withResolvers<void>();
    let holders = 0;
    const touchIn = (order: string[]) =>
      database.write(async (trx) => {
        for (const id of order) {
          await trx.updateTable('responses').set({ revision: 2 }).where('id', '=', id).execute();
          holders += 1;
          if (holders === 2) bothHoldOne.resolve();
          await bothHoldOne.promise;
        }
      });
    await Promise.all([touchIn(ids), touchIn(ids.toReversed())]);
    expect(holders).toBeGreaterThan(4);
  });

  test('several nodes may start at once on an empty database', async () => {
    const url = new URL(server.url);
    await sql`create database together`.execute(database.db);
    url.pathname = 'together';
    const nodes = await Promise.all(Array.from({ length: 4 }, () => open(url.href)));
    await Promise.all(nodes.map(store));
    const rows = await nodes[0]!.db.selectFrom('responses').select('id').execute();
    expect(rows).toHaveLength(4);
    await Promise.all(nodes.map((node) => node.close()));
  });
});
