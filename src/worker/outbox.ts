/**
 * Answers that wait on this device, sent although no page is open. The same courier as in pages, under the same
 * locks; what both send all the same is stored once.
 */
import { Courier } from '../widget/courier.ts';
import { isPending } from '../widget/record.ts';
import type { OutboxRecord } from '../widget/record.ts';
import { databaseName, storedProjects } from '../widget/stored.ts';
import { indexedDbStore } from '../widget/store/indexed-db-store.ts';
import { Outbox } from '../widget/store/outbox.ts';

export const OUTBOX_SYNC = 'otklik-outbox';

/** Rejects while something is left that may go later. */
export async function deliverOutbox(): Promise<void> {
  const projects = new Set(await storedProjects());
  const left = await Promise.all([...projects].map(deliverProject));
  if (left.some(Boolean)) throw new Error('Some answers wait for a better time.');
}

/** Resolves with whether something is left. */
async function deliverProject(project: string): Promise<boolean> {
  const outbox = new Outbox([indexedDbStore(databaseName(project))]);
  try {
    const waiting = (await outbox.records()).filter(isWaiting);
    const endpoints = new Set(waiting.map(({ endpoint }) => endpoint));
    await Promise.all(
      [...endpoints].map((endpoint) => new Courier(project, endpoint, outbox).wake()),
    );
    return waiting.length > 0 && (await outbox.records()).some(isWaiting);
  } finally {
    outbox.close();
  }
}

/** What was refused waits for a session, which takes a page. */
function isWaiting(record: OutboxRecord): boolean {
  return isPending(record) && record.parked === undefined;
}
