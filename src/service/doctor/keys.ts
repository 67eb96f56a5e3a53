/** Keys that nobody uses, that end soon, or that have lived for long. */
import type { Kysely } from 'kysely';

import type { Check } from '../../protocol/index.ts';
import type { Tables } from '../database/types.ts';
import { daysSince, fail, ok, plural, warn } from './checks.ts';

const SOON_DAYS = 14;
const UNUSED_DAYS = 90;
const OLD_DAYS = 365;

interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

export async function checkKeys(
  project: string,
  caller: string,
  db: Kysely<Tables>,
  now: Date,
): Promise<Check[]> {
  const keys = await db
    .selectFrom('api_keys')
    .select(['id', 'name', 'created_at', 'expires_at', 'last_used_at'])
    .where('project_id', '=', project)
    .where('revoked_at', 'is', null)
    .execute();
  const signing = await db
    .selectFrom('signing_keys')
    .select(['kid', 'owner', 'created_at'])
    .where('project_id', '=', project)
    .where('revoked_at', 'is', null)
    .execute();
  const faults = [
    ...keys.flatMap((key) => faultOf(key, now) ?? []),
    ...signing.flatMap(({ kid, owner, created_at }) => oldSigningKey(kid, owner, created_at, now)),
  ];
  const count = `${plural(keys.length, 'API key')} and ${plural(signing.length, 'signing key')}`;
  const told =
    faults.length > 0 ? faults : [ok('keys', `${count}, none old, unused or ending soon.`)];
  return keys.length === 0 && caller === 'root' ? [...told, rootOnly] : told;
}

const rootOnly = warn(
  'keys',
  'There is no API key but the root key, which may do everything.',
  'Give each system a key of its own: "otklik keys create --name shop --scope tokens:mint".',
);

function faultOf(key: ApiKey, now: Date): Check | undefined {
  const named = `${key.id} "${key.name}"`;
  const left = key.expires_at === null ? undefined : -daysSince(key.expires_at, now);
  if (left !== undefined && left <= 0) {
    const finding = `${named} has expired; whoever still has it is refused.`;
    return warn(
      'keys',
      finding,
      `Give that system a new one, then "otklik keys revoke ${key.id}".`,
    );
  }
  if (left !== undefined && left <= SOON_DAYS) {
    return warn(
      'keys',
      `${named} ends in ${plural(left, 'day')}.`,
      'Give that system a new one before.',
    );
  }
  const unused = daysSince(key.last_used_at ?? key.created_at, now);
  if (unused >= UNUSED_DAYS) {
    const never =
      key.last_used_at === null ? 'was never used since it was made' : 'was not used for';
    const finding = `${named} ${never}${key.last_used_at === null ? ',' : ''} ${plural(unused, 'day')}${key.last_used_at === null ? ' ago' : ''}.`;
    return warn('keys', finding, `If nobody needs it: "otklik keys revoke ${key.id}".`);
  }
  const age = daysSince(key.created_at, now);
  if (age < OLD_DAYS) return undefined;
  return warn(
    'keys',
    `${named} is ${plural(age, 'day')} old.`,
    'Make another, switch, revoke this one.',
  );
}

function oldSigningKey(kid: string, owner: string, createdAt: string, now: Date): Check[] {
  const age = daysSince(createdAt, now);
  if (age < 0) {
    const finding = `The signing key ${kid} was made in time to come.`;
    return [fail('keys', finding, 'A clock was wrong, or is.')];
  }
  if (age < OLD_DAYS) return [];
  const finding = `The signing key ${kid} (${owner === 'service' ? "the service's" : 'yours'}) is ${plural(age, 'day')} old.`;
  return [warn('keys', finding, 'Rotate it: docs/operating.md, "Keys".')];
}
