/** How each push service is reached, as it stands in the database: credentials apart, and sealed. */
import type { Kysely, Selectable } from 'kysely';

import type {
  SendingChannel,
  PushChannelSettings,
  PushChannelState,
} from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { PushChannelsTable, Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import type { World } from '../world.ts';
import type { SealedSecrets } from './sealed-secrets.ts';

export type ChannelRow = Selectable<PushChannelsTable>;

/** The pair with which our messages to browsers are signed (RFC 8292); made by us, for subscriptions hang on it. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

type SettingsOf<Name extends SendingChannel> = Extract<PushChannelSettings, { channel: Name }> &
  (Name extends 'web-push' ? VapidKeys : unknown);

/** With its credentials; for senders only. */
export interface ChannelOf<Name extends SendingChannel> {
  readonly settings: SettingsOf<Name>;
  /** Of these credentials: others have another. */
  readonly key: string;
}

const SECRETS: ReadonlySet<string> = new Set([
  'privateKey',
  'serviceToken',
  'clientSecret',
  'password',
]);

const FINGERPRINT_LENGTH = 16;

export async function storeChannel(
  project: string,
  settings: PushChannelSettings & Partial<VapidKeys>,
  trx: Kysely<Tables>,
  secrets: SealedSecrets,
  { now }: Pick<World, 'now'>,
): Promise<ChannelRow> {
  const { channel, ...rest } = settings;
  const all = Object.entries(rest) as [string, string][];
  const secret = Object.fromEntries(all.filter(([name]) => SECRETS.has(name)));
  const row = {
    settings: toJson(Object.fromEntries(all.filter(([name]) => !SECRETS.has(name)))),
    secrets: secrets.seal(JSON.stringify(secret), placeOf(project, channel)),
    fingerprints: toJson(
      Object.fromEntries(Object.entries(secret).map(([name, value]) => [name, fingerprint(value)])),
    ),
    stopped_at: null,
    stopped_because: null,
    updated_at: now().toISOString(),
  };
  return await trx
    .insertInto('push_channels')
    .values({ project_id: project, channel, ...row })
    .onConflict((conflict) => conflict.columns(['project_id', 'channel']).doUpdateSet(row))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findChannel(
  project: string,
  channel: SendingChannel,
  db: Kysely<Tables>,
): Promise<ChannelRow | undefined> {
  return await db
    .selectFrom('push_channels')
    .selectAll()
    .where('project_id', '=', project)
    .where('channel', '=', channel)
    .executeTakeFirst();
}

/** @throws SecretKeyError */
export function openChannel<Name extends SendingChannel>(
  row: ChannelRow & { readonly channel: Name },
  secrets: SealedSecrets,
): ChannelOf<Name> {
  const { project_id, channel } = row;
  const secret = JSON.parse(secrets.open(row.secrets, placeOf(project_id, channel))) as object;
  // Written by us, from what the schema had let in.
  const settings = { channel, ...(row.settings as object), ...secret } as SettingsOf<Name>;
  return { settings, key: sha256(JSON.stringify(settings)) };
}

export function channelState(row: ChannelRow): PushChannelState {
  const { channel, fingerprints, stopped_at: at, stopped_because, updated_at: updatedAt } = row;
  const { publicKey, ...settings } = row.settings as Record<string, string>;
  const stopped = at === null ? null : { at, reason: stopped_because ?? 'unknown' };
  return {
    channel,
    settings,
    fingerprints,
    ...(publicKey !== undefined && { publicKey }),
    stopped,
    updatedAt,
  };
}

/** Until somebody sets it anew. False: it was stopped already. */
export async function stopChannel(
  project: string,
  channel: SendingChannel,
  reason: string,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<boolean> {
  const stopped = await trx
    .updateTable('push_channels')
    .set({ stopped_at: now().toISOString(), stopped_because: reason })
    .where('project_id', '=', project)
    .where('channel', '=', channel)
    .where('stopped_at', 'is', null)
    .returning('channel')
    .execute();
  return stopped.length > 0;
}

function placeOf(project: string, channel: SendingChannel): string {
  return `${project}/${channel}`;
}

function fingerprint(secret: string): string {
  return sha256(secret).slice(0, FINGERPRINT_LENGTH);
}
