/** An empty database for each run, on the server that it has to itself. */
import { Client } from 'pg';

let databases = 0;

/** @returns its address */
export async function benchDatabase(server: string): Promise<string> {
  databases += 1;
  const name = `bench_${databases}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}
