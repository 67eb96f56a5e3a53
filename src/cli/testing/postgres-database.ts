import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** When the suite runs on PostgreSQL: an empty database of its own there. Undefined: use the folder. */
export async function freshDatabaseUrl(): Promise<
  { url: string; drop(): Promise<void> } | undefined
> {
  const server = process.env['OTKLIK_TEST_POSTGRES_URL'];
  if (process.env['OTKLIK_TEST_DATABASE'] !== 'postgres' || server === undefined) return undefined;
  const name = `cli_${randomUUID().replaceAll('-', '')}`;
  const onServer = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`) };
}
