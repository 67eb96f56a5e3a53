import type { OtklikClient } from 'otklik/backend';
import type { StoredResponse } from 'otklik/protocol';

const dayMs = 24 * 60 * 60 * 1000;

/** The answers of the last day, newest first. */
export async function recentResponses(
  client: OtklikClient,
  now: () => number = Date.now,
): Promise<StoredResponse[]> {
  const since = new Date(now() - dayMs).toISOString();
  const responses: StoredResponse[] = [];
  for await (const response of client.listResponses.all({ since, limit: 500 })) {
    responses.push(response);
  }
  return responses.reverse();
}
