/** Whether credentials of push services lie open in the database, and whether a push service refuses them. */
import type { Kysely } from 'kysely';

import type { Check } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { isSealed } from '../push/sealed-secrets.ts';
import { ok, plural, warn } from './checks.ts';

export async function checkPush(project: string, db: Kysely<Tables>): Promise<Check[]> {
  const rows = await db
    .selectFrom('push_channels')
    .select(['channel', 'secrets', 'stopped_at', 'stopped_because'])
    .where('project_id', '=', project)
    .orderBy('channel')
    .execute();
  const open = rows.filter(({ secrets }) => !isSealed(secrets)).map(({ channel }) => channel);
  const stopped = rows.filter(({ stopped_at }) => stopped_at !== null);
  const faults = [
    ...stopped.map(({ channel, stopped_because }) =>
      warn(
        'push',
        `The push service of "${channel}" refuses the credentials (${stopped_because}).`,
        `PUT /v1/push-channels/${channel} with new ones; what waits is sent then.`,
      ),
    ),
    ...(open.length === 0
      ? []
      : [
          warn(
            'push',
            `The credentials of ${open.join(', ')} lie open in the database.`,
            'Set OTKLIK_SECRET_KEY, start again, and PUT the channels anew.',
          ),
        ]),
  ];
  const finding = `${plural(rows.length, 'push channel')}, none stopped, all credentials sealed.`;
  return faults.length > 0 ? faults : [ok('push', finding)];
}
