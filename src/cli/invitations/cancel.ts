import type { Command } from 'commander';

import type { Invitation } from '../../protocol/index.ts';
import { connectionOf } from '../connection.ts';
import { terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';

export function addInvitationCancel(invitations: Command, world: World): void {
  invitations
    .command('cancel')
    .description('send them no more, and let nobody in by their links')
    .argument('<id...>', 'inv_…, as "otklik invitations list" shows it')
    .action(async (ids: string[], _, command: Command) => {
      const client = connectionOf(command, world).client();
      const { json } = command.optsWithGlobals<{ json?: true }>();
      const terminal = terminalOf(world);
      const cancelled: Invitation[] = [];
      for (const id of ids) {
        // eslint-disable-next-line no-await-in-loop -- the first refusal ends it
        const one = await client.cancelInvitation({ id });
        cancelled.push(one);
        if (!json) terminal.say(`${one.id} is cancelled.`);
      }
      if (json) terminal.json(cancelled);
    });
}
