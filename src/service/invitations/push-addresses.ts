/** Where push services find a person's devices: those that registered themselves, and those given with an invitation. */
import type { Kysely } from 'kysely';

import type { PushAddress, Reachable, SendingChannel } from '../../protocol/index.ts';
import { toJson } from '../database/json.ts';
import type { Tables } from '../database/types.ts';
import { sha256 } from '../hash.ts';
import { readProfiles } from '../profiles/profiles.ts';
import type { World } from '../world.ts';
import type { InvitationRow } from './invitation-rows.ts';
import type { InvitationJob } from './sender.ts';

/** More devices than anybody carries: those used the longest ago make room. */
const ADDRESSES_MAX = 20;

export interface KnownAddress {
  /** By which it is dropped. */
  readonly hash: string;
  readonly channel: SendingChannel;
  readonly address: Reachable;
}

function addressHash(address: Reachable): string {
  return sha256(`${address.channel} ${placeOf(address)}`);
}

function placeOf(address: Reachable): string {
  switch (address.channel) {
    case 'email':
      return address.email;
    case 'web-push':
      return address.subscription.endpoint;
    case 'apns':
      // Hexadecimal, in either case.
      return address.token.toLowerCase();
    case 'fcm':
    case 'rustore':
    case 'hms':
    case 'harmonyos':
      return address.token;
  }
}

/** A device that is handed on is found under its next owner, and under nobody else. */
export async function registerAddress(
  project: string,
  respondent: string,
  address: PushAddress,
  trx: Kysely<Tables>,
  { now }: Pick<World, 'now'>,
): Promise<void> {
  const at = now().toISOString();
  const known = { respondent, address: toJson(address), last_used_at: at };
  await trx
    .insertInto('push_addresses')
    .values({
      project_id: project,
      hash: addressHash(address),
      channel: address.channel,
      created_at: at,
      ...known,
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'hash']).doUpdateSet(known))
    .execute();
  await makeRoom(project, respondent, trx);
}

async function makeRoom(project: string, respondent: string, trx: Kysely<Tables>): Promise<void> {
  const own = trx
    .selectFrom('push_addresses')
    .select('hash')
    .where('project_id', '=', project)
    .where('respondent', '=', respondent);
  const beyond = await own
    .orderBy('last_used_at', 'desc')
    .orderBy('hash')
    .offset(ADDRESSES_MAX)
    .limit(ADDRESSES_MAX)
    .execute();
  if (beyond.length === 0) return;
  await trx
    .deleteFrom('push_addresses')
    .where('project_id', '=', project)
    .where(
      'hash',
      'in',
      beyond.map(({ hash }) => hash),
    )
    .execute();
}

/** By whom it is given back: nobody else can. */
export async function removeAddress(
  project: string,
  respondent: string,
  address: PushAddress,
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .deleteFrom('push_addresses')
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .where('hash', '=', addressHash(address))
    .execute();
}

/** Each once, of the channels that the invitation goes by. */
export async function addressesOf(row: InvitationRow, db: Kysely<Tables>): Promise<KnownAddress[]> {
  return (await readAddresses(row.project_id, [row], db))(row);
}

/** Of one project's invitations, in a statement or two however many they are. */
export async function readAddresses(
  project: string,
  rows: readonly InvitationRow[],
  db: Kysely<Tables>,
): Promise<(row: InvitationRow) => KnownAddress[]> {
  if (rows.length === 0) return () => [];
  const registered = await db
    .selectFrom('push_addresses')
    .select(['respondent', 'address'])
    .where('project_id', '=', project)
    .where('respondent', 'in', [...new Set(rows.map(({ respondent }) => respondent))])
    .orderBy('hash')
    .execute();
  const devices = Map.groupBy(registered, ({ respondent }) => respondent);
  const mailed = rows.filter(({ channels }) => channels.includes('email'));
  const profiles = await readProfiles(
    project,
    mailed.map(({ respondent }) => respondent),
    db,
  );
  return ({ respondent, channels, addresses }) => {
    const own = (devices.get(respondent) ?? []).map(({ address }) => address);
    const email = profiles.get(respondent)?.email ?? null;
    const isMailed = addresses.some(({ channel }) => channel === 'email');
    const mailbox = email === null || isMailed ? [] : [{ channel: 'email' as const, email }];
    const known = [...own, ...addresses, ...mailbox]
      .filter(({ channel }) => channels.includes(channel))
      .map((address) => ({ hash: addressHash(address), channel: address.channel, address }));
    return [...new Map(known.map((one) => [one.hash, one])).values()];
  };
}

/** The push service knows it no more: it is forgotten, wherever it came from. */
export async function dropAddress(
  { project, invitation }: InvitationJob,
  hash: string,
  trx: Kysely<Tables>,
): Promise<void> {
  await trx
    .deleteFrom('push_addresses')
    .where('project_id', '=', project)
    .where('hash', '=', hash)
    .execute();
  const row = await trx
    .selectFrom('invitations')
    .select(['respondent', 'addresses'])
    .where('project_id', '=', project)
    .where('id', '=', invitation)
    .forUpdate()
    .executeTakeFirst();
  if (row !== undefined) await dropMailbox(project, row.respondent, hash, trx);
  const kept = row?.addresses.filter((address) => addressHash(address) !== hash);
  if (row === undefined || kept === undefined || kept.length === row.addresses.length) return;
  await trx
    .updateTable('invitations')
    .set({ addresses: toJson(kept) })
    .where('project_id', '=', project)
    .where('id', '=', invitation)
    .execute();
}

async function dropMailbox(
  project: string,
  respondent: string,
  hash: string,
  trx: Kysely<Tables>,
): Promise<void> {
  const email = (await readProfiles(project, [respondent], trx)).get(respondent)?.email ?? null;
  if (email === null || addressHash({ channel: 'email', email }) !== hash) return;
  await trx
    .updateTable('respondent_profiles')
    .set({ email: null })
    .where('project_id', '=', project)
    .where('respondent', '=', respondent)
    .where('email', '=', email)
    .execute();
}
