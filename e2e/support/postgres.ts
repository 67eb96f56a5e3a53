import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

/** An empty database on the PostgreSQL server of the run; undefined when the run is on the embedded one. */
export async function freshPostgres(): Promise<
  { readonly url: string; drop(): Promise<void> } | undefined
> {
  if (process.env['OTKLIK_TEST_DATABASE'] !== 'postgres') return undefined;
  const server = process.env['OTKLIK_TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('OTKLIK_TEST_POSTGRES_URL names no PostgreSQL server.');
  const name = `otklik_e2e_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database ${name} with (force)`) };
}

async function run(server: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
