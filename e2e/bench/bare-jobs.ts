/** pg-boss with nothing around it, and jobs that do nothing. */
import { PgBoss } from 'pg-boss';

export interface BareJobs {
  readonly url: string;
  readonly jobs: number;
  /** In one statement of queueing, and of taking. */
  readonly atOnce: number;
}

/** So many queue, and as many take, at the same time. */
const AT_THE_SAME_TIME = 4;

/** @returns jobs per second, from the first that is queued to the last that is done */
export async function bareJobs({ url, jobs, atOnce }: BareJobs): Promise<number> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue('bench');
  let queued = 0;
  const queue = async (): Promise<void> => {
    while (queued < jobs) {
      const size = Math.min(atOnce, jobs - queued);
      queued += size;
      if (atOnce === 1) await boss.send('bench', { respondent: `r${queued}` });
      else await boss.insert('bench', Array.from({ length: size }, jobOf));
    }
  };
  let done = 0;
  const take = async (): Promise<void> => {
    while (done < jobs) {
      const batch = await boss.fetch('bench', { batchSize: atOnce });
      if (batch.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        continue;
      }
      await boss.complete('bench', batch);
      done += batch.length;
    }
  };
  const started = performance.now();
  const takers = Promise.all(Array.from({ length: AT_THE_SAME_TIME }, take));
  await Promise.all(Array.from({ length: AT_THE_SAME_TIME }, queue));
  await takers;
  const perSecond = jobs / ((performance.now() - started) / 1000);
  await boss.stop({ graceful: false });
  return perSecond;
}

function jobOf(_: unknown, one: number) {
  return { data: { respondent: `r${one}` } };
}
