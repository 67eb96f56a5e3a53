/** A computer with one disk, on which the service and its database live. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { createPostgresData } from '../../../scripts/postgres.ts';
import type { PostgresServer } from '../../../scripts/postgres.ts';
import { createTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createDisk } from './disk.ts';
import type { Disk } from './disk.ts';

export interface Machine {
  /**
   * Starts what runs on it, on what the last power cut has left.
   *
   * @throws when the database does not open
   */
  boot(): Promise<TestService>;
  /** The power goes in this instant. Resolves when there is power again. */
  cut(): Promise<void>;
  remove(): Promise<void>;
}

type Settings = Readonly<Record<string, string>>;

/** A page's origin, which the service allows. */
export const SITE = 'https://shop.example.com';

const common: Settings = { OTKLIK_ORIGINS: SITE, OTKLIK_LOG_LEVEL: 'error' };

/** The service as it is by default, with its database in a folder. */
export async function embedded(settings: Settings = {}): Promise<Machine> {
  const disk = createDisk();
  const folder = { OTKLIK_DATA_DIR: join(disk.folder, 'data') };
  return machine(disk, async () => ({ ...settings, ...folder }));
}

/** The control: the same without the service's syncs, as PGlite is by itself. */
export const careless = (): Promise<Machine> => embedded(withoutSyncs);

export const withoutSyncs: Settings = {
  NODE_OPTIONS: `--import=${import.meta.resolve('./careless-disk.ts')}`,
};

/** The service with a PostgreSQL beside it. */
export async function withPostgres(onceUp?: (url: string) => Promise<void>): Promise<Machine> {
  const disk = createDisk(1024);
  const room = await mkdtemp(join(tmpdir(), 'otklik-power-'));
  const data = await createPostgresData(join(disk.folder, 'postgres'), room);
  let server: PostgresServer | undefined;
  const start = async (): Promise<Settings> => {
    server = await data.start();
    await change(server.url, 'alter system reset synchronous_commit');
    return { OTKLIK_DATABASE_URL: server.url };
  };
  const { boot, cut, remove } = machine(disk, start);
  return {
    async boot() {
      const service = await boot();
      await onceUp?.(server?.url ?? '');
      return service;
    },
    cut,
    async remove() {
      await remove();
      await rm(room, { recursive: true });
    },
  };
}

/** @param start what the service needs beside it; resolves with the settings that lead there */
function machine(disk: Disk, start: () => Promise<Settings>): Machine {
  let service: TestService | undefined;
  let cuts = 0;
  return {
    async boot() {
      const power = cuts;
      const next = await createTestService(undefined, { ...common, ...(await start()) });
      if (cuts !== power) throw new Error('The power went before the service could start.');
      service = next;
      await next.start();
      return next;
    },
    async cut() {
      cuts += 1;
      await disk.cut(async () => service?.kill());
      await service?.remove();
    },
    async remove() {
      await service?.remove();
      await disk.remove();
    },
  };
}

/** The control: a commit that does not wait for the disk. */
export const withHastyPostgres = (): Promise<Machine> => withPostgres(makeHasty);

/** The service refuses to start on such a server, so this is done behind its back. */
export const makeHasty = (url: string): Promise<void> =>
  change(url, 'alter system set synchronous_commit = off');

async function change(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}
