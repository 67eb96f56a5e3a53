/**
 * A service in a process of its own: `node killable-service.ts <data folder> [kill | kill-file]`. It prints its
 * port. With `kill` it dies like after a power cut as soon as the first response is stored, unacknowledged;
 * with `kill-file` when the second piece of a file is.
 */
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { startService } from '../listen.ts';
import { ROOT_KEY, SHOP } from './service.ts';

const [dataDir = '', mode] = process.argv.slice(2);
const database = await openDatabase({ dataDir });

async function isTime(): Promise<boolean> {
  const { db } = database;
  if (mode === 'kill') return (await db.selectFrom('responses').select('id').execute()).length > 0;
  if (mode !== 'kill-file') return false;
  return (await db.selectFrom('file_pieces').select('start').execute()).length > 1;
}

async function thenDie<T>(written: Promise<T>): Promise<T> {
  const result = await written;
  if (await isTime()) process.kill(process.pid, 'SIGKILL');
  return result;
}

const deadly: Database = {
  ...database,
  write: (work) => thenDie(database.write(work)),
  writeStatement: (statement) => thenDie(database.writeStatement(statement)),
};

const service = await startService({
  database: deadly,
  port: 0,
  hostname: '127.0.0.1',
  rootKey: ROOT_KEY,
  origins: [SHOP],
  logLevel: 'silent',
  publicDir: '/nowhere',
});
process.stdout.write(`${service.port}\n`);
process.once('SIGTERM', () => void service.stop());
