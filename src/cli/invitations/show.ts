import type { Command } from 'commander';

import { InvitationStatus } from '../../protocol/index.ts';
import type { Invitation } from '../../protocol/index.ts';
import { connectionOf } from '../connection.ts';
import { painted, printable, terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';

export function addInvitationShow(invitations: Command, world: World): void {
  invitations
    .command('show')
    .description('show one invitation with what has become of it')
    .argument('<id>', 'inv_…, as "otklik invitations list" shows it')
    .action(async (id: string, _, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: true }>();
      const found = await connectionOf(command, world).client().getInvitation({ id });
      const terminal = terminalOf(world);
      if (json) return terminal.json(found);
      const [title, ...lines] = told(found);
      terminal.say(painted('bold', title ?? '', world.stdout, world.env));
      for (const line of lines) terminal.say(`  ${printable(line)}`);
    });
}

function told(one: Invitation): string[] {
  const reason = one.reason === undefined ? '' : ` (${one.reason})`;
  return [
    `${one.id} ${one.status}${reason}`,
    `survey      ${one.survey}`,
    `respondent  ${one.respondent}`,
    `link        ${one.link}`,
    `channels    ${one.channels.join(', ')}`,
    `ends        ${one.expiresAt}`,
    ...(one.remindAt === undefined ? [] : [`reminder    ${one.remindAt}`]),
    ...(one.responseId === undefined ? [] : [`response    ${one.responseId}`]),
    ...InvitationStatus.options.flatMap((status) => {
      const at = one.history[status];
      return at === undefined ? [] : [`${status.padEnd(12)}${at}`];
    }),
    ...one.attempts.map(
      ({ channel, outcome, reason: why = '', at, reminder }) =>
        `${channel.padEnd(12)}${at} ${outcome} ${why}${reminder ? ' (reminder)' : ''}`,
    ),
  ];
}
