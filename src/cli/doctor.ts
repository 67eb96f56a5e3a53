import type { Command } from 'commander';

import type { Check } from '../protocol/index.ts';
import { connectionOf } from './connection.ts';
import { examineHere } from './doctor/here.ts';
import { examineInside } from './doctor/inside.ts';
import { examineOutside } from './doctor/outside.ts';
import { Failure } from './failure.ts';
import { painted, printable, terminalOf } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import type { World } from './world.ts';

export function addDoctor(program: Command, world: World): void {
  program
    .command('doctor')
    .description('examine the service and the way to it, and say what to do')
    .addHelpText(
      'after',
      `
It asks the service about itself (the key needs the scope operation:read), and looks from here at what only
the outside sees: encryption, the proxy, the widget's script, the clock. A service that does not answer is
looked for in its data folder on this machine (OTKLIK_DATA_DIR, else ./data).

"fail": answers are in danger, or cannot come in; the exit code is 1. "warn": somebody ought to look.

Examples:
  $ otklik doctor
  $ otklik doctor --url https://surveys.example.com --json | jq '.checks[] | select(.level != "ok")'`,
    )
    .action(async (_, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: true }>();
      const connection = connectionOf(command, world);
      const client = connection.client();
      const inside = await examineInside(client, connection.url);
      const checks = [
        ...inside.checks,
        ...(inside.isReached
          ? await examineOutside(connection.url, world)
          : await examineHere(connection.url, world)),
      ];
      const terminal = terminalOf(world);
      if (json) terminal.json({ url: connection.url, version: inside.version, checks });
      else for (const check of checks) tell(check, terminal, world);
      const failed = checks.filter(({ level }) => level === 'fail').length;
      if (failed > 0) {
        const message = `${failed} of ${checks.length} checks failed.`;
        throw new Failure(message, { code: 'unhealthy' });
      }
    });
}

const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function tell({ name, level, finding, advice }: Check, terminal: Terminal, world: World): void {
  const mark = painted(COLOURS[level], level.padEnd(5), world.stdout, world.env);
  terminal.say(`${mark} ${name.padEnd(NAME_WIDTH)} ${printable(finding)}`);
  if (advice !== null) terminal.say(`${' '.repeat(NAME_WIDTH + 7)}→ ${printable(advice)}`);
}

const NAME_WIDTH = 10;
