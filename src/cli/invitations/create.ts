import { Option } from 'commander';
import type { Command } from 'commander';

import { Channel } from '../../protocol/index.ts';
import type { VariableValue } from '../../protocol/index.ts';
import { connectionOf } from '../connection.ts';
import { duration, timeToCome } from '../moments.ts';
import { terminalOf } from '../terminal.ts';
import { addVariable } from '../variables.ts';
import type { World } from '../world.ts';

interface CreateOptions {
  readonly survey: string;
  readonly respondent: string;
  readonly var?: Record<string, VariableValue>;
  readonly channel?: Channel[];
  readonly at?: string;
  readonly delay?: number;
  readonly expires?: string;
  readonly remindAfter?: number;
  readonly strict?: true;
  readonly lang?: string;
  readonly page?: string;
  readonly json?: true;
}

export function addInvitationCreate(invitations: Command, world: World): void {
  invitations
    .command('create')
    .description('invite one person, now or later; the link goes to standard output')
    .requiredOption('--survey <id>', 'what to ask')
    .requiredOption('--respondent <id>', 'whom: your own id of the person')
    .option('--var <name=value>', 'a signed variable; := for a number, true or false', addVariable)
    .addOption(
      new Option('--channel <channel...>', 'how it gets there (default: link)').choices(
        Channel.options,
      ),
    )
    .option('--at <time>', 'when to send it: a date, or a duration from now', timeToCome)
    .option('--delay <duration>', 'how long to wait before it is sent: 30s, 2h, 7d', duration)
    .option(
      '--expires <time>',
      'when its link ends (default: 30 days after it is sent)',
      timeToCome,
    )
    .option('--remind-after <duration>', 'remind once those who have not begun by then', duration)
    .option('--strict', 'its link opens on one device, within 10 minutes of the first opening')
    .option('--lang <tag>', 'the language to ask in, such as ru')
    .option('--page <address>', 'a page of yours that embeds the widget, or an address of your app')
    .addHelpText(
      'after',
      `
Examples:
  $ otklik invitations create --survey srv_delivery --respondent customer-42 --var orderNumber=A-1041
  $ otklik invitations create --survey srv_nps --respondent customer-42 --channel web-push fcm \\
      --delay 7d --remind-after 3d
  $ otklik qr "$(otklik invitations create --survey srv_delivery --respondent receipt-7)" > receipt.svg`,
    )
    .action(async (_, command: Command) => {
      const { json, ...options } = command.optsWithGlobals<CreateOptions>();
      const made = await connectionOf(command, world).client().createInvitation(requestOf(options));
      const terminal = terminalOf(world);
      if (json) return terminal.json(made);
      terminal.say(made.link);
      const reason = made.reason === undefined ? '' : ` (${made.reason})`;
      terminal.note(`${made.id} is ${made.status}${reason}; its link ends ${made.expiresAt}.`);
    });
}

function requestOf(options: CreateOptions) {
  const { survey, respondent, at, delay, strict, lang, page, remindAfter } = options;
  return {
    survey,
    respondent,
    at,
    delay,
    strict,
    lang,
    page,
    remindAfter,
    variables: options.var,
    channels: options.channel,
    expiresAt: options.expires,
  };
}
