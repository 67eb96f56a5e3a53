/** The database with its writes measured. */
import type { Database } from '../database/database.ts';
import type { Metrics } from './metrics.ts';

export function timedDatabase(
  database: Database,
  { writeSeconds }: Pick<Metrics, 'writeSeconds'>,
): Database {
  return {
    kind: database.kind,
    db: database.db,
    write: async (work) => {
      const end = writeSeconds.startTimer();
      try {
        return await database.write(work);
      } finally {
        end();
      }
    },
    settle: () => database.settle(),
    ping: () => database.ping(),
    close: () => database.close(),
  };
}
