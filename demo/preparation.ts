import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { OtklikClient } from 'otklik/backend';
import { SurveyContent } from 'otklik/protocol';

const surveysFolder = join(import.meta.dirname, '../examples/surveys');

/** What an integrator does once: publish the surveys, and make a key for the shop's backend. */
export async function prepareProject(root: OtklikClient): Promise<string> {
  for (const file of ['delivery.json', 'feature.json']) await publish(root, file);
  return createShopKey(root);
}

/** An unchanged survey keeps its version, so this may run at every start. */
async function publish(root: OtklikClient, file: string): Promise<void> {
  const text = await readFile(join(surveysFolder, file), 'utf8');
  const { id, ...content } = JSON.parse(text) as { id: string };
  await root.putSurvey({ id, draft: SurveyContent.parse(content) });
  await root.publishSurvey({ id });
}

/** Only what the shop needs. A secret is shown once: rather than keep it, each start makes its own. */
async function createShopKey(root: OtklikClient): Promise<string> {
  const name = 'demo shop';
  for await (const key of root.listKeys.all()) {
    if (key.name === name && key.revokedAt === null) await root.revokeKey({ id: key.id });
  }
  const { secret } = await root.createKey({ name, scopes: ['tokens:mint', 'responses:read'] });
  return secret;
}
