/** Which courier goes where. */
import type { Kysely } from 'kysely';

import type { Tables } from '../../database/types.ts';
import type { MailSender } from '../../mail/mail-sender.ts';
import type { Outbound } from '../../push/outbound.ts';
import type { SealedSecrets } from '../../push/sealed-secrets.ts';
import type { CourierWorld, Parcel } from '../courier.ts';
import type { Outcome } from '../outcome.ts';
import { amoCrmCourier } from './amocrm.ts';
import { bitrix24Courier } from './bitrix24.ts';
import { emailCourier } from './email.ts';
import { powerBiCourier } from './power-bi.ts';
import { slackCourier } from './slack.ts';
import { webhookCourier } from './webhook.ts';

export interface Vehicles {
  readonly outbound: Outbound;
  readonly mail: MailSender;
  readonly secrets: SealedSecrets;
  readonly db: Kysely<Tables>;
}

export async function carry(
  parcel: Parcel,
  world: CourierWorld,
  vehicles: Vehicles,
): Promise<Outcome> {
  const { target } = parcel;
  switch (target.kind) {
    case 'webhook':
      return await webhookCourier({ ...parcel, target }, world);
    case 'slack':
      return await slackCourier({ ...parcel, target }, world);
    case 'amocrm':
      return await amoCrmCourier({ ...parcel, target }, world);
    case 'bitrix24':
      return await bitrix24Courier({ ...parcel, target }, world);
    case 'email':
      return await emailCourier(vehicles)({ ...parcel, target }, world);
    case 'power-bi':
      return await powerBiCourier({ ...parcel, target }, world);
  }
}
