import { Option } from 'commander';
import type { Command } from 'commander';

import { InvitationStatus } from '../../protocol/index.ts';
import type { Invitation } from '../../protocol/index.ts';
import { connectionOf } from '../connection.ts';
import { shortTime, terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';

interface ListOptions {
  readonly survey?: string;
  readonly respondent?: string;
  readonly status?: InvitationStatus;
  readonly json?: true;
}

export function addInvitationList(invitations: Command, world: World): void {
  invitations
    .command('list')
    .description('list invitations, the newest first')
    .option('--survey <id>', 'only those to this survey')
    .option('--respondent <id>', 'only those of this person')
    .addOption(
      new Option('--status <status>', 'only those that stand there').choices(
        InvitationStatus.options,
      ),
    )
    .action(async (_, command: Command) => {
      const { survey, respondent, status, json } = command.optsWithGlobals<ListOptions>();
      const filter = { survey, respondent, status, limit: 500 };
      const found: Invitation[] = [];
      const client = connectionOf(command, world).client();
      for await (const one of client.listInvitations.all(filter)) found.push(one);
      const terminal = terminalOf(world);
      if (json) return terminal.json(found);
      if (found.length === 0) return terminal.note('There are no invitations that fit.');
      terminal.table(
        ['ID', 'SURVEY', 'RESPONDENT', 'STATUS', 'AT (UTC)', 'ENDS', 'CHANNELS'],
        found.map((one) => [
          one.id,
          one.survey,
          one.respondent,
          one.reason === undefined ? one.status : `${one.status} (${one.reason})`,
          shortTime(one.at),
          shortTime(one.expiresAt),
          one.channels.join(' '),
        ]),
      );
    });
}
