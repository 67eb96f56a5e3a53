/** One way to all push services. */
import type { PushMessage } from '../../protocol/index.ts';
import type { MailSender } from '../mail/mail-sender.ts';
import type { KnownAddress } from '../invitations/push-addresses.ts';
import { apnsSender } from './apns.ts';
import { openChannel } from './channel-settings.ts';
import type { ChannelRow } from './channel-settings.ts';
import { fcmSender } from './fcm.ts';
import { harmonyosSender } from './harmonyos.ts';
import { hmsSender } from './hms.ts';
import type { PushAnswer } from './push-answer.ts';
import type { PushWorld } from './push-sender.ts';
import { sendRustore } from './rustore.ts';
import type { SealedSecrets } from './sealed-secrets.ts';
import { sendWebPush } from './web-push.ts';

export interface Letter {
  readonly row: ChannelRow;
  readonly address: KnownAddress['address'];
  readonly message: PushMessage;
  readonly expiresAt: string;
  /** Where the person says that it is enough. */
  readonly optOut: string;
  readonly reminder: boolean;
}

export interface Senders {
  /** Rejects when the push service cannot be reached. */
  send(letter: Letter): Promise<PushAnswer>;
  close(): void;
}

export function pushSenders(secrets: SealedSecrets, world: PushWorld, mail: MailSender): Senders {
  const sendFcm = fcmSender();
  const sendHms = hmsSender();
  const sendHarmonyos = harmonyosSender();
  const apns = apnsSender();
  return {
    close: () => apns.close(),
    send: async ({ row, address, optOut, reminder, ...letter }) => {
      switch (address.channel) {
        case 'email': {
          const channel = openChannel({ ...row, channel: address.channel }, secrets);
          return await mail.send({ ...letter, address, channel, optOut, reminder }, world);
        }
        case 'web-push': {
          const channel = openChannel({ ...row, channel: address.channel }, secrets);
          return await sendWebPush({ ...letter, address, channel }, world);
        }
        case 'fcm': {
          const channel = openChannel({ ...row, channel: address.channel }, secrets);
          return await sendFcm({ ...letter, address, channel }, world);
        }
        case 'apns': {
          const channel = openChannel({ ...row, channel: address.channel }, secrets);
          return await apns.send({ ...letter, address, channel }, world);
        }
        case 'rustore': {
          const channel = openChannel({ ...row, channel: address.channel }, secrets);
          return await sendRustore({ ...letter, address, channel }, world);
        }
        case 'hms': {
          const channel = openChannel({ ...row, channel: address.channel }, secrets);
          return await sendHms({ ...letter, address, channel }, world);
        }
        case 'harmonyos': {
          const channel = openChannel({ ...row, channel: address.channel }, secrets);
          return await sendHarmonyos({ ...letter, address, channel }, world);
        }
      }
    },
  };
}
