/** Does for invitations what is due: sends, reminds, lets end. */
import { DueRows, oneByOne } from '../operation/due-rows.ts';
import type { World } from '../world.ts';
import { attend } from './attend.ts';
import type { Office } from './attend.ts';
import type { InvitationRow } from './invitation-rows.ts';

export function scheduler(office: Office, world: World): DueRows<InvitationRow> {
  return new DueRows(
    {
      table: 'invitations',
      what: 'an invitation',
      attend: oneByOne((row: InvitationRow, trx) => attend(row, trx, office)),
    },
    world,
  );
}
