/** Forgets what has served its time: neither can a token be used nor a request repeated after it. */
import { LIMITS } from '../../protocol/index.ts';
import { sweepPlaces } from '../asking/quotas.ts';
import { sweepDeliveries } from '../deliveries/erasure.ts';
import { sweepFiles } from '../files/sweep-files.ts';
import { sweepLog } from '../scenarios/automation-log.ts';
import { sweepResponses } from '../respondents/retention.ts';
import type { World } from '../world.ts';
import { sweepSignals } from './signals.ts';

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** A client repeats a request for minutes; a month covers a queue that somebody found again. */
const IDEMPOTENCY_DAYS = 30;

export const UPKEEP_EVERY_MS = 60 * 60 * 1000;

/**
 * Deletes used-up tokens that would be refused as expired anyway, old remembered answers, and files that no
 * response came to name.
 */
export async function upkeep({ database, log, now }: World): Promise<void> {
  const time = now().getTime();
  const tokensUntil = new Date(time - 2 * LIMITS.clockToleranceSeconds * 1000).toISOString();
  const answersUntil = new Date(time - IDEMPOTENCY_DAYS * MS_PER_DAY).toISOString();
  try {
    await database.write(async (trx) => {
      await trx.deleteFrom('sessions').where('expires_at', '<', tokensUntil).execute();
      await sweepSignals(trx, now());
      await sweepLog(trx, now());
      await sweepPlaces(trx, now());
      await sweepDeliveries(trx, now());
      await trx.deleteFrom('hook_messages').where('created_at', '<', answersUntil).execute();
      await trx.deleteFrom('idempotency_keys').where('created_at', '<', answersUntil).execute();
    });
    await sweepFiles({ database, now });
    await sweepResponses({ database, now });
  } catch (error) {
    // It is tried again within the hour, and nothing depends on it.
    log.warn({ err: error }, 'the upkeep of the database failed');
  }
}
