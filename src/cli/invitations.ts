import type { Command } from 'commander';

import { addInvitationCancel } from './invitations/cancel.ts';
import { addInvitationCreate } from './invitations/create.ts';
import { addInvitationImport } from './invitations/import.ts';
import { addInvitationList } from './invitations/list.ts';
import { addInvitationShow } from './invitations/show.ts';
import type { World } from './world.ts';

export function addInvitations(program: Command, world: World): void {
  const invitations = program
    .command('invitations')
    .description('ask one person one survey: by a link, or by push');
  addInvitationCreate(invitations, world);
  addInvitationImport(invitations, world);
  addInvitationList(invitations, world);
  addInvitationShow(invitations, world);
  addInvitationCancel(invitations, world);
}
