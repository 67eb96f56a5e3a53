/** `GET /v1/doctor`: what there is to see from inside. What only the outside sees, the command adds. */
import { resolve } from 'node:path';

import type { Check } from '../../protocol/index.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import { packageVersion } from '../package-version.ts';
import type { World } from '../world.ts';
import { attempt, ok } from './checks.ts';
import { checkClocks } from './clocks.ts';
import { checkDurability } from './durability.ts';
import { checkOwnFolder } from './folder.ts';
import { checkKeys } from './keys.ts';
import { checkOrigins } from './origins.ts';
import { checkFront } from './proxies.ts';
import type { Front } from './proxies.ts';
import { checkPush } from './push-secrets.ts';
import { checkQueues } from './queues.ts';
import { checkMigrations } from './tables.ts';
import { checkWidget } from './widget-files.ts';

/** How this service was started. */
export interface Surroundings extends Front {
  /** Of the embedded database; undefined where there is none. */
  readonly dataDir: string | undefined;
  readonly publicDir: string;
}

const DATABASE_AWAY = 'See that the database answers; /readyz tells when it does.';

export function doctorHandlers(
  { dataDir, publicDir, ...front }: Surroundings,
  { database, now }: World,
): Pick<PrivateHandlers, 'examineService'> {
  return {
    examineService: async ({ project, caller, db, way }) => {
      const groups: readonly (readonly Check[])[] = [
        await attempt('durability', DATABASE_AWAY, () => checkDurability(project, database)),
        await attempt('migrations', DATABASE_AWAY, () => checkMigrations(database)),
        await attempt('lock', 'See that the folder is there.', async () =>
          dataDir === undefined
            ? [ok('disk', "The data is on PostgreSQL's machine: watch its disk there.")]
            : checkOwnFolder(resolve(dataDir)),
        ),
        await attempt('quarantine', DATABASE_AWAY, () => checkQueues(project, db, now())),
        await attempt('clocks', DATABASE_AWAY, () => checkClocks(database, now)),
        await attempt('origins', DATABASE_AWAY, () => checkOrigins(project, db)),
        await attempt('keys', DATABASE_AWAY, () => checkKeys(project, caller.key, db, now())),
        await attempt('push', DATABASE_AWAY, () => checkPush(project, db)),
        await attempt('widget', 'Install the package again.', () => checkWidget(publicDir)),
        checkFront(way, front),
      ];
      return {
        version: packageVersion,
        database: database.kind,
        time: now().toISOString(),
        checks: groups.flat(),
      };
    },
  };
}
