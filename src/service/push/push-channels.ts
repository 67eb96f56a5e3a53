/** The routes by which a project sets up its push services. */
import { X509Certificate } from 'node:crypto';

import { importPKCS8 } from 'jose';
import webpush from 'web-push';

import type { SendingChannel, PushChannelSettings, PushChannelTest } from '../../protocol/index.ts';
import { mailTrouble } from '../mail/mail-answer.ts';
import type { MailSender } from '../mail/mail-sender.ts';
import type { PrivateHandlers } from '../http/private-call.ts';
import type { PublicHandlers } from '../http/public-routes.ts';
import { ProblemError } from '../problem-error.ts';
import type { World } from '../world.ts';
import { channelState, findChannel, openChannel, storeChannel } from './channel-settings.ts';
import type { ChannelRow, VapidKeys } from './channel-settings.ts';
import { askToken } from './fcm.ts';
import { askHmsToken } from './hms.ts';
import type { Outbound } from './outbound.ts';
import type { SealedSecrets } from './sealed-secrets.ts';

type Names = 'putPushChannel' | 'getPushChannel' | 'deletePushChannel' | 'testPushChannel';

export interface PushOffice {
  readonly secrets: SealedSecrets;
  readonly outbound: Outbound;
  readonly world: World;
}

export interface ChannelOffice extends PushOffice {
  readonly mail: MailSender;
}

export function pushChannelHandlers(office: ChannelOffice): Pick<PrivateHandlers, Names> {
  const { secrets, outbound, world } = office;
  return {
    putPushChannel: async ({ project, params, body, db }) => {
      if (body.channel !== params.channel) throw unfit('/channel', 'is another than in the path');
      await checkSettings(body, outbound);
      const former = await findChannel(project, body.channel, db);
      const own = body.channel === 'web-push' ? vapidKeys(former, secrets) : {};
      const row = await storeChannel(project, { ...body, ...own }, db, secrets, world);
      return channelState(row);
    },
    getPushChannel: async ({ project, params, db }) =>
      channelState(known(await findChannel(project, params.channel, db))),
    deletePushChannel: async ({ project, params, db }) => {
      const row = await db
        .deleteFrom('push_channels')
        .where('project_id', '=', project)
        .where('channel', '=', params.channel)
        .returningAll()
        .executeTakeFirst();
      return channelState(known(row));
    },
    // A GET: it changes nothing, and no transaction is open while somebody else's service thinks.
    testPushChannel: async ({ project, params, db }) =>
      tried(known(await findChannel(project, params.channel, db)), office),
  };
}

export function pushKeyHandlers({ database }: World): Pick<PublicHandlers, 'readPushKey'> {
  return {
    readPushKey: async ({ body: { project }, concerns }) => {
      concerns(project);
      const row = await findChannel(project, 'web-push', database.db);
      return { publicKey: (row && channelState(row).publicKey) ?? null };
    },
  };
}

function known(row: ChannelRow | undefined): ChannelRow {
  if (row === undefined) throw new ProblemError('push_channel_unknown');
  return row;
}

/** Subscriptions hang on the key that they were made with: it stays through every change. */
function vapidKeys(former: ChannelRow | undefined, secrets: SealedSecrets): VapidKeys {
  if (former === undefined) return webpush.generateVAPIDKeys();
  const { publicKey, privateKey } = openChannel(
    { ...former, channel: 'web-push' },
    secrets,
  ).settings;
  return { publicKey, privateKey };
}

const ALGORITHMS: Partial<Record<SendingChannel, string>> = {
  fcm: 'RS256',
  apns: 'ES256',
  harmonyos: 'PS256',
};

/** What would fail with every single message is said now. */
async function checkSettings(settings: PushChannelSettings, outbound: Outbound): Promise<void> {
  for (const field of ['endpoint', 'tokenEndpoint'] as const) {
    const endpoint = (settings as Partial<Record<typeof field, string>>)[field];
    try {
      if (endpoint !== undefined) outbound.check(new URL(endpoint));
    } catch (cause) {
      throw unfit(`/${field}`, 'must be https, and no private address', cause);
    }
  }
  if (settings.channel === 'email') checkServer(settings, outbound);
  const algorithm = ALGORITHMS[settings.channel];
  if (algorithm === undefined || !('privateKey' in settings)) return;
  try {
    await importPKCS8(settings.privateKey, algorithm);
  } catch (cause) {
    throw unfit('/privateKey', `must be a key for ${algorithm}`, cause);
  }
}

function checkServer(
  { server, ca }: Extract<PushChannelSettings, { channel: 'email' }>,
  outbound: Outbound,
): void {
  try {
    outbound.checkHost(new URL(server));
  } catch (cause) {
    throw unfit('/server', 'must be no private address', cause);
  }
  try {
    certificatesIn(ca ?? '');
  } catch (cause) {
    throw unfit('/ca', 'must be certificates in PEM', cause);
  }
}

/** @throws for what is none */
function certificatesIn(pem: string): readonly X509Certificate[] {
  const each = pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
  return each.map((one) => new X509Certificate(one));
}

/** FCM and HMS give out a token for the credentials, a mail server takes a login. The others judge by messages only. */
async function tried(row: ChannelRow, office: ChannelOffice): Promise<PushChannelTest> {
  const ask = question(row, office);
  if (ask === undefined) return { outcome: 'untested' };
  try {
    const reply = await ask();
    if (reply.kind === 'token' || reply.kind === 'sent') return { outcome: 'accepted' };
    const { kind, reason } = reply;
    const outcome = kind === 'retry' ? 'unreachable' : 'refused';
    return { outcome, reason, ...(row.channel === 'email' && { detail: mailTrouble(reason) }) };
  } catch (error) {
    office.world.log.warn({ err: error, channel: row.channel }, 'a push service was not reached');
    return { outcome: 'unreachable' };
  }
}

function question(row: ChannelRow, { mail, secrets, outbound, world }: ChannelOffice) {
  const { now } = world;
  switch (row.channel) {
    case 'fcm':
      return () =>
        askToken(openChannel({ ...row, channel: 'fcm' }, secrets).settings, { outbound, now });
    case 'hms':
      return () =>
        askHmsToken(openChannel({ ...row, channel: 'hms' }, secrets).settings, { outbound, now });
    case 'email':
      return () => mail.check(openChannel({ ...row, channel: 'email' }, secrets), outbound);
    case 'web-push':
    case 'apns':
    case 'rustore':
    case 'harmonyos':
      return undefined;
  }
}

function unfit(pointer: string, message: string, cause?: unknown): ProblemError {
  return new ProblemError('request_invalid', {
    errors: [{ pointer, code: 'custom', message }],
    ...(cause !== undefined && { cause }),
  });
}
