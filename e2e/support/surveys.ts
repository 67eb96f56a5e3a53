import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { OtklikClient } from 'otklik/backend';
import { SurveyContent } from 'otklik/protocol';

/** A screen each: a score, a choice, and a comment with an e-mail address. */
export const shortSurvey = join(import.meta.dirname, '../surveys/short.json');

/** Writes a survey file into the project and publishes it; returns its id. */
export async function publishFile(client: OtklikClient, file: string): Promise<string> {
  const { id, ...content } = JSON.parse(await readFile(file, 'utf8')) as { id: string };
  await client.putSurvey({ id, draft: SurveyContent.parse(content) });
  await client.publishSurvey({ id });
  return id;
}
