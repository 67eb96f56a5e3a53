import type { Command } from 'commander';

import type { QuarantinedDetail } from '../../protocol/index.ts';
import { connectionOf } from '../connection.ts';
import { painted, printable, printableLines, terminalOf } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import type { World } from '../world.ts';

export function addQuarantineShow(quarantine: Command, world: World): void {
  quarantine
    .command('show')
    .description('show one payload whole, and the place of each problem')
    .argument('<id>', 'qrn_…, as "otklik quarantine list" shows it')
    .action(async (id: string, _, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: true }>();
      const detail = await connectionOf(command, world).client().getQuarantined({ id });
      const terminal = terminalOf(world);
      if (json) return terminal.json(detail);
      showDetail(detail, terminal, world);
    });
}

const REASONS: Readonly<Record<string, string>> = {
  response_invalid: 'It does not fit its survey:',
  response_final: 'It came after the response was complete.',
};

function showDetail(detail: QuarantinedDetail, terminal: Terminal, world: World): void {
  const { id, response, survey, version, createdAt, state, reason } = detail;
  terminal.say(`${painted('bold', id, world.stdout, world.env)} ${state}`);
  terminal.say(`  response  ${printable(response)}`);
  terminal.say(`  survey    ${survey}, version ${version}`);
  terminal.say(`  kept      ${createdAt}`);
  if (detail.settled !== null) {
    const { at, by, note } = detail.settled;
    terminal.say(`  settled   ${at} by ${by}${note === null ? '' : `: ${printable(note)}`}`);
  }
  terminal.say();
  terminal.say(REASONS[reason] ?? printable(reason));
  for (const { pointer, code, message } of detail.errors) {
    terminal.say(`  ${printable(`${pointer}: ${message} (${code})`)}`);
  }
  part('What came:', detail.payload, terminal);
  if (detail.stored !== null) part('What is stored of this response:', detail.stored, terminal);
}

function part(title: string, value: unknown, terminal: Terminal): void {
  terminal.say();
  terminal.say(title);
  terminal.say(printableLines(JSON.stringify(value, null, 2)));
}
