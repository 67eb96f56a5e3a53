import type { Command } from 'commander';

import { connectionOf } from '../connection.ts';
import { Failure } from '../failure.ts';
import type { QuarantinedResponse } from '../../protocol/index.ts';
import { terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';

interface DiscardOptions {
  readonly reason: string;
  readonly yes?: true;
  readonly json?: true;
}

export function addQuarantineDiscard(quarantine: Command, world: World): void {
  quarantine
    .command('discard')
    .description('delete payloads for good; who did it, when and why is kept')
    .argument('<id...>', 'qrn_…, as "otklik quarantine list" shows it')
    .requiredOption('--reason <words>', 'why, for whoever asks next year')
    .option('--yes', 'really: these are answers of somebody')
    .addHelpText(
      'after',
      `
Examples:
  $ otklik quarantine discard qrn_… --reason "our own test of 22 November" --yes`,
    )
    .action(async (ids: string[], _, command: Command) => {
      const { reason, yes, json } = command.optsWithGlobals<DiscardOptions>();
      const count = ids.length === 1 ? "somebody's answers" : `${ids.length} people's answers`;
      if (yes !== true) {
        throw new Failure(`This deletes ${count} for good; say --yes to do it.`, {
          exitCode: 2,
          code: 'not_confirmed',
        });
      }
      const client = connectionOf(command, world).client();
      const terminal = terminalOf(world);
      const discarded: QuarantinedResponse[] = [];
      for (const id of ids) {
        // eslint-disable-next-line no-await-in-loop -- the first refusal ends it
        discarded.push(await client.discardQuarantined({ id, reason }));
        if (!json) terminal.say(`${id} is discarded.`);
      }
      if (json) terminal.json(discarded);
    });
}
