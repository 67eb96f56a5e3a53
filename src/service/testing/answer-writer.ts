/**
 * A process of its own, to be killed: `node answer-writer.ts <dataDir>` stores one answer after the
 * other and prints each one's id once `write` has acknowledged it.
 */
import { writeSync } from 'node:fs';
import { openDatabase } from '../database/open.ts';
import { answer } from './answer.ts';

const database = await openDatabase({ dataDir: process.argv[2] ?? '' });
for (;;) {
  const row = answer();
  // oxlint-disable-next-line no-await-in-loop
  await database.write((trx) => trx.insertInto('responses').values(row).execute());
  writeSync(1, `${row.id}\n`);
}
