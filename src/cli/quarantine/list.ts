import { Option } from 'commander';
import type { Command } from 'commander';

import { QuarantineState } from '../../protocol/index.ts';
import type { QuarantinedResponse } from '../../protocol/index.ts';
import { connectionOf } from '../connection.ts';
import { shortTime, terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';
import { selected, withFilter } from './selection.ts';
import type { Filter } from './selection.ts';

export function addQuarantineList(quarantine: Command, world: World): void {
  const list = quarantine
    .command('list')
    .description('list what waits for repair, the newest first')
    .addOption(
      new Option('--state <state>', 'what has become of them').choices(QuarantineState.options),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ otklik quarantine list
  $ otklik quarantine list --survey srv_delivery --since 7d
  $ otklik quarantine list --state repaired --json`,
    );
  withFilter(list).action(async (_, command: Command) => {
    const { json, ...filter } = command.optsWithGlobals<Filter & { json?: true }>();
    const found: QuarantinedResponse[] = [];
    for await (const one of selected(connectionOf(command, world).client(), filter)) {
      found.push(one);
    }
    const terminal = terminalOf(world);
    if (json) return terminal.json(found);
    if (found.length === 0) return terminal.note('Nothing is in quarantine that fits.');
    const isOver = found.some(({ settled }) => settled !== null);
    terminal.table(
      ['ID', 'KEPT (UTC)', 'SURVEY', 'REASON', isOver ? 'SETTLED' : 'FIRST PROBLEM'],
      found.map((one) => [
        one.id,
        shortTime(one.createdAt),
        `${one.survey} v${one.version}`,
        one.reason,
        isOver ? settlement(one) : problem(one),
      ]),
    );
  });
}

function problem({ errors: [first, ...others] }: QuarantinedResponse): string {
  if (first === undefined) return '–';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${first.pointer} ${first.code}${more}`;
}

function settlement({ state, settled }: QuarantinedResponse): string {
  if (settled === null) return state;
  const { at, by, note } = settled;
  return `${state} ${shortTime(at)} by ${by}${note === null ? '' : `: ${note}`}`;
}
