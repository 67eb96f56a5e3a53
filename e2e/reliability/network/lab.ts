/** What every trial of the network begins with: the service, a survey in it, and a bad line in front. */
import type { OtklikClient } from 'otklik/backend';
import type { StoredResponse } from 'otklik/protocol';

import { createTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { publishFile, shortSurvey } from '../../support/surveys.ts';
import { offlineMint } from '../../support/tokens.ts';
import type { Mint } from '../../support/tokens.ts';
import type { Row } from '../checker.ts';
import { createFaultyLine } from '../faulty-line.ts';
import type { FaultyLine } from '../faulty-line.ts';

export interface Lab {
  readonly service: TestService;
  readonly line: FaultyLine;
  readonly mint: Mint;
  close(): Promise<void>;
}

/** One respondent after the other from one address: its limits are another trial's. */
const settings = { OTKLIK_RATE_LIMITS: 'off' };

/** @param origins of the pages that may ask */
export async function openLab(origins: readonly string[]): Promise<Lab> {
  const service = await createTestService(undefined, settings);
  try {
    await service.start();
    const { client } = service;
    await publishFile(client, shortSurvey);
    await client.changeProject({ origins: [...origins] });
    const line = await createFaultyLine(service.origin);
    return {
      service,
      line,
      mint: await offlineMint(client),
      async close() {
        await line.close();
        await service.remove();
      },
    };
  } catch (error) {
    await service.remove();
    throw error;
  }
}

export async function storedBy(client: OtklikClient): Promise<readonly StoredResponse[]> {
  const responses: StoredResponse[] = [];
  for await (const response of client.listResponses.all({ limit: 500 })) responses.push(response);
  return responses;
}

/** As the checker reads it. Each order is asked about once. */
export function rowOf({ id, respondent, status, answers, variables }: StoredResponse): Row {
  const values = Object.entries(answers).map(([question, { value }]) => [question, value] as const);
  const occasion = String(variables['orderNumber']?.value);
  return { id, occasion, respondent, status, answers: Object.fromEntries(values) };
}

/** Ids of what the service has set aside. */
export async function quarantinedBy(client: OtklikClient): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of client.listQuarantine.all({ limit: 500 })) ids.push(id);
  return ids;
}
