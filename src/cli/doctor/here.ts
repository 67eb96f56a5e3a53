/** A service that does not answer: what its data folder on this machine tells. */
import { resolve } from 'node:path';

import type { Check } from '../../protocol/index.ts';
import { onThisMachine } from '../on-this-machine.ts';
import type { World } from '../world.ts';

export async function examineHere(url: string, { env }: World): Promise<readonly Check[]> {
  const { hostname } = new URL(url);
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (!isHere) return [];
  let checks: readonly Check[] = [];
  await onThisMachine(env, async (_parts, { databaseUrl, dataDir }) => {
    if (databaseUrl !== undefined) return;
    const { checkIdleFolder } = await import('../../service/doctor/folder.ts');
    checks = await checkIdleFolder(resolve(dataDir ?? 'data'));
  });
  return checks;
}
