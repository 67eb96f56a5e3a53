import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

import type { VariableValue } from '../protocol/index.ts';

import { connectionOf } from './connection.ts';
import { terminalOf } from './terminal.ts';
import { addVariable } from './variables.ts';
import type { World } from './world.ts';

interface TokenOptions {
  readonly survey?: string;
  readonly respondent?: string;
  readonly invitation?: string;
  readonly var?: Record<string, VariableValue>;
  readonly origin?: string[];
  readonly lang?: string;
  readonly ttl?: number;
  readonly json?: true;
}

export function addToken(program: Command, world: World): void {
  program
    .command('token')
    .description('mint a survey token to try a survey with')
    .option('--survey <id>', 'the survey it is for; any, when not given')
    .option('--respondent <id>', 'the person it is for; anonymous, when not given')
    .option('--invitation <id>', 'the invitation of that person that it follows')
    .option('--var <name=value>', 'a signed variable; := for a number, true or false', addVariable)
    .option(
      '--origin <origin>',
      "a site it may be used on; the project's, when not given",
      addOrigin,
    )
    .option('--lang <tag>', 'the language to ask in, such as ru')
    .option('--ttl <seconds>', 'how long it opens a session, 1 to 3600 (default: 600)', wholeNumber)
    .addHelpText(
      'after',
      `
The token alone goes to standard output. It opens one session; mint another to try again.
In production your backend does this with mintSurveyToken or createClient of "otklik/backend".

Examples:
  $ otklik token --survey srv_delivery --origin http://localhost:3000
  $ otklik token --survey srv_delivery --respondent customer-42 \\
      --var orderNumber=A-1041 --var itemCount:=3 --var gift:=true --ttl 60`,
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<TokenOptions>();
      const {
        survey,
        respondent,
        invitation,
        var: variables,
        origin: origins,
        lang,
        ttl: ttlSeconds,
      } = options;
      const request = {
        survey,
        respondent,
        invitation,
        variables,
        origins,
        lang,
        ttlSeconds,
      };
      const minted = await connectionOf(command, world).client().mintToken(request);
      const terminal = terminalOf(world);
      if (options.json) return terminal.json(minted);
      terminal.say(minted.token);
      terminal.note(`It opens one session until ${minted.expiresAt}.`);
    });
}

function addOrigin(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function wholeNumber(value: string): number {
  if (!/^\d{1,5}$/.test(value)) throw new InvalidArgumentError('It is a whole number.');
  return Number(value);
}
