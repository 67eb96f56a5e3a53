import { randomUUID } from 'node:crypto';
import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { type Database, silentLogger } from '../database/database.ts';
import { pgliteDatabase } from '../database/pglite.ts';
import { openPostgres } from '../database/postgres.ts';
import { parsers } from '../database/values.ts';

/**
 * An empty database with all tables, nobody else's. OTKLIK_TEST_DATABASE says which kind: `pglite`
 * (in memory; the default) or `postgres` (a database of its own on the server at
 * OTKLIK_TEST_POSTGRES_URL, dropped by `close`).
 */
export async function freshDatabase(): Promise<Database> {
  switch (process.env['OTKLIK_TEST_DATABASE'] ?? 'pglite') {
    case 'pglite':
      return freshPglite();
    case 'postgres':
      return freshPostgres();
    default:
      throw new Error('OTKLIK_TEST_DATABASE is neither pglite nor postgres.');
  }
}

async function freshPglite(): Promise<Database> {
  const loadDataDir = (await storedTemplate()) ?? (await makeTemplate());
  const pglite = await PGlite.create({ loadDataDir, parsers });
  return pgliteDatabase(pglite, { logger: silentLogger });
}

/**
 * Making an empty PGlite takes seconds, loading one a fraction of that: the first test on a machine
 * makes it and leaves a copy in the temporary folder, named by PGlite's version.
 */
const templatePath = join(tmpdir(), `otklik-pglite-${pgliteVersion()}.tar`);

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = join(dirname(entry), '../package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

async function storedTemplate(): Promise<Blob | undefined> {
  return existsSync(templatePath) ? openAsBlob(templatePath) : undefined;
}

async function makeTemplate(): Promise<Blob> {
  const pglite = await PGlite.create();
  const template = await pglite.dumpDataDir('none');
  await pglite.close();
  // Several test files may do this at once: each renames a whole file into the place.
  const draft = `${templatePath}.${randomUUID()}`;
  await writeFile(draft, Buffer.from(await template.arrayBuffer()));
  await rename(draft, templatePath);
  return template;
}

async function freshPostgres(): Promise<Database> {
  const server = process.env['OTKLIK_TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('OTKLIK_TEST_POSTGRES_URL names no server.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  const database = await openPostgres({ url: url.href, logger: silentLogger });
  return {
    ...database,
    close: async () => {
      await database.close();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
