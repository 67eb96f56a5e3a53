/** The database with its writes measured. */
import type { Database } from '../database/database.ts';
import type { Metrics } from './metrics.ts';

export function timedDatabase(
  database: Database,
  { writeSeconds }: Pick<Metrics, 'writeSeconds'>,
): Database {
  async function timed<T>(write: () => Promise<T>): Promise<T> {
    const end = writeSeconds.startTimer();
    try {
      return await write();
    } finally {
      end();
    }
  }
  return {
    kind: database.kind,
    db: database.db,
    write: (work) => timed(() => database.write(work)),
    writeStatement: (statement) => timed(() => database.writeStatement(statement)),
    execute: (text, values) => database.execute(text, values),
    settle: () => database.settle(),
    ping: () => database.ping(),
    close: () => database.close(),
  };
}
