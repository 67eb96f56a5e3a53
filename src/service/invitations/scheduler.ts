/** Does for invitations what is due: sends, reminds, lets end. */
import { byProject, DueRows } from '../operation/due-rows.ts';
import type { World } from '../world.ts';
import { attendAll } from './attend.ts';
import type { Office } from './attend.ts';
import type { InvitationRow } from './invitation-rows.ts';

/** Their statements are shared. */
const AT_ONCE = 200;

export function scheduler(office: Office, world: World): DueRows<InvitationRow> {
  return new DueRows<InvitationRow>(
    {
      table: 'invitations',
      what: 'an invitation',
      atOnce: AT_ONCE,
      attend: byProject((project, rows, trx) => attendAll(project, rows, trx, office)),
    },
    world,
  );
}
